/* A scenario document as fidelio understood it: an outline for people, each piece behind the line it stands on. */
#ifndef FIDELIO_CLI_OUTLINE_H
#define FIDELIO_CLI_OUTLINE_H

#include "cli/message.h"
#include "spec/scenario.h"

void outline_text(const struct ui *ui, const struct scenario *scenario, struct buf *out);

#endif
