/* Which of many sets of n-grams hold a gram: one look-up a gram, in place of one walk a set. */
#ifndef FIDELIO_TEXT_GRAM_INDEX_H
#define FIDELIO_TEXT_GRAM_INDEX_H

#include "text/similarity.h"

struct gram_entry;
struct gram_index {
    const uint32_t *slots;            /* arena; open addressing: entry + 1, 0 = free */
    size_t mask;                      /* of the slots */
    const struct gram_entry *entries; /* arena; one a gram */
    const uint32_t *sets;             /* arena; those of one gram side by side, ascending */
};

void gram_index_init(struct gram_index *index, struct arena *arena, const struct grams *sets, size_t count);
/* The sets that hold the gram, ascending; *count gets how many. */
const uint32_t *gram_index_find(const struct gram_index *index, uint64_t gram, size_t *count);
/* Adds to common[s] how many of the grams set s holds. */
void gram_index_count(const struct gram_index *index, struct grams grams, uint32_t *common);

#endif
