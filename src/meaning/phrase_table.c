/* Method: phrases are kept by a hash of how they begin, their first six bytes or, of the shorter ones, three; each
 * place where a phrase can begin is looked up under both. A bit for each hash tells most places apart (Bloom,
 * "Space/time trade-offs in hash coding with allowable errors", 1970). All of it is small enough to stay in the nearest
 * caches. */
#include "meaning/phrase_table.h"

#include "base/arena.h"
#include "base/buf.h"
#include "meaning/phrases.h"

#include <stdlib.h>
#include <string.h>

enum { LONG = 6, HEAD = 8, SEEN_BITS = 15, BUCKET_BITS = 10, BUCKETS = 1 << BUCKET_BITS };

struct entry {
    uint64_t head; /* the first HEAD bytes, zeros behind a shorter phrase */
    uint32_t text; /* where the whole phrase begins in `texts` */
    uint16_t len;
    uint8_t list, place; /* in its list */
};

struct phrase_table {
    uint64_t masks[HEAD + 1]; /* of so many first bytes */
    uint64_t seen[1 << (SEEN_BITS - 6)];
    uint16_t starts[BUCKETS + 1]; /* by bucket: its first entry */
    struct entry *entries;        /* owned; bucket by bucket */
    struct buf texts;
};

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

static inline uint64_t hash_of(uint64_t beginning)
{
    return beginning * 0x9e3779b97f4a7c15u;
}

static inline size_t bucket_of(uint64_t hash)
{
    return hash >> (64 - BUCKET_BITS);
}

static inline uint64_t is_seen(const struct phrase_table *table, uint64_t hash)
{
    const uint64_t bit = hash >> (64 - SEEN_BITS);
    return table->seen[bit / 64] >> bit % 64 & 1;
}

static uint64_t hash_of_phrase(const struct phrase_table *table, struct str phrase)
{
    return hash_of(bytes_at(phrase, 0) & table->masks[phrase.len < LONG ? PHRASE_SHORTEST : LONG]);
}

/* Calls for each phrase of all lists. */
static void each_phrase(struct phrase_table *table, const char *const *lists, size_t count,
                        void (*each)(struct phrase_table *table, struct str phrase, size_t list, size_t place))
{
    for (size_t i = 0; i < count; i++) {
        const char *rest = lists[i];
        struct str phrase;
        for (size_t place = 0; next_phrase(&rest, &phrase); place++)
            each(table, phrase, i, place);
    }
}

static void count_phrase(struct phrase_table *table, struct str phrase, size_t list, size_t place)
{
    const uint64_t hash = hash_of_phrase(table, phrase), bit = hash >> (64 - SEEN_BITS);
    (void)list, (void)place;
    table->seen[bit / 64] |= (uint64_t)1 << bit % 64;
    table->starts[bucket_of(hash)]++;
}

/* Buckets are filled from behind. */
static void add_phrase(struct phrase_table *table, struct str phrase, size_t list, size_t place)
{
    table->entries[--table->starts[bucket_of(hash_of_phrase(table, phrase))]] =
        (struct entry){.head = bytes_at(phrase, 0),
                       .text = (uint32_t)table->texts.len,
                       .len = (uint16_t)phrase.len,
                       .list = (uint8_t)list,
                       .place = (uint8_t)(place < 63 ? place : 63)};
    buf_add(&table->texts, phrase);
}

struct phrase_table *phrase_table_new(const char *const *lists, size_t count)
{
    static const unsigned char ones[HEAD] = {255, 255, 255, 255, 255, 255, 255, 255};
    struct phrase_table *table = memory_alloc(sizeof *table);
    uint16_t end = 0;
    buf_init(&table->texts, 0);
    for (size_t bytes = 0; bytes <= HEAD; bytes++)
        memcpy(&table->masks[bytes], ones, bytes);
    each_phrase(table, lists, count, count_phrase);
    for (size_t b = 0; b <= BUCKETS; b++)
        table->starts[b] = end = (uint16_t)(end + table->starts[b]);
    table->entries = memory_alloc((end + 1u) * sizeof *table->entries);
    each_phrase(table, lists, count, add_phrase);
    return table;
}

void phrase_table_free(struct phrase_table *table)
{
    if (table == NULL)
        return;
    buf_release(&table->texts);
    free(table->entries);
    free(table);
}

/* Does the phrase that begins as the text does at `at` stand there whole? Words begin there already. */
static bool stands_at(const struct phrase_table *table, const struct entry *entry, struct str normal, size_t at)
{
    const size_t end = at + entry->len;
    const char *text = table->texts.bytes + entry->text;
    if (entry->len > HEAD &&
        (end > normal.len || memcmp(normal.ptr + at + HEAD, text + HEAD, entry->len - (size_t)HEAD) != 0))
        return false;
    return end == normal.len || !phrases_word_byte(normal.ptr[end]) || !phrases_word_byte(normal.ptr[end - 1]);
}

static void look_up(const struct phrase_table *table, struct str normal, size_t at, uint64_t hash, uint64_t *found)
{
    const uint64_t here = bytes_at(normal, at);
    for (size_t i = table->starts[bucket_of(hash)], end = table->starts[bucket_of(hash) + 1]; i < end; i++) {
        const struct entry *entry = &table->entries[i];
        if ((here & table->masks[entry->len < HEAD ? entry->len : HEAD]) == entry->head &&
            stands_at(table, entry, normal, at))
            found[entry->list] |= (uint64_t)1 << entry->place;
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
    const uint64_t three = table->masks[PHRASE_SHORTEST], six = table->masks[LONG];
    for (size_t at = 0; at < normal.len; at = next_place(normal, at)) {
        const uint64_t here = bytes_at(normal, at);
        const uint64_t longer = hash_of(here & six), shorter = hash_of(here & three);
        if (is_seen(table, longer))
            look_up(table, normal, at, longer, found);
        if (is_seen(table, shorter))
            look_up(table, normal, at, shorter, found);
    }
}
