/* The lines that callers have said to one document's persona, each prepared once (base/kept.h). Whether a line is kept
 * changes no result. */
#ifndef FIDELIO_SIGNAL_LINES_H
#define FIDELIO_SIGNAL_LINES_H

#include "signal/context.h"

/* The line as an utterance without message and place, in the document's language; NULL when it is not kept. `sink` as
 * in line_prepare; NULL: a line that is new is not prepared. */
const struct utterance *lines_find(const struct signal_context *context, struct features *sink, struct str text);

#endif
