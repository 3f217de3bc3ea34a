#include "base/hash.h"
#include "base/language.h"
#include "text/utf8.h"
#include "transcript/record.h"

#include <stdlib.h>

/* The place of the transcript with this id, or the free place for it. */
static const struct transcript **find_slot(const struct collector *c, struct str id)
{
    size_t slot = hash64(id, 0) & (c->slot_count - 1);
    while (c->slots[slot] != NULL && !str_eq(c->slots[slot]->id, id))
        slot = (slot + 1) & (c->slot_count - 1);
    return &c->slots[slot];
}

static void make_table(struct collector *c)
{
    free(c->slots);
    c->slot_count = 64;
    while (c->slot_count < c->into->count * 4)
        c->slot_count *= 2;
    c->slots = memory_alloc(c->slot_count * sizeof *c->slots);
    for (size_t i = 0; i < c->into->count; i++)
        *find_slot(c, c->into->items[i]->id) = c->into->items[i];
}

void collector_init(struct collector *c, const char *path, struct transcripts *into, struct bad_lines *bad)
{
    *c = (struct collector){.into = into, .bad = bad, .path = path};
    make_table(c);
}

void collector_release(struct collector *c)
{
    free(c->slots);
    c->slots = NULL;
}

static void warn_of_double_reply(const struct collector *c, const struct transcript *transcript)
{
    for (size_t i = 1; i < transcript->count; i++) {
        const struct message *before = &transcript->messages[i - 1], *message = &transcript->messages[i];
        if (before->role != ROLE_PERSONA || message->role != ROLE_PERSONA || message->index != before->index + 1)
            continue;
        struct error warning;
        error_at(&warning, ERROR_NONE, c->path, transcript->line, 0,
                 TEXT("the persona replies twice in a row in %.*s (messages %zu and %zu); both are kept as they are",
                      "%.*s 里人设方连续说了两次（第 %zu 条和第 %zu 条消息）；两条都照原样保留"),
                 STR_FORMAT(utf8_slice(transcript->id, 0, 80)), (size_t)before->index, (size_t)message->index);
        bad_lines_add(c->bad, &warning);
        return;
    }
}

void collector_add(struct collector *c, struct transcript *transcript)
{
    const struct transcript **slot = find_slot(c, transcript->id);
    if (*slot != NULL) {
        struct error err;
        error_at(&err, ERROR_USER, c->path, transcript->line, 0,
                 TEXT("the id \"%.*s\" was used before, in line %zu; ids must differ",
                      "id“%.*s”在第 %zu 行已经用过；id 不能重复"),
                 STR_FORMAT(utf8_slice(transcript->id, 0, 80)), (*slot)->line);
        bad_lines_add(c->bad, &err);
        transcript_free(transcript);
        return;
    }
    *slot = transcript;
    VEC_PUSH(c->into, transcript);
    if (c->into->count * 2 > c->slot_count)
        make_table(c);
    warn_of_double_reply(c, transcript);
}
