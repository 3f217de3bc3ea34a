#include "base/lookup.h"

#include "base/arena.h"
#include "base/hash.h"

enum { FEWEST = 16 };

void lookup_init(struct lookup *lookup, struct arena *arena, size_t most)
{
    size_t room = FEWEST;
    while (2 * room < 3 * most)
        room *= 2;
    *lookup = (struct lookup){arena, arena_array(arena, room, sizeof *lookup->slots), room - 1, 0};
}

void lookup_grow(struct lookup *lookup)
{
    const struct lookup_slot *old = lookup->slots;
    const size_t room = lookup->mask + 1;
    lookup->slots = arena_array(lookup->arena, 2 * room, sizeof *lookup->slots);
    lookup->mask = 2 * room - 1;
    for (size_t i = 0; i < room; i++)
        if (old[i].number != 0)
            *lookup_slot(lookup, old[i].key) = old[i];
}

void names_init(struct names *names, struct arena *arena)
{
    *names = (struct names){0};
    lookup_init(&names->table, arena, 0);
}

/* The key under which the name stands, or under which it belongs. */
static uint64_t key_of(const struct names *names, struct str name)
{
    uint64_t key = hash64_whole(name), number;
    while ((number = lookup_find(&names->table, key)) != 0 && !str_eq(names->items[number - 1], name))
        key++;
    return key;
}

size_t names_add(struct names *names, struct str name)
{
    uint64_t *number = lookup_place(&names->table, key_of(names, name));
    names->items = arena_longer(names->table.arena, names->items, names->count, sizeof *names->items);
    names->items[names->count++] = name;
    if (*number == 0)
        *number = names->count;
    return *number - 1;
}

size_t names_find(const struct names *names, struct str name)
{
    return lookup_find(&names->table, key_of(names, name)) - 1;
}
