/* The tape: an append-only journal of every exchange with an endpoint, a line each. Cache, resume and offline replay in one. */
#ifndef FIDELIO_EXCHANGE_TAPE_H
#define FIDELIO_EXCHANGE_TAPE_H

#include "base/error.h"
#include "base/str.h"

struct tape;

/* Opens or makes PATH; an unterminated last line is cut off (*cut set), a bad line elsewhere is an error with its number. */
struct tape *tape_open(const char *path, bool read_only, bool durable, bool *cut, struct error *err);
void tape_close(struct tape *tape);
bool tape_sync(struct tape *tape, struct error *err); /* fdatasync now; conversation's end and before derived files are renamed */

#endif
