/* Two programs of one table of commands: `fidelio` has no network library in it, `fidelio-live` has all. */
#ifndef FIDELIO_CLI_LIVE_H
#define FIDELIO_CLI_LIVE_H

#include "cli/message.h"

/* Is this the program with the network? In `fidelio` the whole process becomes `fidelio-live`, with the same arguments,
 * and this returns only when that failed: call it before anything is read or said. */
bool live_here(const struct ui *ui, struct error *err);

#endif
