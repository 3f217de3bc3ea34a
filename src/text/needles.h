/* Where any of many short texts stands in a text: one pass, whatever their number. Bytes are compared, words' bounds
 * are not looked at. */
#ifndef FIDELIO_TEXT_NEEDLES_H
#define FIDELIO_TEXT_NEEDLES_H

#include "base/str.h"

#include <stdint.h>

struct arena;

enum { NEEDLE_BUCKETS = 4096, NEEDLE_SHORTEST = 3 };

struct needle;
struct needles {
    struct arena *arena;                          /* borrowed; the needles are its */
    const struct needle *buckets[NEEDLE_BUCKETS]; /* by the first three bytes */
};
struct needle_hit {
    unsigned value; /* given with the needle */
    size_t start, end;
};

void needles_init(struct needles *needles, struct arena *arena);
/* `text` is borrowed, whole code points, and has at least NEEDLE_SHORTEST bytes. */
void needles_add(struct needles *needles, struct str text, unsigned value);
/* Every place of every needle, in order of its start; calls `each` with `context`. */
void needles_find(const struct needles *needles, struct str text, void (*each)(void *context, struct needle_hit hit),
                  void *context);

#endif
