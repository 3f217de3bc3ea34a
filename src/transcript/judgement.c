#include "transcript/judgement.h"

#include "base/file.h"
#include "base/hash.h"
#include "base/language.h"
#include "base/lookup.h"
#include "syntax/json.h"
#include "syntax/json_writer.h"
#include "text/utf8.h"

#include <stdlib.h>

enum { FILE_LIMIT = 1 << 30 };

struct judgements {
    struct arena arena;
    VEC(struct judgement) list;
    struct lookup places; /* index + 1 into the list by transcript and question; of one in other words the next keys */
};

static const char *const answer_names[] = {"yes", "no", "abstain", "error"};

const char *answer_name(enum answer answer)
{
    return answer_names[answer];
}

static bool answer_from(struct str name, enum answer *answer)
{
    for (size_t i = 0; i < sizeof answer_names / sizeof *answer_names; i++) {
        if (str_eq_cstring(name, answer_names[i])) {
            *answer = (enum answer)i;
            return true;
        }
    }
    return false;
}

static void judgement_key(struct str text, struct str transcript_hash, char hex[65])
{
    struct hash hash;
    hash_init(&hash);
    hash_add_field(&hash, STR("fidelio.judgement/1"));
    hash_add_field(&hash, text);
    hash_add_field(&hash, transcript_hash);
    hash_hex(&hash, hex);
}

struct judgements *judgements_new(void)
{
    struct judgements *judgements = memory_alloc(sizeof *judgements);
    arena_init(&judgements->arena);
    lookup_init(&judgements->places, &judgements->arena, 0);
    return judgements;
}

void judgements_free(struct judgements *judgements)
{
    if (judgements == NULL)
        return;
    VEC_RELEASE(&judgements->list);
    arena_release(&judgements->arena);
    free(judgements);
}

size_t judgements_count(const struct judgements *judgements)
{
    return judgements->list.count;
}

const struct judgement *judgements_at(const struct judgements *judgements, size_t index)
{
    return &judgements->list.items[index];
}

/* The key under which the transcript's question in these words (empty: in any) stands, or under which it belongs. */
static uint64_t key_of(const struct judgements *judgements, struct str transcript, struct str question, struct str text)
{
    uint64_t key = hash64(question, hash64(transcript, 0)), index;
    for (; (index = lookup_find(&judgements->places, key)) != 0; key++) {
        const struct judgement *j = &judgements->list.items[index - 1];
        if (str_eq(j->transcript, transcript) && str_eq(j->question, question) &&
            (text.len == 0 || str_eq(j->text, text)))
            break;
    }
    return key;
}

void judgements_add(struct judgements *judgements, const struct judgement *judgement)
{
    struct arena *arena = &judgements->arena;
    char key[HASH_HEX + 1];
    judgement_key(judgement->text, judgement->transcript, key);
    enum answer *votes = arena_array(arena, judgement->vote_count, sizeof *votes);
    for (size_t i = 0; i < judgement->vote_count; i++)
        votes[i] = judgement->votes[i];
    struct judgement copy = {
        .key = str_dup(arena, str_from(key)),
        .transcript = str_dup(arena, judgement->transcript),
        .conversation = str_dup(arena, judgement->conversation),
        .question = str_dup(arena, judgement->question),
        .text = str_dup(arena, judgement->text),
        .answer = judgement->answer,
        .quote = str_dup(arena, judgement->quote),
        .why = str_dup(arena, judgement->why),
        .model = str_dup(arena, judgement->model),
        .votes = votes,
        .vote_count = judgement->vote_count,
    };
    uint64_t *place = lookup_place(&judgements->places, key_of(judgements, copy.transcript, copy.question, copy.text));
    if (*place != 0) {
        judgements->list.items[*place - 1] = copy;
        return;
    }
    VEC_PUSH(&judgements->list, copy);
    *place = judgements->list.count;
}

const struct judgement *judgements_find(const struct judgements *judgements, struct str transcript_hash,
                                        struct str question, struct str text)
{
    const uint64_t index = lookup_find(&judgements->places, key_of(judgements, transcript_hash, question, text));
    return index > 0 ? &judgements->list.items[index - 1] : NULL;
}

static bool read_votes(struct arena *arena, const struct json *votes, struct judgement *judgement)
{
    if (votes == NULL)
        return true;
    enum answer *list = arena_array(arena, votes->count, sizeof *list);
    for (const struct json *vote = votes->first; vote != NULL; vote = vote->next) {
        if (vote->kind != JSON_STRING || !answer_from(vote->text, &list[judgement->vote_count++]))
            return false;
    }
    judgement->votes = list;
    return votes->kind == JSON_ARRAY;
}

bool judgement_from_json(struct arena *arena, const struct json *record, const char *path, size_t line,
                         struct judgement *judgement, struct error *err)
{
    *judgement = (struct judgement){
        .key = json_get_text(record, "key"),
        .transcript = json_get_text(record, "transcript"),
        .conversation = json_get_text(record, "conversation"),
        .question = json_get_text(record, "question"),
        .text = json_get_text(record, "text"),
        .quote = json_get_text(record, "quote"),
        .why = json_get_text(record, "why"),
        .model = json_get_text(record, "model"),
    };
    if (!str_eq(json_get_text(record, "schema"), STR("fidelio.judgement/1")))
        return error_at(
            err, ERROR_USER, path, line, 0,
            TEXT("the record's schema is not fidelio.judgement/1", "这条记录的 schema 不是 fidelio.judgement/1"));
    if (judgement->transcript.len != HASH_HEX || judgement->question.len == 0)
        return error_at(err, ERROR_USER, path, line, 0,
                        TEXT("the judgement names no transcript (a hash) or no question",
                             "这条裁判记录没有写明是哪份对话记录（哈希）或哪个问题"));
    if (!answer_from(json_get_text(record, "answer"), &judgement->answer) ||
        !read_votes(arena, json_get(record, "votes"), judgement))
        return error_at(err, ERROR_USER, path, line, 0,
                        TEXT("the answer and the votes must be yes, no, abstain or error",
                             "答案和各票只能是 yes、no、abstain 或 error"));
    char key[HASH_HEX + 1];
    judgement_key(judgement->text, judgement->transcript, key);
    if (!str_eq_cstring(judgement->key, key))
        return error_at(err, ERROR_USER, path, line, 0,
                        TEXT("the key does not belong to this question and transcript; the record was edited",
                             "key 与这个问题和这份对话记录不符；这条记录被改过"));
    return true;
}

static void read_line(const char *path, struct str line, size_t number, struct judgements *into, struct bad_lines *bad)
{
    struct arena arena;
    struct error err = {0};
    struct judgement judgement;
    arena_init(&arena);
    const struct json *record = json_parse(&arena, line, path, number, &err);
    if (record != NULL && judgement_from_json(&arena, record, path, number, &judgement, &err))
        judgements_add(into, &judgement);
    else
        bad_lines_add(bad, &err);
    arena_release(&arena);
}

bool judgements_read(const char *path, struct judgements *into, struct bad_lines *bad, struct error *err)
{
    struct buf text;
    buf_init(&text, FILE_LIMIT);
    bool ok = file_read(path, &text, err);
    struct str rest = buf_str(&text), line;
    for (size_t number = 1; ok && str_next_line(&rest, &line); number++) {
        if (str_trim(line).len > 0)
            read_line(path, line, number, into, bad);
    }
    buf_release(&text);
    return ok;
}

void judgement_write(const struct judgement *judgement, struct json_writer *w)
{
    char key[HASH_HEX + 1];
    judgement_key(judgement->text, judgement->transcript, key);
    json_open_object(w, NULL);
    json_put_cstring(w, "schema", "fidelio.judgement/1");
    json_put_cstring(w, "key", key);
    json_put_string(w, "transcript", judgement->transcript);
    json_put_string(w, "conversation", judgement->conversation);
    json_put_string(w, "question", judgement->question);
    json_put_string(w, "text", judgement->text);
    json_put_cstring(w, "answer", answer_name(judgement->answer));
    json_put_string(w, "quote", judgement->quote);
    json_put_string(w, "why", judgement->why);
    json_put_string(w, "model", judgement->model);
    json_open_array(w, "votes");
    for (size_t i = 0; i < judgement->vote_count; i++)
        json_put_cstring(w, NULL, answer_name(judgement->votes[i]));
    json_close_array(w);
    json_close_object(w);
}
