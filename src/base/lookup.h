/* Numbers by keys of 64 bits, and the places of names in a list: open addressing in an arena.
 *
 * A key is a hash: its lower bits spread evenly (base/hash.h). Where two things may have one hash and must be told
 * apart, whoever asks compares, and goes on at key + 1 when it is another's, as `struct names` does. Nothing is taken
 * out again. At most two thirds of the slots are taken; a table that grows leaves its old slots to the arena. */
#ifndef FIDELIO_BASE_LOOKUP_H
#define FIDELIO_BASE_LOOKUP_H

#include "base/str.h"

struct lookup_slot {
    uint64_t key, number; /* number 0 = free */
};
struct lookup {
    struct arena *arena;       /* borrowed */
    struct lookup_slot *slots; /* arena */
    size_t mask, count;        /* a power of two of slots, less one; keys */
};

/* With room for `most` keys before it grows. */
void lookup_init(struct lookup *lookup, struct arena *arena, size_t most);
void lookup_grow(struct lookup *lookup);

static inline struct lookup_slot *lookup_slot(const struct lookup *lookup, uint64_t key)
{
    size_t at = key & lookup->mask;
    while (lookup->slots[at].number != 0 && lookup->slots[at].key != key)
        at = (at + 1) & lookup->mask;
    return &lookup->slots[at];
}
/* The key's number; 0 when it has none. */
static inline uint64_t lookup_find(const struct lookup *lookup, uint64_t key)
{
    return lookup_slot(lookup, key)->number;
}
/* Where the key's number stands, until the next key is placed: 0 for a new key, and then another must be written. */
static inline uint64_t *lookup_place(struct lookup *lookup, uint64_t key)
{
    if (3 * (lookup->count + 1) > 2 * (lookup->mask + 1))
        lookup_grow(lookup);
    struct lookup_slot *slot = lookup_slot(lookup, key);
    slot->key = key;
    lookup->count += slot->number == 0;
    return &slot->number;
}

/* A list of names beside a list of what they name, so that an index in one is an index in the other. */
struct names {
    struct lookup table; /* of the first of equal names: its index + 1 */
    struct str *items;   /* arena; the texts are borrowed */
    size_t count;
};

void names_init(struct names *names, struct arena *arena);
/* Appends it, equal to an earlier one or not. Returns the index of the first that is equal: its own when it is new. */
size_t names_add(struct names *names, struct str name);
size_t names_find(const struct names *names, struct str name); /* index; STR_NONE when it is not there */

#endif
