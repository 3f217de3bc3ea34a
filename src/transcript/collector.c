#include "base/language.h"
#include "text/utf8.h"
#include "transcript/record.h"

void collector_init(struct collector *c, const char *path, struct transcripts *into, struct bad_lines *bad)
{
    *c = (struct collector){.into = into, .bad = bad, .path = path};
    arena_init(&c->arena);
    names_init(&c->ids, &c->arena);
    for (size_t i = 0; i < into->count; i++)
        names_add(&c->ids, into->items[i]->id);
}

void collector_release(struct collector *c)
{
    arena_release(&c->arena);
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
    const size_t before = names_find(&c->ids, transcript->id);
    if (before != STR_NONE) {
        struct error err;
        error_at(&err, ERROR_USER, c->path, transcript->line, 0,
                 TEXT("the id \"%.*s\" was used before, in line %zu; ids must differ",
                      "id“%.*s”在第 %zu 行已经用过；id 不能重复"),
                 STR_FORMAT(utf8_slice(transcript->id, 0, 80)), c->into->items[before]->line);
        bad_lines_add(c->bad, &err);
        transcript_free(transcript);
        return;
    }
    names_add(&c->ids, transcript->id);
    VEC_PUSH(c->into, transcript);
    warn_of_double_reply(c, transcript);
}
