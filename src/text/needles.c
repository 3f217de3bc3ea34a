/* Method: needles are kept by a hash of how they begin, their first six bytes (two ideographs in UTF-8) or, of the
 * shorter ones, three (Wu and Manber, "A fast algorithm for multi-pattern searching", 1994, without its shifts: needles
 * are as short as one block); each place where a needle can begin is looked up under both. A bit for each hash tells
 * most places apart (Bloom, "Space/time trade-offs in hash coding with allowable errors", 1970). All of it is small
 * enough to stay in the nearest caches. */
#include "text/needles.h"

#include "base/arena.h"

#include <string.h>

enum { HEAD = sizeof(uint64_t), LONG = 6 };

struct needle {
    const struct needle *next; /* in its bucket */
    struct str text;
    uint64_t head, mask; /* its first bytes; the bits that they take */
    unsigned value;
};

static const char ones[HEAD] = {-1, -1, -1, -1, -1, -1, -1, -1};

/* The first `len` bytes, at most HEAD, zeros behind a shorter text. */
static inline uint64_t head_of(const char *bytes, size_t len)
{
    uint64_t head = 0;
    if (len >= HEAD)
        memcpy(&head, bytes, HEAD);
    else
        memcpy(&head, bytes, len);
    return head;
}

static inline uint64_t hash_of(uint64_t beginning)
{
    return beginning * 0x9e3779b97f4a7c15u;
}

static inline size_t bucket_of(uint64_t hash)
{
    return hash / (UINT64_MAX / NEEDLE_BUCKETS + 1);
}

static inline size_t bit_of(uint64_t hash)
{
    return hash / (UINT64_MAX / NEEDLE_HASHES + 1);
}

static inline bool is_seen(const struct needles *needles, uint64_t hash)
{
    return needles->seen[bit_of(hash) / 64] >> bit_of(hash) % 64 & 1;
}

void needles_init(struct needles *needles, struct arena *arena, enum needle_bounds bounds)
{
    memset(needles, 0, sizeof *needles);
    needles->arena = arena;
    needles->bounds = bounds;
}

void needles_add(struct needles *needles, struct str text, unsigned value)
{
    const uint64_t hash = hash_of(head_of(text.ptr, text.len < LONG ? NEEDLE_SHORTEST : LONG));
    const struct needle **bucket = &needles->buckets[bucket_of(hash)];
    struct needle *needle = arena_alloc(needles->arena, sizeof *needle);
    *needle = (struct needle){.next = *bucket,
                              .text = text,
                              .head = head_of(text.ptr, text.len),
                              .mask = head_of(ones, text.len),
                              .value = value};
    *bucket = needle;
    needles->seen[bit_of(hash) / 64] |= (uint64_t)1 << bit_of(hash) % 64;
}

struct search {
    const struct needles *needles;
    struct str text;
    void (*each)(void *context, struct needle_hit hit);
    void *context;
};

/* A needle whose first bytes stand there: does all of it? */
static bool stands_at(const struct search *search, const struct needle *needle, size_t at)
{
    const struct str whole = needle->text, text = search->text;
    if (whole.len > HEAD &&
        (whole.len > text.len - at || memcmp(text.ptr + at + HEAD, whole.ptr + HEAD, whole.len - HEAD) != 0))
        return false;
    return search->needles->bounds == NEEDLES_ANYWHERE || str_at_word_bounds(text, at, at + whole.len);
}

static void look_up(const struct search *search, size_t at, size_t bucket)
{
    const uint64_t head = head_of(search->text.ptr + at, search->text.len - at);
    for (const struct needle *needle = search->needles->buckets[bucket]; needle != NULL; needle = needle->next)
        if ((head & needle->mask) == needle->head && stands_at(search, needle, at))
            search->each(search->context, (struct needle_hit){needle->value, at, at + needle->text.len});
}

/* Where a needle can begin next: at the next character, but not within a word where bounds are kept to. */
static inline size_t next_place(struct str text, size_t at, enum needle_bounds bounds)
{
    const unsigned char first = (unsigned char)text.ptr[at];
    if (first >= 0x80)
        return at + (first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4);
    const bool word = bounds == NEEDLES_AT_WORD_BOUNDS && ascii_alnum(text.ptr[at]);
    at++;
    while (word && at < text.len && ascii_alnum(text.ptr[at]))
        at++;
    return at;
}

void needles_find(const struct needles *needles, struct str text, void (*each)(void *context, struct needle_hit hit),
                  void *context)
{
    const struct search search = {needles, text, each, context};
    const uint64_t three = head_of(ones, NEEDLE_SHORTEST), six = head_of(ones, LONG);
    const enum needle_bounds bounds = needles->bounds;
    for (size_t at = 0; at + NEEDLE_SHORTEST <= text.len; at = next_place(text, at, bounds)) {
        const uint64_t head = head_of(text.ptr + at, text.len - at);
        const uint64_t longer = hash_of(head & six), shorter = hash_of(head & three);
        const bool is_long = is_seen(needles, longer);
        if (is_long)
            look_up(&search, at, bucket_of(longer));
        if (is_seen(needles, shorter) && !(is_long && bucket_of(longer) == bucket_of(shorter)))
            look_up(&search, at, bucket_of(shorter));
    }
}
