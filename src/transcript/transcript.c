#include "transcript/transcript.h"

#include "base/hash.h"

#include <stdlib.h>

static const char *const ended_by_names[] = {"", "persona", "caller", "max_turns", "silence", "budget", "error"};

bool transcript_by_understudy(const struct transcript *transcript)
{
    return transcript->understudy || str_starts(transcript->model, STR("understudy"));
}

const char *ended_by_name(enum ended_by by)
{
    return ended_by_names[by];
}

enum ended_by ended_by_from(struct str name)
{
    for (size_t i = 1; i < sizeof ended_by_names / sizeof *ended_by_names; i++) {
        if (str_eq_cstring(name, ended_by_names[i]))
            return (enum ended_by)i;
    }
    return ENDED_UNKNOWN;
}

bool ended_broken_off(enum ended_by by)
{
    return by == ENDED_ERROR || by == ENDED_BUDGET;
}

static const char *const finish_names[] = {"", "stop", "length", "content_filter", "tool_calls"};

const char *finish_name(enum finish finish)
{
    return finish_names[finish];
}

enum finish finish_from(struct str name)
{
    for (size_t i = 1; i < sizeof finish_names / sizeof *finish_names; i++) {
        if (str_eq_cstring(name, finish_names[i]))
            return (enum finish)i;
    }
    return FINISH_UNKNOWN;
}

struct transcript *transcript_new(void)
{
    struct transcript *transcript = memory_alloc(sizeof *transcript);
    arena_init(&transcript->arena);
    return transcript;
}

void transcript_free(struct transcript *transcript)
{
    if (transcript == NULL)
        return;
    vec_free(transcript->messages);
    arena_release(&transcript->arena);
    free(transcript);
}

struct message *transcript_add(struct transcript *transcript, enum role role, struct str content)
{
    struct str copy = str_dup(&transcript->arena, content);
    struct message message = {.role = role, .content = copy, .raw = copy, .index = (uint32_t)transcript->count};
    transcript->messages = vec_room(transcript->messages, transcript->count, &transcript->room, sizeof message);
    transcript->messages[transcript->count] = message;
    return &transcript->messages[transcript->count++];
}

struct message *transcript_add_raw(struct transcript *transcript, enum role role, struct str raw,
                                   const char *const *markers)
{
    struct message *message = transcript_add(transcript, role, raw);
    message->hung_up = marker_split(&transcript->arena, message->raw, markers, &message->content);
    return message;
}

void transcripts_release(struct transcripts *transcripts)
{
    for (size_t i = 0; i < transcripts->count; i++)
        transcript_free(transcripts->items[i]);
    VEC_RELEASE(transcripts);
}

void bad_lines_add(struct bad_lines *bad, const struct error *err)
{
    if (bad == NULL)
        return;
    if (bad->count < BAD_LINES_LISTED)
        VEC_PUSH(bad, *err);
    else
        bad->unlisted += err->kind != ERROR_NONE;
}

void bad_lines_release(struct bad_lines *bad)
{
    VEC_RELEASE(bad);
    bad->unlisted = 0;
}

size_t bad_lines_count(const struct bad_lines *bad)
{
    size_t count = bad->unlisted;
    for (size_t i = 0; i < bad->count; i++)
        count += bad->items[i].kind != ERROR_NONE;
    return count;
}

void transcript_hash(const struct transcript *transcript, char hex[65])
{
    struct hash hash;
    hash_init(&hash);
    hash_add_field(&hash, STR("fidelio.transcript/1"));
    for (size_t i = 0; i < transcript->count; i++) {
        const struct message *message = &transcript->messages[i];
        hash_add_field(&hash, message->role == ROLE_PERSONA ? STR("assistant") : STR("user"));
        hash_add_field(&hash, message->content);
        hash_add_field(&hash, message->hung_up ? STR("1") : STR("0"));
    }
    hash_add_field(&hash, str_from(ended_by_name(transcript->ended_by)));
    hash_hex(&hash, hex);
}
