/* Which of many sets of n-grams hold a gram: one look-up a gram, in place of one walk a set. */
#ifndef FIDELIO_TEXT_GRAM_INDEX_H
#define FIDELIO_TEXT_GRAM_INDEX_H

#include "text/similarity.h"

struct gram_entry {
    uint64_t gram;
    uint32_t first, count; /* in sets */
};
struct gram_index {
    const uint32_t *slots;            /* arena; open addressing: which entry, 0 = free */
    size_t mask;                      /* of the slots */
    const struct gram_entry *entries; /* arena; one a gram; the first is of none */
    const uint32_t *sets;             /* arena; those of one gram side by side, ascending */
};

void gram_index_init(struct gram_index *index, struct arena *arena, const struct grams *sets, size_t count);
/* The sets that hold the gram, ascending; *count gets how many. */
static inline const uint32_t *gram_index_find(const struct gram_index *index, uint64_t gram, size_t *count)
{
    size_t at = gram & index->mask;
    while (index->slots[at] != 0 && index->entries[index->slots[at]].gram != gram)
        at = (at + 1) & index->mask;
    *count = index->entries[index->slots[at]].count;
    return index->sets + index->entries[index->slots[at]].first;
}
/* How many of the grams each set s holds: common[s], zero before. Returns how many sets hold any, which `met` lists:
 * both have room for all sets. */
size_t gram_index_count(const struct gram_index *index, struct grams grams, uint32_t *common, uint32_t *met);

#endif
