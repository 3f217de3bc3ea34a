/* Method: a table by the hash of each needle's first three bytes, as one ideograph has in UTF-8 (Wu and Manber, "A fast
 * algorithm for multi-pattern searching", 1994, without its shifts: needles are as short as one block). */
#include "text/needles.h"

#include "base/arena.h"

#include <string.h>

struct needle {
    const struct needle *next; /* in its bucket */
    struct str text;
    unsigned value;
};

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
    *needle = (struct needle){*bucket, text, value};
    *bucket = needle;
}

void needles_find(const struct needles *needles, struct str text, void (*each)(void *context, struct needle_hit hit),
                  void *context)
{
    for (size_t at = 0; at + NEEDLE_SHORTEST <= text.len; at++) {
        if ((text.ptr[at] & 0xc0) == 0x80) /* inside a code point */
            continue;
        for (const struct needle *needle = needles->buckets[bucket_of(text.ptr + at)]; needle != NULL;
             needle = needle->next)
            if (needle->text.len <= text.len - at && memcmp(text.ptr + at, needle->text.ptr, needle->text.len) == 0)
                each(context, (struct needle_hit){needle->value, at, at + needle->text.len});
    }
}
