#include "text/gram_index.h"

#include "base/arena.h"

struct gram_slot {
    uint64_t gram;
    uint32_t first, count; /* in sets; count 0 = free */
};

static struct gram_slot *slot_of(struct gram_slot *slots, size_t mask, uint64_t gram)
{
    size_t at = gram & mask;
    while (slots[at].count != 0 && slots[at].gram != gram)
        at = (at + 1) & mask;
    return &slots[at];
}

/* Counts, gives each gram its stretch, and fills the stretches from behind. */
void gram_index_init(struct gram_index *index, struct arena *arena, const struct grams *sets, size_t count)
{
    size_t all = 0, room = 16;
    uint32_t end = 0;
    for (size_t s = 0; s < count; s++)
        all += sets[s].count;
    while (room < all * 2)
        room *= 2;
    struct gram_slot *slots = arena_array(arena, room, sizeof *slots);
    uint32_t *of = arena_array(arena, all, sizeof *of);
    for (size_t s = 0; s < count; s++)
        for (size_t i = 0; i < sets[s].count; i++) {
            struct gram_slot *slot = slot_of(slots, room - 1, sets[s].hashes[i]);
            slot->gram = sets[s].hashes[i];
            slot->count++;
        }
    for (size_t at = 0; at < room; at++)
        slots[at].first = end += slots[at].count;
    for (size_t s = count; s-- > 0;)
        for (size_t i = 0; i < sets[s].count; i++)
            of[--slot_of(slots, room - 1, sets[s].hashes[i])->first] = (uint32_t)s;
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
