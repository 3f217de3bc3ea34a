/* What a text speaks of, as terms: pairs of neighbouring Han characters, or stemmed words. A term weighs by how rare it
 * is among the document's own lines, so that the product's name, which stands everywhere, says nothing. */
#ifndef FIDELIO_MEANING_TERMS_H
#define FIDELIO_MEANING_TERMS_H

#include "spec/scenario.h"

#include <stdint.h>

struct terms {
    const uint64_t *items; /* arena; hashes, sorted, no doubles */
    size_t count;
};
struct terms terms_of(struct arena *arena, struct str stored);
struct terms terms_of_normal(struct arena *arena, struct str normal); /* the same of what is normal text already */
struct terms terms_set(uint64_t *items, size_t count);                /* sorts them in place and removes doubles */
bool terms_have(struct terms terms, uint64_t term);

enum line_of { LINE_ROLE, LINE_BACKGROUND, LINE_BEHAVIOUR, LINE_EXAMPLE, LINE_CONCERN, LINE_END, LINE_SCRIPT };

/* A document's lines as terms. */
struct library {
    struct terms *lines; /* arena */
    enum line_of *of;
    size_t count;
    uint64_t *known; /* arena; every term of the document, sorted, and what it weighs */
    double *weights;
    size_t known_count;
};
struct library library_of(struct arena *arena, const struct scenario *scenario);
double library_weight(const struct library *library, uint64_t term);

/* Summed weight of the terms of `a` that are in `b` and, where `without` is not NULL, not in `without`. */
double terms_shared(const struct library *library, struct terms a, struct terms b, const struct terms *without);
double terms_weight(const struct library *library, struct terms terms);

#endif
