/* In `fidelio-live`: nobody else is needed. */
#include "cli/live.h"

bool live_here(const struct ui *ui, struct error *err)
{
    (void)ui;
    (void)err;
    return true;
}
