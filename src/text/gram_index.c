#include "text/gram_index.h"

#include "base/arena.h"

struct gram_slot {
    uint64_t gram;
    uint32_t first, count; /* in sets; count 0 = free */
};

static uint32_t slot_of(const struct gram_slot *slots, size_t mask, uint64_t gram)
{
    size_t at = gram & mask;
    while (slots[at].count != 0 && slots[at].gram != gram)
        at = (at + 1) & mask;
    return (uint32_t)at;
}

/* Counts each gram in its slot. Then, from behind, each is given its stretch when first met there, and fills it. */
void gram_index_init(struct gram_index *index, struct arena *arena, const struct grams *sets, size_t count)
{
    size_t all = 0, room = 16, met = 0;
    uint32_t end = 0;
    for (size_t s = 0; s < count; s++)
        all += sets[s].count;
    while (room < all + all / 2)
        room *= 2;
    struct gram_slot *slots = arena_array(arena, room, sizeof *slots);
    uint32_t *of = arena_raw(arena, all, sizeof *of), *slot_met = arena_raw(arena, all, sizeof *slot_met);
    for (size_t s = 0; s < count; s++)
        for (size_t i = 0; i < sets[s].count; i++) {
            const uint32_t at = slot_met[met++] = slot_of(slots, room - 1, sets[s].hashes[i]);
            slots[at].gram = sets[s].hashes[i];
            slots[at].count++;
        }
    for (size_t s = count; s-- > 0;)
        for (size_t i = 0; i < sets[s].count; i++) {
            struct gram_slot *slot = &slots[slot_met[--met]];
            if (slot->first == 0)
                slot->first = end += slot->count;
            of[--slot->first] = (uint32_t)s;
        }
    *index = (struct gram_index){slots, room - 1, of};
}

const uint32_t *gram_index_find(const struct gram_index *index, uint64_t gram, size_t *count)
{
    const struct gram_slot *slot = &index->slots[gram & index->mask];
    for (size_t at = gram & index->mask; slot->count != 0 && slot->gram != gram; slot = &index->slots[at])
        at = (at + 1) & index->mask;
    *count = slot->count;
    return index->sets + slot->first;
}

void gram_index_count(const struct gram_index *index, struct grams grams, uint32_t *common)
{
    for (size_t i = 0; i < grams.count; i++) {
        size_t count;
        const uint32_t *sets = gram_index_find(index, grams.hashes[i], &count);
        for (size_t k = 0; k < count; k++)
            common[sets[k]]++;
    }
}
