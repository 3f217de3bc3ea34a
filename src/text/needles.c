/* Method: needles are kept by a hash of how they begin: their first eight bytes or, of the shorter ones, six (two
 * ideographs in UTF-8) or three, or both where they are two (Wu and Manber, "A fast algorithm for multi-pattern
 * searching", 1994, without its shifts: needles are as short as one block). A bit for each such hash tells most places
 * where a needle can begin apart (Bloom, "Space/time trade-offs in hash coding with allowable errors", 1970). All of it
 * is small enough to stay in the nearest caches. */
#include "text/needles.h"

#include "base/arena.h"

#include <string.h>

enum { HEAD = sizeof(uint64_t), LONG = 6, BRIEF = 3 };

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

static inline size_t begin_bit_of(uint64_t hash)
{
    return hash / (UINT64_MAX / NEEDLE_BRIEFS + 1);
}

static inline bool may_begin(const struct needles *needles, uint64_t brief)
{
    return needles->begins[begin_bit_of(brief) / 64] >> begin_bit_of(brief) % 64 & 1;
}

static inline bool is_seen(const struct needles *needles, uint64_t hash)
{
    return needles->seen[bit_of(hash) / 64] >> bit_of(hash) % 64 & 1;
}

static void set_seen(struct needles *needles, uint64_t hash)
{
    needles->seen[bit_of(hash) / 64] |= (uint64_t)1 << bit_of(hash) % 64;
}

void needles_init(struct needles *needles, struct arena *arena, enum needle_bounds bounds)
{
    memset(needles, 0, sizeof *needles);
    needles->grows.arena = arena;
    needles->bounds = bounds;
}

/* A larger place for what grows, and what is in it. */
static void *moved(struct arena *arena, const void *old, size_t len, size_t *room, size_t least)
{
    *room = 2 * least;
    void *place = arena_raw(arena, *room, 1);
    if (len > 0)
        memcpy(place, old, len);
    return place;
}

void needles_add(struct needles *needles, struct str text, unsigned value)
{
    const size_t key = text.len >= HEAD ? HEAD : text.len >= LONG ? LONG : text.len >= BRIEF ? BRIEF : NEEDLE_SHORTEST;
    const uint64_t hash = hash_of(head_of(text.ptr, key));
    const size_t used = needles->count * sizeof(struct needle), least = used + sizeof(struct needle);
    uint16_t *first = &needles->first[bucket_of(hash)];
    if (needles->grows.all_room < least)
        needles->all = needles->grows.all =
            moved(needles->grows.arena, needles->all, used, &needles->grows.all_room, least);
    if (needles->grows.text_room < needles->text_len + text.len)
        needles->text = needles->grows.text = moved(needles->grows.arena, needles->text, needles->text_len,
                                                    &needles->grows.text_room, needles->text_len + text.len);
    memcpy(needles->grows.text + needles->text_len, text.ptr, text.len);
    needles->grows.all[needles->count] = (struct needle){.head = head_of(text.ptr, text.len),
                                                         .mask = head_of(ones, text.len),
                                                         .text = (uint32_t)needles->text_len,
                                                         .value = value,
                                                         .len = (uint16_t)text.len,
                                                         .next = *first};
    needles->text_len += text.len;
    *first = (uint16_t)++needles->count;
    set_seen(needles, hash);
    needles->pairs = needles->pairs || key == NEEDLE_SHORTEST;
    if (key >= BRIEF) {
        const size_t bit = begin_bit_of(hash_of(head_of(text.ptr, BRIEF)));
        needles->begins[bit / 64] |= (uint64_t)1 << bit % 64;
    }
    if (key == HEAD) /* looked up only where six of its bytes are */
        set_seen(needles, hash_of(head_of(text.ptr, LONG)));
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
    const struct str text = search->text;
    if (needle->len > HEAD &&
        (needle->len > text.len - at ||
         memcmp(text.ptr + at + HEAD, search->needles->text + needle->text + HEAD, needle->len - (size_t)HEAD) != 0))
        return false;
    return search->needles->bounds == NEEDLES_ANYWHERE || str_at_word_bounds(text, at, at + needle->len);
}

/* The needles of `least` to `most` bytes in a bucket. */
static void look_up(const struct search *search, size_t at, uint64_t head, uint64_t hash, size_t least, size_t most)
{
    const struct needles *needles = search->needles;
    for (uint16_t i = needles->first[bucket_of(hash)]; i != 0; i = needles->all[i - 1].next) {
        const struct needle *needle = &needles->all[i - 1];
        if ((head & needle->mask) == needle->head && needle->len >= least && needle->len <= most &&
            stands_at(search, needle, at))
            search->each(search->context, (struct needle_hit){needle->value, at, at + needle->len});
    }
}

/* A place where a needle may begin, by its first three bytes. */
static inline void look_at(const struct search *search, size_t at, uint64_t head, uint64_t brief)
{
    const uint64_t longer = hash_of(head & head_of(ones, LONG)), whole = hash_of(head);
    if (is_seen(search->needles, brief))
        look_up(search, at, head, brief, BRIEF, LONG - 1);
    if (!is_seen(search->needles, longer))
        return;
    look_up(search, at, head, longer, LONG, HEAD - 1);
    if (is_seen(search->needles, whole))
        look_up(search, at, head, whole, HEAD, UINT16_MAX);
}

/* Behind the narrow character at `at`, and behind the word that it begins where bounds are kept to. */
static inline size_t behind_narrow(struct str text, size_t at, enum needle_bounds bounds)
{
    if ((unsigned char)text.ptr[at] >= 0x80)
        return at + 2;
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
    const uint64_t two = head_of(ones, NEEDLE_SHORTEST), three = head_of(ones, BRIEF);
    const enum needle_bounds bounds = needles->bounds;
    const bool pairs = needles->pairs;
    for (size_t at = 0, next; at + NEEDLE_SHORTEST <= text.len; at = next) {
        const uint64_t head = head_of(text.ptr + at, text.len - at), brief = hash_of(head & three);
        const unsigned char first = (unsigned char)text.ptr[at];
        if (first >= 0xe0) {
            next = at + 3 + (first >= 0xf0);
        } else {
            next = behind_narrow(text, at, bounds);
            if (pairs && is_seen(needles, hash_of(head & two)))
                look_up(&search, at, head, hash_of(head & two), NEEDLE_SHORTEST, NEEDLE_SHORTEST);
        }
        if (may_begin(needles, brief))
            look_at(&search, at, head, brief);
    }
}
