#include "text/word_set.h"

#include <string.h>

/* The slot that holds the word, else the free one where it belongs. */
static size_t slot_of(const struct word_set *set, uint64_t word)
{
    size_t slot = (word * 0x9e3779b97f4a7c15u) >> 56;
    while (set->slots[slot] != 0 && set->slots[slot] != word)
        slot = (slot + 1) % WORD_SET_SLOTS;
    return slot;
}

static uint64_t packed(struct str word)
{
    uint64_t bytes = 0;
    memcpy(&bytes, word.ptr, word.len);
    return bytes;
}

void word_set_init(struct word_set *set, const char *list)
{
    struct str rest = str_from(list);
    *set = (struct word_set){0};
    while (rest.len > 0) {
        size_t space = str_find_byte(rest, ' ');
        uint64_t word = packed(str_slice(rest, 0, space));
        set->slots[slot_of(set, word)] = word;
        rest = str_slice(rest, space == STR_NONE ? rest.len : space + 1, rest.len);
    }
}

bool word_set_has(const struct word_set *set, struct str word)
{
    if (word.len == 0 || word.len > WORD_SET_LONGEST)
        return false;
    uint64_t bytes = packed(word);
    return set->slots[slot_of(set, bytes)] == bytes;
}
