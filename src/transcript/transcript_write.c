#include "syntax/json.h"
#include "syntax/json_writer.h"
#include "transcript/transcript.h"

/* The keys that are written from the fields; every other key of a record is written back as it was read. */
static const char *const record_keys[] = {"schema", "id",         "scenario", "model",    "prompt", "caller",
                                          "repeat", "understudy", "messages", "ended_by", "error",  NULL};
static const char *const message_keys[] = {"role",      "content",           "raw",    "hung_up",
                                           "reasoning", "reasoning_content", "finish", "finish_reason",
                                           "usage",     "latency_ms",        "move",   NULL};

static bool is_known(const char *const *keys, struct str key)
{
    while (*keys != NULL && !str_eq_cstring(key, *keys))
        keys++;
    return *keys != NULL;
}

static void put_text(struct json_writer *w, const char *key, struct str value)
{
    if (value.len > 0)
        json_put_string(w, key, value);
}

static void write_move(struct json_writer *w, const struct move *move)
{
    if (move->kind.len == 0 && move->fault.len == 0)
        return;
    json_open_object(w, "move");
    put_text(w, "kind", move->kind);
    if (move->step > 0)
        json_put_integer(w, "step", (int64_t)move->step);
    if (move->entry > 0)
        json_put_integer(w, "entry", (int64_t)move->entry);
    put_text(w, "fault", move->fault);
    put_text(w, "chooser", move->chooser);
    json_close_object(w);
}

void usage_add(struct usage *sum, struct usage usage)
{
    sum->prompt_tokens += usage.prompt_tokens;
    sum->completion_tokens += usage.completion_tokens;
    sum->cached_tokens += usage.cached_tokens;
}

void usage_put(struct json_writer *w, struct usage usage)
{
    json_put_integer(w, "prompt_tokens", (int64_t)usage.prompt_tokens);
    json_put_integer(w, "completion_tokens", (int64_t)usage.completion_tokens);
    if (usage.cached_tokens > 0)
        json_put_integer(w, "cached_tokens", (int64_t)usage.cached_tokens);
}

static void write_usage(struct json_writer *w, const struct usage *usage)
{
    if (usage->prompt_tokens == 0 && usage->completion_tokens == 0)
        return;
    json_open_object(w, "usage");
    usage_put(w, *usage);
    json_close_object(w);
}

/* Members of the record as it was read whose keys are not ours. */
static void write_further(struct json_writer *w, const struct json *object, const char *const *known)
{
    if (object == NULL)
        return;
    for (const struct json *member = object->first; member != NULL; member = member->next) {
        if (!is_known(known, member->key))
            json_put_tree(w, member->key.ptr, member);
    }
}

static void write_message(struct json_writer *w, const struct message *message, const struct json *record, bool times)
{
    json_open_object(w, NULL);
    json_put_name(w, "role", message->role == ROLE_PERSONA ? "assistant" : "user");
    json_put_string(w, "content", message->content);
    if (!str_eq(message->content, message->raw))
        json_put_string(w, "raw", message->raw);
    if (message->hung_up)
        json_put_bool(w, "hung_up", true);
    put_text(w, "reasoning", message->reasoning);
    if (message->finish != FINISH_UNKNOWN)
        json_put_name(w, "finish", finish_name(message->finish));
    write_usage(w, &message->usage);
    if (times && message->latency_ms > 0)
        json_put_integer(w, "latency_ms", message->latency_ms);
    write_move(w, &message->move);
    write_further(w, record, message_keys);
    json_close_object(w);
}

void transcript_write(const struct transcript *transcript, struct json_writer *w, bool times)
{
    const struct json *messages = json_get(transcript->extra, "messages");
    const struct json *record = messages != NULL ? messages->first : NULL;
    uint32_t index = 0;
    json_open_object(w, NULL);
    json_put_cstring(w, "schema", "fidelio.transcript/1");
    json_put_string(w, "id", transcript->id);
    put_text(w, "scenario", transcript->scenario);
    put_text(w, "model", transcript->model);
    put_text(w, "prompt", transcript->prompt);
    put_text(w, "caller", transcript->caller);
    if (transcript->repeat > 0)
        json_put_integer(w, "repeat", transcript->repeat);
    if (transcript->understudy)
        json_put_bool(w, "understudy", true);
    json_open_array(w, "messages");
    for (size_t i = 0; i < transcript->count; i++) {
        const struct message *message = &transcript->messages[i];
        for (; record != NULL && index < message->index; index++)
            record = record->next;
        write_message(w, message, record != NULL && index == message->index ? record : NULL, times);
    }
    json_close_array(w);
    struct str ended = str_from(ended_by_name(transcript->ended_by));
    put_text(w, "ended_by", ended.len > 0 ? ended : json_get_text(transcript->extra, "ended_by"));
    put_text(w, "error", transcript->error);
    write_further(w, transcript->extra, record_keys);
    json_close_object(w);
}
