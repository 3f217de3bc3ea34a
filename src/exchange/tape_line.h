/* A line of the tape as text, out and in. Inner part of the tape; pure. */
#ifndef FIDELIO_EXCHANGE_TAPE_LINE_H
#define FIDELIO_EXCHANGE_TAPE_LINE_H

#include "exchange/tape.h"

enum { TAPE_LINE_CEILING = 64 << 20 }; /* bytes */

void tape_line_write(const struct tape_line *line, const struct endpoint *endpoint, struct buf *out);
void tape_failure_write(const struct tape_failure *failure, struct buf *out);
/* A line without its line feed. *is_reply is false for a failure: then only the key is read. `number` is the line's,
 * for messages. */
bool tape_line_read(struct arena *arena, struct str text, const char *path, size_t number, struct tape_line *line,
                    bool *is_reply, struct error *err);

#endif
