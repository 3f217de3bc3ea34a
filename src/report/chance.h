/* How a p is written, in every sentence and table. */
#ifndef FIDELIO_REPORT_CHANCE_H
#define FIDELIO_REPORT_CHANCE_H

#include "base/buf.h"

/* "0.0312", or "< 0.0001": nothing is called 0.0000. Plain text, that HTML escapes. */
void chance_put(struct buf *out, double p);
/* "p = 0.0312", "p < 0.0001" */
void chance_put_named(struct buf *out, double p);

#endif
