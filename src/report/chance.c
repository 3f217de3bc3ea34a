#include "report/chance.h"

static const double LEAST = 0.0001; /* as printed */

void chance_put(struct buf *out, double p)
{
    buf_printf(out, "%s%.4f", p < LEAST ? "< " : "", p < LEAST ? LEAST : p);
}

void chance_put_named(struct buf *out, double p)
{
    buf_add_cstring(out, p < LEAST ? "p " : "p = ");
    chance_put(out, p);
}
