/* Where any of many short texts stands in a text: one pass, whatever their number. Made once, then shared by threads.
 */
#ifndef FIDELIO_TEXT_NEEDLES_H
#define FIDELIO_TEXT_NEEDLES_H

#include "base/str.h"

#include <stdint.h>

struct arena;

enum {
    NEEDLE_SHORTEST = 2,
    NEEDLES_MOST = UINT16_MAX,
    NEEDLE_BUCKETS = 1 << 12,
    NEEDLE_HASHES = 1 << 16,
    NEEDLE_BRIEFS = 1 << 12
};

enum needle_bounds {
    NEEDLES_ANYWHERE,
    NEEDLES_AT_WORD_BOUNDS /* what begins or ends with an ASCII letter or digit does so at a word's bounds */
};

/* Without pointers, so that a table can be written as constants at build time (tools/signal_tables.c). */
struct needle {
    uint64_t head, mask; /* its first bytes; the bits that they take */
    uint32_t text;       /* where it stands in needles->text */
    uint32_t value;
    uint16_t len;
    uint16_t next; /* in its bucket: index + 1, 0 = the last */
};
struct needles {
    enum needle_bounds bounds;
    const struct needle *all;
    const char *text;
    size_t count, text_len;
    bool pairs;                          /* some have two bytes only */
    uint64_t begins[NEEDLE_BRIEFS / 64]; /* a bit for each hash of the first three bytes of those that have as many */
    uint64_t seen[NEEDLE_HASHES / 64];   /* a bit for each hash of how a needle begins */
    uint16_t first[NEEDLE_BUCKETS];      /* by the same hash: index + 1, 0 = none */
    struct {                             /* all zero in a table of constants */
        struct arena *arena;             /* borrowed */
        struct needle *all;
        char *text;
        size_t all_room, text_room;
    } grows;
};
struct needle_hit {
    unsigned value; /* given with the needle */
    size_t start, end;
};

void needles_init(struct needles *needles, struct arena *arena, enum needle_bounds bounds);
/* `text` is copied; whole code points, NEEDLE_SHORTEST to UINT16_MAX bytes. At most NEEDLES_MOST of them. */
void needles_add(struct needles *needles, struct str text, unsigned value);
/* Every place of every needle, in order of its start; calls `each` with `context`. `text` is valid UTF-8. */
void needles_find(const struct needles *needles, struct str text, void (*each)(void *context, struct needle_hit hit),
                  void *context);

#endif
