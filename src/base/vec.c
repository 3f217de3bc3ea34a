#include "base/vec.h"

#include "base/arena.h"

#include <stdlib.h>

void *vec_room(void *items, size_t count, size_t *room, size_t size)
{
    if (count < *room)
        return items;
    *room = *room > 0 ? *room * 2 : 8;
    return memory_grow(items, *room, size);
}

void vec_free(void *items)
{
    free(items);
}
