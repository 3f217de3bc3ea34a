#include "dialogue/lexicon.h"

#include <string.h>

void lexicon_init(struct lexicon *lexicon, struct arena *arena)
{
    needles_init(&lexicon->needles, arena, NEEDLES_AT_WORD_BOUNDS);
}

void lexicon_add(struct lexicon *lexicon, const char *const *phrases, unsigned list)
{
    for (size_t i = 0; phrases[i] != NULL; i++)
        needles_add(&lexicon->needles, str_from(phrases[i]), list);
}

struct search {
    struct str normal;
    const struct str *parts;
    size_t count, at; /* at: the part that the next hit may stand in */
    uint64_t *in_parts, found;
};

static void keep_hit(void *context, struct needle_hit hit)
{
    struct search *search = context;
    const uint64_t bit = (uint64_t)1 << hit.value;
    search->found |= bit;
    const char *start = search->normal.ptr + hit.start, *end = search->normal.ptr + hit.end;
    while (search->at < search->count && start >= search->parts[search->at].ptr + search->parts[search->at].len)
        search->at++;
    if (search->at < search->count && start >= search->parts[search->at].ptr &&
        end <= search->parts[search->at].ptr + search->parts[search->at].len)
        search->in_parts[search->at] |= bit;
}

uint64_t lexicon_find(const struct lexicon *lexicon, struct str normal, const struct str *parts, size_t count,
                      uint64_t *in_parts)
{
    struct search search = {.normal = normal, .parts = parts, .count = count, .in_parts = in_parts};
    if (count > 0)
        memset(in_parts, 0, count * sizeof *in_parts);
    needles_find(&lexicon->needles, normal, keep_hit, &search);
    return search.found;
}
