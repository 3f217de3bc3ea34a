/* Method: needles are kept by a hash of how they begin: their first eight bytes or, of the shorter ones, six (two
 * ideographs in UTF-8) or three, or both where they are two (Wu and Manber, "A fast algorithm for multi-pattern
 * searching", 1994, without its shifts: needles are as short as one block). A bit for each such hash tells most places
 * where a needle can begin apart (Bloom, "Space/time trade-offs in hash coding with allowable errors", 1970). Needles
 * that begin alike stand side by side (open addressing): what is waited for is memory, and a look-up reads a line or
 * two of it. */
#include "text/needles.h"

#include "base/arena.h"

#include <string.h>

enum { HEAD = sizeof(uint64_t), LONG = 6, BRIEF = 3, SEEN_BITS = 3, QUEUE = 64 };

/* The bits of a head's first bytes, of one to all. */
static inline uint64_t first_bytes(size_t count)
{
    return UINT64_MAX >> (64 - 8 * count);
}

/* The first `len` bytes, at most HEAD, zeros behind a shorter text. */
static inline uint64_t head_of(const char *bytes, size_t len)
{
    uint64_t head, shorter = 0;
    if (len < HEAD) {
        memcpy(&shorter, bytes, len);
        return shorter;
    }
    memcpy(&head, bytes, HEAD);
    return head;
}

/* By how many of its first bytes a needle of that length is kept. */
static inline size_t key_of(size_t len)
{
    return len >= HEAD ? HEAD : len >= LONG ? LONG : len >= BRIEF ? BRIEF : NEEDLE_SHORTEST;
}

static inline uint64_t hash_of(uint64_t beginning)
{
    return beginning * 0x9e3779b97f4a7c15u;
}

/* Of those needles that are kept by as many of the head's first bytes. */
static inline size_t place_of(const struct needles *needles, uint64_t head, size_t key)
{
    return hash_of(head & first_bytes(key)) >> (64 - needles->bits);
}

static inline size_t bit_of(const struct needles *needles, uint64_t hash)
{
    return hash >> (64 - SEEN_BITS - needles->bits);
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
    const size_t bit = bit_of(needles, hash);
    return needles->seen[bit / 64] >> bit % 64 & 1;
}

/* Of six bytes: 1 where a needle is kept by them, 2 where one is kept by more and begins with them. Two bits of a pair.
 */
static inline unsigned seen_long(const struct needles *needles, uint64_t hash)
{
    const size_t bit = bit_of(needles, hash) & ~(size_t)1;
    return needles->seen[bit / 64] >> bit % 64 & 3;
}

static void set_seen(struct needles *needles, size_t bit)
{
    needles->grows.seen[bit / 64] |= (uint64_t)1 << bit % 64;
}

static inline size_t next_place(const struct needles *needles, size_t place)
{
    return (place + 1) & (((size_t)1 << needles->bits) - 1);
}

void needles_init(struct needles *needles, struct arena *arena, enum needle_bounds bounds)
{
    memset(needles, 0, sizeof *needles);
    needles->grows.arena = arena;
    needles->bounds = bounds;
}

/* Those from its place on move one place further. */
static void put(struct needles *needles, struct needle needle)
{
    const size_t key = key_of(needle.len);
    const size_t bit = bit_of(needles, hash_of(needle.head & first_bytes(key)));
    set_seen(needles, key == LONG ? bit & ~(size_t)1 : bit);
    if (key == HEAD) /* looked up only where six of its bytes are */
        set_seen(needles, bit_of(needles, hash_of(needle.head & first_bytes(LONG))) | 1);
    for (size_t at = place_of(needles, needle.head, key); needle.len != 0; at = next_place(needles, at)) {
        const struct needle other = needles->places[at];
        needles->grows.places[at] = needle;
        needle = other;
    }
}

/* Twice the places; from behind, so that the newest come to stand first again. */
static void grow(struct needles *needles)
{
    enum { FEW_BITS = 6 };
    const struct needle *old = needles->places;
    const size_t count = old != NULL ? (size_t)1 << needles->bits : 0;
    size_t end = 0; /* a free place: nothing goes on over it */
    while (count > 0 && old[end].len != 0)
        end++;
    needles->bits = count > 0 ? needles->bits + 1 : FEW_BITS;
    const size_t room = (size_t)1 << needles->bits;
    needles->places = needles->grows.places = arena_array(needles->grows.arena, room, sizeof *needles->places);
    needles->seen = needles->grows.seen = arena_array(needles->grows.arena, (room << SEEN_BITS) / 64, sizeof(uint64_t));
    for (size_t i = 1; i < count; i++)
        if (old[(end - i) & (count - 1)].len != 0)
            put(needles, old[(end - i) & (count - 1)]);
}

static void keep_rest(struct needles *needles, struct str rest)
{
    const size_t len = needles->rests_len + rest.len;
    if (needles->grows.rests_room < len) {
        char *place = arena_raw(needles->grows.arena, 2 * len, 1);
        if (needles->rests_len > 0)
            memcpy(place, needles->rests, needles->rests_len);
        needles->rests = needles->grows.rests = place;
        needles->grows.rests_room = 2 * len;
    }
    memcpy(needles->grows.rests + needles->rests_len, rest.ptr, rest.len);
    needles->rests_len = len;
}

void needles_add(struct needles *needles, struct str text, unsigned value)
{
    const struct needle needle = {.head = head_of(text.ptr, text.len),
                                  .rest = (uint32_t)needles->rests_len,
                                  .value = (uint16_t)value,
                                  .len = (uint16_t)text.len};
    if (needles->bits == 0 || 3 * (needles->count + 1) > (size_t)1 << needles->bits)
        grow(needles);
    if (text.len > HEAD)
        keep_rest(needles, str_slice(text, HEAD, text.len));
    put(needles, needle);
    needles->count++;
    needles->pairs = needles->pairs || text.len == NEEDLE_SHORTEST;
    if (text.len >= BRIEF) {
        const size_t bit = begin_bit_of(hash_of(head_of(text.ptr, BRIEF)));
        needles->begins[bit / 64] |= (uint64_t)1 << bit % 64;
    }
}

/* Where a needle may stand that is kept by its first `key` bytes. */
struct candidate {
    uint64_t head; /* how the text goes on */
    uint32_t at, key;
};
struct search {
    const struct needles *needles;
    struct str text;
    void (*each)(void *context, struct needle_hit hit);
    void *context;
    struct candidate queue[QUEUE]; /* looked at when memory has brought their places */
    size_t waiting;
};

/* The needle begins as the text there: does all of it stand there? */
static inline bool stands_at(const struct search *search, const struct needle *needle, size_t at)
{
    const struct str text = search->text;
    if (needle->len > HEAD &&
        (needle->len > text.len - at ||
         memcmp(text.ptr + at + HEAD, search->needles->rests + needle->rest, needle->len - (size_t)HEAD) != 0))
        return false;
    return search->needles->bounds == NEEDLES_ANYWHERE || str_at_word_bounds(text, at, at + needle->len);
}

static inline bool begins_as(const struct needle *needle, const struct candidate *candidate)
{
    return ((candidate->head ^ needle->head) & first_bytes(needle->len < HEAD ? needle->len : HEAD)) == 0 &&
           key_of(needle->len) == candidate->key;
}

static void look_up_waiting(struct search *search)
{
    const struct needles *needles = search->needles;
    const struct needle *places = needles->places;
    const size_t mask = ((size_t)1 << needles->bits) - 1;
    for (const struct candidate *next = search->queue, *end = next + search->waiting; next < end; next++)
        for (size_t i = place_of(needles, next->head, next->key); places[i].len != 0; i = (i + 1) & mask) {
            const struct needle *needle = &places[i];
            if (begins_as(needle, next) && stands_at(search, needle, next->at))
                search->each(search->context, (struct needle_hit){needle->value, next->at, next->at + needle->len});
        }
    search->waiting = 0;
}

static inline void look_up(struct search *search, size_t at, uint64_t head, unsigned key)
{
    __builtin_prefetch(&search->needles->places[place_of(search->needles, head, key)]);
    if (search->waiting == QUEUE)
        look_up_waiting(search);
    search->queue[search->waiting++] = (struct candidate){head, (uint32_t)at, key};
}

/* A place where a needle may begin, by its first three bytes. */
static inline void look_at(struct search *search, size_t at, uint64_t head, uint64_t brief)
{
    const uint64_t longer = hash_of(head & first_bytes(LONG)), whole = hash_of(head);
    if (is_seen(search->needles, brief))
        look_up(search, at, head, BRIEF);
    const unsigned seen = seen_long(search->needles, longer);
    if ((seen & 1) != 0)
        look_up(search, at, head, LONG);
    if ((seen & 2) != 0 && is_seen(search->needles, whole))
        look_up(search, at, head, HEAD);
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
    struct search search; /* nothing waits: its queue is not written here */
    search.needles = needles;
    search.text = text;
    search.each = each;
    search.context = context;
    search.waiting = 0;
    const uint64_t two = first_bytes(NEEDLE_SHORTEST), three = first_bytes(BRIEF);
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
                look_up(&search, at, head, NEEDLE_SHORTEST);
        }
        if (may_begin(needles, brief))
            look_at(&search, at, head, brief);
    }
    look_up_waiting(&search);
}
