/* Method: phrases are kept by a hash of how they begin, their first six bytes or, of the shorter ones, three; each
 * place where a phrase can begin is looked up under both. */
#include "meaning/phrase_table.h"

#include "base/arena.h"
#include "base/vec.h"
#include "meaning/phrases.h"

#include <stdlib.h>
#include <string.h>

enum { LONG = 6, BUCKET_BITS = 12, BUCKETS = 1 << BUCKET_BITS };

struct entry {
    uint64_t head, mask; /* the first eight bytes, and which of them there are */
    struct str text;
    uint64_t bit; /* of its list's word */
    uint32_t list;
    uint32_t next; /* in its bucket, from 1; 0 = the last */
    bool ends_word;
};

struct phrase_table {
    VEC(struct entry) entries;
    uint64_t three, six; /* masks of as many first bytes */
    uint32_t buckets[BUCKETS];
};

static uint64_t mask_of(size_t bytes)
{
    static const unsigned char all[8] = {255, 255, 255, 255, 255, 255, 255, 255};
    uint64_t mask = 0;
    memcpy(&mask, all, bytes);
    return mask;
}

/* The eight bytes from `at` on, zeros behind the end. */
static inline uint64_t bytes_at(struct str text, size_t at)
{
    uint64_t bytes = 0;
    if (text.len - at >= sizeof bytes)
        memcpy(&bytes, text.ptr + at, sizeof bytes);
    else
        memcpy(&bytes, text.ptr + at, text.len - at);
    return bytes;
}

static inline size_t bucket_of(uint64_t beginning)
{
    return (size_t)(beginning * 0x9e3779b97f4a7c15u >> (64 - BUCKET_BITS));
}

static void add(struct phrase_table *table, struct str phrase, size_t list, size_t place)
{
    struct entry entry = {.head = bytes_at(phrase, 0),
                          .mask = mask_of(phrase.len < 8 ? phrase.len : 8),
                          .text = phrase,
                          .bit = (uint64_t)1 << (place < 63 ? place : 63),
                          .list = (uint32_t)list,
                          .ends_word = phrases_word_byte(phrase.ptr[phrase.len - 1])};
    uint32_t *bucket = &table->buckets[bucket_of(entry.head & (phrase.len < LONG ? table->three : table->six))];
    entry.next = *bucket;
    VEC_PUSH(&table->entries, entry);
    if (phrase.len >= PHRASE_SHORTEST)
        *bucket = (uint32_t)table->entries.count;
}

struct phrase_table *phrase_table_new(const char *const *lists, size_t count)
{
    struct phrase_table *table = memory_alloc(sizeof *table);
    table->three = mask_of(PHRASE_SHORTEST);
    table->six = mask_of(LONG);
    for (size_t i = 0; i < count; i++) {
        const char *rest = lists[i];
        struct str phrase;
        for (size_t place = 0; next_phrase(&rest, &phrase); place++)
            add(table, phrase, i, place);
    }
    return table;
}

void phrase_table_free(struct phrase_table *table)
{
    if (table == NULL)
        return;
    VEC_RELEASE(&table->entries);
    free(table);
}

/* Does the phrase that begins as the text does at `at` stand there whole? Words begin there already. */
static bool stands_at(const struct entry *entry, struct str normal, size_t at)
{
    size_t end = at + entry->text.len;
    if (entry->text.len > 8 &&
        (end > normal.len || memcmp(normal.ptr + at + 8, entry->text.ptr + 8, entry->text.len - 8) != 0))
        return false;
    return !entry->ends_word || end == normal.len || !phrases_word_byte(normal.ptr[end]);
}

static inline void look_up(const struct phrase_table *table, struct str normal, size_t at, uint64_t here,
                           uint64_t beginning, uint64_t *found)
{
    for (uint32_t i = table->buckets[bucket_of(beginning)]; i != 0; i = table->entries.items[i - 1].next) {
        const struct entry *entry = &table->entries.items[i - 1];
        if ((here & entry->mask) == entry->head && stands_at(entry, normal, at))
            found[entry->list] |= entry->bit;
    }
}

/* Where a phrase can begin next: at the next character, but not within a word. */
static inline size_t next_place(struct str normal, size_t at)
{
    const unsigned char first = (unsigned char)normal.ptr[at];
    if (first >= 0x80)
        return at + (first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4);
    const bool word = phrases_word_byte(normal.ptr[at++]);
    while (word && at < normal.len && phrases_word_byte(normal.ptr[at]))
        at++;
    return at;
}

void phrase_table_find(const struct phrase_table *table, struct str normal, uint64_t *found)
{
    for (size_t at = 0; at < normal.len; at = next_place(normal, at)) {
        const uint64_t here = bytes_at(normal, at);
        look_up(table, normal, at, here, here & table->six, found);
        look_up(table, normal, at, here, here & table->three, found);
    }
}
