/* The lines that callers have said to one document's persona, each prepared once: a scripted caller says the same in
 * every call.
 *
 * Shared by threads without a lock: a line is added whole and stays until the end, so that scenes may point at it.
 * Bounded: of further lines nothing is kept. Whether a line is kept changes no result. */
#ifndef FIDELIO_SIGNAL_LINES_H
#define FIDELIO_SIGNAL_LINES_H

#include "signal/context.h"

enum { LINES_MOST = 512, LINES_LONGEST = 2000 /* bytes */ };

struct lines *lines_new(void);
void lines_free(struct lines *lines);
/* The line as an utterance without message and place, in the document's language; NULL when it is not kept. `sink` as
 * in line_prepare. */
const struct utterance *lines_find(const struct signal_context *context, struct features *sink, struct str text);

#endif
