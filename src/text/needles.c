/* Method: a table by the hash of each needle's first three bytes, as one ideograph has in UTF-8 (Wu and Manber, "A fast
 * algorithm for multi-pattern searching", 1994, without its shifts: needles are as short as one block). */
#include "text/needles.h"

#include "base/arena.h"

#include <string.h>

enum { BEGINNING = sizeof(uint64_t) };

struct needle {
    const struct needle *next; /* in its bucket */
    struct str text;
    uint64_t begins, mask; /* its first bytes; the bits that they take */
    unsigned value;
};

/* The first bytes, zeros behind a shorter text. */
static uint64_t beginning(const char *bytes, size_t len)
{
    uint64_t value = 0;
    if (len >= BEGINNING)
        memcpy(&value, bytes, BEGINNING);
    else
        memcpy(&value, bytes, len);
    return value;
}

static size_t bucket_of(const char *bytes)
{
    uint32_t value = 0;
    memcpy(&value, bytes, NEEDLE_SHORTEST);
    return (value * 2654435761u) >> 20;
}

void needles_init(struct needles *needles, struct arena *arena)
{
    *needles = (struct needles){.arena = arena};
}

void needles_add(struct needles *needles, struct str text, unsigned value)
{
    const struct needle **bucket = &needles->buckets[bucket_of(text.ptr)];
    struct needle *needle = arena_alloc(needles->arena, sizeof *needle);
    static const char ones[BEGINNING] = {-1, -1, -1, -1, -1, -1, -1, -1};
    *needle = (struct needle){.next = *bucket,
                              .text = text,
                              .begins = beginning(text.ptr, text.len),
                              .mask = beginning(ones, text.len < BEGINNING ? text.len : BEGINNING),
                              .value = value};
    *bucket = needle;
}

/* A needle whose first bytes stand there: does all of it? */
static bool stands_at(const struct needle *needle, struct str text, size_t at)
{
    const struct str whole = needle->text;
    return whole.len <= text.len - at &&
           (whole.len <= BEGINNING ||
            memcmp(text.ptr + at + BEGINNING, whole.ptr + BEGINNING, whole.len - BEGINNING) == 0);
}

void needles_find(const struct needles *needles, struct str text, void (*each)(void *context, struct needle_hit hit),
                  void *context)
{
    for (size_t at = 0; at + NEEDLE_SHORTEST <= text.len; at++) {
        if ((text.ptr[at] & 0xc0) == 0x80) /* inside a code point */
            continue;
        const struct needle *needle = needles->buckets[bucket_of(text.ptr + at)];
        if (needle == NULL)
            continue;
        const uint64_t begins = beginning(text.ptr + at, text.len - at);
        for (; needle != NULL; needle = needle->next)
            if ((begins & needle->mask) == needle->begins && stands_at(needle, text, at))
                each(context, (struct needle_hit){needle->value, at, at + needle->text.len});
    }
}
