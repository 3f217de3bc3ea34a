#include "exchange/tape_index.h"

#include <stdlib.h>
#include <string.h>

static unsigned char digit(char c)
{
    return (unsigned char)(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
}

static void unhex(const char *hex, unsigned char out[TAPE_KEY / 2])
{
    for (size_t i = 0; i < TAPE_KEY / 2; i++)
        out[i] = (unsigned char)(digit(hex[2 * i]) << 4 | digit(hex[2 * i + 1]));
}

/* The key is a hash already: its first bytes will do. */
static struct tape_slot *find(const struct tape_index *index, const unsigned char *key)
{
    uint64_t start;
    memcpy(&start, key, sizeof start);
    for (size_t i = (size_t)start & (index->room - 1);; i = (i + 1) & (index->room - 1)) {
        struct tape_slot *slot = &index->slots[i];
        if (slot->len == 0 || memcmp(slot->key, key, TAPE_KEY / 2) == 0)
            return slot;
    }
}

static void grow(struct tape_index *index)
{
    struct tape_index larger = {.room = index->room > 0 ? 2 * index->room : 256, .count = index->count};
    larger.slots = memory_alloc(larger.room * sizeof *larger.slots);
    for (size_t i = 0; i < index->room; i++)
        if (index->slots[i].len != 0)
            *find(&larger, index->slots[i].key) = index->slots[i];
    free(index->slots);
    *index = larger;
}

void tape_index_add(struct tape_index *index, const char *hex, uint64_t offset, uint32_t len)
{
    unsigned char key[TAPE_KEY / 2];
    if (2 * (index->count + 1) > index->room)
        grow(index);
    unhex(hex, key);
    struct tape_slot *slot = find(index, key);
    if (slot->len != 0)
        return;
    memcpy(slot->key, key, sizeof key);
    slot->offset = offset;
    slot->len = len;
    index->count++;
}

const struct tape_slot *tape_index_find(const struct tape_index *index, const char *hex)
{
    unsigned char key[TAPE_KEY / 2];
    if (index->room == 0)
        return NULL;
    unhex(hex, key);
    const struct tape_slot *slot = find(index, key);
    return slot->len != 0 ? slot : NULL;
}

void tape_index_release(struct tape_index *index)
{
    free(index->slots);
    *index = (struct tape_index){0};
}
