/* Where any of many short texts stands in a text: one pass, whatever their number. Made once, then shared by threads.
 */
#ifndef FIDELIO_TEXT_NEEDLES_H
#define FIDELIO_TEXT_NEEDLES_H

#include "base/str.h"

#include <stdint.h>

struct arena;

enum { NEEDLE_SHORTEST = 3, NEEDLE_BUCKETS = 1 << 10, NEEDLE_HASHES = 1 << 15 };

enum needle_bounds {
    NEEDLES_ANYWHERE,
    NEEDLES_AT_WORD_BOUNDS /* what begins or ends with an ASCII letter or digit does so at a word's bounds */
};

struct needle;
struct needles {
    struct arena *arena; /* borrowed; the needles are its */
    enum needle_bounds bounds;
    uint64_t seen[NEEDLE_HASHES / 64];            /* a bit for each hash of how a needle begins */
    const struct needle *buckets[NEEDLE_BUCKETS]; /* by the same hash */
};
struct needle_hit {
    unsigned value; /* given with the needle */
    size_t start, end;
};

void needles_init(struct needles *needles, struct arena *arena, enum needle_bounds bounds);
/* `text` is borrowed, whole code points, and has at least NEEDLE_SHORTEST bytes. */
void needles_add(struct needles *needles, struct str text, unsigned value);
/* Every place of every needle, in order of its start; calls `each` with `context`. `text` is valid UTF-8. */
void needles_find(const struct needles *needles, struct str text, void (*each)(void *context, struct needle_hit hit),
                  void *context);

#endif
