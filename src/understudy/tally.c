#include "understudy/tally.h"

#include "base/arena.h"

#include <stdlib.h>

enum { TALLY_FIRST = 256 };

void tally_release(struct tally *tally)
{
    free(tally->slots);
    *tally = (struct tally){0};
}

/* The slot that holds the hash or where it belongs. times is 0 in an empty one. */
static struct tally_slot *slot_for(const struct tally *tally, uint64_t hash)
{
    size_t at = (size_t)hash & (tally->room - 1);
    while (tally->slots[at].times > 0 && tally->slots[at].hash != hash)
        at = (at + 1) & (tally->room - 1);
    return &tally->slots[at];
}

static void grow(struct tally *tally)
{
    struct tally old = *tally;
    tally->room = old.room == 0 ? TALLY_FIRST : old.room * 2;
    tally->slots = memory_alloc(tally->room * sizeof *tally->slots);
    for (size_t i = 0; i < old.room; i++)
        if (old.slots[i].times > 0)
            *slot_for(tally, old.slots[i].hash) = old.slots[i];
    free(old.slots);
}

uint64_t tally_add(struct tally *tally, uint64_t hash)
{
    if ((tally->count + 1) * 2 > tally->room)
        grow(tally);
    struct tally_slot *slot = slot_for(tally, hash);
    if (slot->times == 0) {
        slot->hash = hash;
        tally->count++;
    }
    return ++slot->times;
}
