#include "base/table.h"

#include "base/arena.h"
#include "base/hash.h"

enum { FEWEST = 16 };

void table_init(struct table *table, struct arena *arena, size_t most)
{
    size_t room = FEWEST;
    while (2 * room < 3 * most)
        room *= 2;
    *table = (struct table){arena, arena_array(arena, room, sizeof *table->slots), room - 1, 0};
}

void table_grow(struct table *table)
{
    const struct table_slot *old = table->slots;
    const size_t room = table->mask + 1;
    table->slots = arena_array(table->arena, 2 * room, sizeof *table->slots);
    table->mask = 2 * room - 1;
    for (size_t i = 0; i < room; i++)
        if (old[i].number != 0)
            *table_slot(table, old[i].key) = old[i];
}

void names_init(struct names *names, struct arena *arena)
{
    *names = (struct names){0};
    table_init(&names->table, arena, 0);
}

/* The key under which the name stands, or under which it belongs. */
static uint64_t key_of(const struct names *names, struct str name)
{
    uint64_t key = hash64(name, 0), number;
    while ((number = table_find(&names->table, key)) != 0 && !str_eq(names->items[number - 1], name))
        key++;
    return key;
}

size_t names_add(struct names *names, struct str name)
{
    uint64_t *number = table_place(&names->table, key_of(names, name));
    names->items = arena_longer(names->table.arena, names->items, names->count, sizeof *names->items);
    names->items[names->count++] = name;
    if (*number == 0)
        *number = names->count;
    return *number - 1;
}

size_t names_find(const struct names *names, struct str name)
{
    return table_find(&names->table, key_of(names, name)) - 1;
}
