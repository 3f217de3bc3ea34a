/* Where any of many short texts stands in a text: one pass, whatever their number. Made once, then shared by threads.
 */
#ifndef FIDELIO_TEXT_NEEDLES_H
#define FIDELIO_TEXT_NEEDLES_H

#include "base/str.h"

#include <stdint.h>

struct arena;

enum { NEEDLE_SHORTEST = 2, NEEDLES_MOST = UINT16_MAX, NEEDLE_BRIEFS = 1 << 12 };

enum needle_bounds {
    NEEDLES_ANYWHERE,
    NEEDLES_AT_WORD_BOUNDS /* what begins or ends with an ASCII letter or digit does so at a word's bounds */
};

/* Without pointers, so that a table can be written as constants at build time (tools/signal_tables.c). */
struct needle {
    uint64_t head; /* its first bytes, zeros behind a shorter one */
    uint32_t rest; /* where those behind them stand in needles->rests */
    uint16_t value;
    uint16_t len; /* 0: a free place */
};
struct needles {
    enum needle_bounds bounds;
    unsigned bits; /* of a hash that tell a place; 0: no needle was added */
    size_t count;
    const struct needle *places; /* by a hash of how they begin, from there up to the next free place, newest first */
    const uint64_t *seen;        /* a bit for each such hash, two of six bytes; eight times as many as places */
    const char *rests;
    size_t rests_len;
    bool pairs;                          /* some have two bytes only */
    uint64_t begins[NEEDLE_BRIEFS / 64]; /* a bit for each hash of the first three bytes of those that have as many */
    struct {                             /* all zero in a table of constants */
        struct arena *arena;             /* borrowed */
        struct needle *places;
        uint64_t *seen;
        char *rests;
        size_t rests_room;
    } grows;
};
struct needle_hit {
    unsigned value; /* given with the needle */
    uint32_t start, end;
};

void needles_init(struct needles *needles, struct arena *arena, enum needle_bounds bounds);
/* `text` is copied; whole code points, NEEDLE_SHORTEST to UINT16_MAX bytes. At most NEEDLES_MOST of them;
 * a value is no more either. */
void needles_add(struct needles *needles, struct str text, unsigned value);
/* Every place of every needle, in order of its start; calls `each` with `context`. `text` is valid UTF-8. */
void needles_find(const struct needles *needles, struct str text, void (*each)(void *context, struct needle_hit hit),
                  void *context);

#endif
