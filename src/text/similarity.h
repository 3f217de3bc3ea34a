/* How alike two texts are, by character n-grams and copied runs. Lengths are code points. Callers pass normal text
 * (text/normalise.h); nothing here normalises. */
#ifndef FIDELIO_TEXT_SIMILARITY_H
#define FIDELIO_TEXT_SIMILARITY_H

#include "base/str.h"

#include <stdint.h>

struct arena;

/* The set of hashed character n-grams of a text, sorted, no doubles. */
struct grams {
    const uint64_t *hashes; /* arena */
    size_t count;
};

struct grams grams_of(struct arena *arena, struct str text, size_t n); /* n <= GRAM_LONGEST */
/* For who walks the text for other reasons too: `gram` becomes the last n code points, of which `c` is the newest. A
 * text shorter than n is one gram. */
enum { GRAM_LONGEST = 5 };
static inline uint64_t gram_next(uint64_t gram, uint32_t c, size_t n)
{
    const unsigned bits = n <= 3 ? 21 : 12; /* of a code point; the scripts of letters need no more */
    return (gram << bits ^ c) & (((uint64_t)1 << bits * n) - 1);
}
/* Two grams have two hashes, but for ideographs by fours and fives. */
static inline uint64_t gram_hash(uint64_t gram)
{
    gram *= 0x9e3779b97f4a7c15u;
    return gram ^ gram >> 32;
}
struct grams grams_set(uint64_t *hashes, size_t count); /* sorts them in place and removes doubles */
bool grams_have(struct grams grams, uint64_t hash);
size_t grams_common(struct grams a, struct grams b);
double grams_dice(struct grams a, struct grams b);     /* 2|A∩B| / (|A|+|B|), 0 when both are empty */
double grams_coverage(struct grams a, struct grams b); /* |A∩B| / |A|: how much of a is in b */

/* The longest stretch of code points common to both; byte offsets into each. len 0 when there is none. */
struct common_run {
    size_t a, b; /* byte offsets */
    size_t bytes;
    size_t length; /* code points */
};
struct common_run longest_common_run(struct str a, struct str b);

#endif
