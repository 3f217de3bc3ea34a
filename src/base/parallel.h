/* Pieces of work done on threads beside the caller's own. */
#ifndef FIDELIO_BASE_PARALLEL_H
#define FIDELIO_BASE_PARALLEL_H

#include <stddef.h>

struct parallel;

/* Of this machine, at least 1: as many threads as are of use, the caller's among them. */
size_t parallel_processors(void);

/* Begins piece(i, context) for each i below `count`, on `threads` threads at most; without one nothing is done before
 * the end. What the pieces write is the caller's to read after the end. */
struct parallel *parallel_begin(size_t count, size_t threads, void (*piece)(size_t index, void *context),
                                void *context);
void parallel_end(struct parallel *parallel);  /* does what nobody has begun and waits for the rest; NULL is fine */
void parallel_drop(struct parallel *parallel); /* waits for what is begun, leaves the rest undone; NULL is fine */

#endif
