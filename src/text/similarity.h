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

struct grams grams_of(struct arena *arena, struct str text, size_t n);
/* The hashes as they stand in the text, doubles and all; returns how many. `*hashes` is the arena's. */
size_t grams_in_order(struct arena *arena, struct str text, size_t n, uint64_t **hashes);
struct grams grams_set(uint64_t *hashes, size_t count); /* sorts them in place and removes doubles */
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
