#include "text/gram_index.h"

#include "base/arena.h"

/* The gram's slot, or the free one for it. */
static inline uint32_t *slot_of(uint32_t *slots, size_t mask, const struct gram_entry *entries, uint64_t gram)
{
    size_t at = gram & mask;
    while (slots[at] != 0 && entries[slots[at]].gram != gram)
        at = (at + 1) & mask;
    return &slots[at];
}

/* Counts each gram in its entry. Then, from behind, each is given its stretch when first met there, and fills it. */
void gram_index_init(struct gram_index *index, struct arena *arena, const struct grams *sets, size_t count)
{
    size_t all = 0, room = 16, met = 0;
    uint32_t end = 0, known = 0;
    for (size_t s = 0; s < count; s++)
        all += sets[s].count;
    while (room < all + all / 2)
        room *= 2;
    uint32_t *slots = arena_array(arena, room, sizeof *slots);
    struct gram_entry *entries = arena_raw(arena, all + 1, sizeof *entries);
    uint32_t *of = arena_raw(arena, all, sizeof *of), *entry_met = arena_raw(arena, all, sizeof *entry_met);
    entries[0] = (struct gram_entry){0};
    for (size_t s = 0; s < count; s++)
        for (size_t i = 0; i < sets[s].count; i++) {
            const uint64_t gram = sets[s].hashes[i];
            uint32_t *slot = slot_of(slots, room - 1, entries, gram);
            if (*slot == 0) {
                *slot = ++known;
                entries[known] = (struct gram_entry){.gram = gram};
            }
            entries[*slot].count++;
            entry_met[met++] = *slot;
        }
    for (size_t s = count; s-- > 0;)
        for (size_t i = 0; i < sets[s].count; i++) {
            struct gram_entry *entry = &entries[entry_met[--met]];
            if (entry->first == 0)
                entry->first = end += entry->count;
            of[--entry->first] = (uint32_t)s;
        }
    *index = (struct gram_index){slots, room - 1, entries, of};
}

size_t gram_index_count(const struct gram_index *index, struct grams grams, uint32_t *common, uint32_t *met)
{
    size_t met_count = 0;
    for (size_t i = 0; i < grams.count; i++) {
        size_t count;
        const uint32_t *sets = gram_index_find(index, grams.hashes[i], &count);
        for (size_t k = 0; k < count; k++)
            if (common[sets[k]]++ == 0)
                met[met_count++] = sets[k];
    }
    return met_count;
}
