#include "exchange/tape_line.h"

#include "base/clock.h"
#include "base/language.h"
#include "syntax/json.h"
#include "syntax/json_writer.h"

#include <string.h>

#define SCHEMA "fidelio.tape/1"
#define KIND(kind) STR("\"schema\":\"" SCHEMA "\",\"kind\":\"" kind "\"")

static void put_some(struct json_writer *w, const char *key, struct str value)
{
    if (value.len > 0)
        json_put_string(w, key, value);
}

static void put_time(struct json_writer *w, uint64_t wall_ms)
{
    char text[21];
    clock_format(wall_ms, text);
    json_put_name(w, "at", text);
}

static void put_head(struct json_writer *w, struct str kind, const struct tape_key *key, struct str conversation,
                     size_t turn)
{
    json_put_raw(w, NULL, kind);
    json_put_name(w, "key", key->hex);
    json_put_string(w, "conversation", conversation);
    json_put_integer(w, "turn", (int64_t)turn);
}

static void put_endpoint(struct json_writer *w, const struct endpoint *endpoint)
{
    struct arena arena;
    arena_init(&arena);
    json_open_object(w, "endpoint");
    json_put_string(w, "name", endpoint->name);
    json_put_name(w, "wire", wire_name(endpoint->wire));
    json_put_string(w, "model", endpoint->model);
    json_put_raw(w, "parameters", endpoint_parameters(endpoint, &arena));
    json_close_object(w);
    arena_release(&arena);
}

static void put_reply(struct json_writer *w, const struct wire_reply *reply)
{
    json_open_object(w, "reply");
    json_put_string(w, "content", reply->content);
    put_some(w, "reasoning", reply->reasoning);
    if (reply->finish != FINISH_UNKNOWN)
        json_put_name(w, "finish", finish_name(reply->finish));
    if (reply->has_usage) {
        json_open_object(w, "usage");
        usage_put(w, reply->usage);
        json_close_object(w);
    }
    put_some(w, "model", reply->model);
    put_some(w, "system_fingerprint", reply->fingerprint);
    put_some(w, "id", reply->id);
    json_close_object(w);
}

void tape_line_write(const struct tape_line *line, const struct endpoint *endpoint, struct buf *out)
{
    struct json_writer w;
    json_writer_init(&w, out, 0);
    json_open_object(&w, NULL);
    put_head(&w, KIND("reply"), &line->key, line->conversation, line->turn);
    if (line->prev.hex[0] != '\0')
        json_put_name(&w, "prev", line->prev.hex);
    else
        put_endpoint(&w, endpoint);
    json_open_array(&w, "messages");
    for (size_t i = 0; i < line->message_count; i++) {
        json_open_object(&w, NULL);
        json_put_name(&w, "role", line->messages[i].role);
        if (line->messages[i].quoted.len > 0)
            json_put_raw(&w, "content", line->messages[i].quoted);
        else
            json_put_string(&w, "content", line->messages[i].content);
        json_close_object(&w);
    }
    json_close_array(&w);
    put_reply(&w, &line->reply);
    json_put_integer(&w, "status", line->status);
    json_put_integer(&w, "attempt", line->attempt);
    json_put_integer(&w, "latency_ms", line->latency_ms);
    put_time(&w, line->wall_ms);
    json_close_object(&w);
    buf_add_byte(out, '\n');
}

void tape_failure_write(const struct tape_failure *failure, struct buf *out)
{
    struct json_writer w;
    json_writer_init(&w, out, 0);
    json_open_object(&w, NULL);
    put_head(&w, KIND("failure"), &failure->key, failure->conversation, failure->turn);
    json_put_integer(&w, "status", failure->status);
    json_put_integer(&w, "attempt", failure->attempt);
    json_put_bool(&w, "retried", failure->retried);
    json_put_string(&w, "why", failure->why);
    put_time(&w, failure->wall_ms);
    json_close_object(&w);
    buf_add_byte(out, '\n');
}

static bool read_key(const struct json *tree, const char *name, struct tape_key *key)
{
    struct str hex = json_get_text(tree, name);
    *key = (struct tape_key){0};
    if (hex.len != TAPE_KEY)
        return false;
    for (size_t i = 0; i < hex.len; i++)
        if (strchr("0123456789abcdef", hex.ptr[i]) == NULL)
            return false;
    memcpy(key->hex, hex.ptr, hex.len);
    return true;
}

static const char *role_of(struct str name)
{
    static const char *const roles[] = {"system", "user", "assistant"};
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (str_eq_cstring(name, roles[i]))
            return roles[i];
    return NULL;
}

static bool read_messages(struct arena *arena, const struct json *list, struct tape_line *line)
{
    if (list == NULL || list->kind != JSON_ARRAY)
        return false;
    struct tape_message *messages = arena_array(arena, list->count, sizeof *messages);
    size_t count = 0;
    for (const struct json *item = list->first; item != NULL; item = item->next) {
        const struct json *content = json_get(item, "content");
        const char *role = role_of(json_get_text(item, "role"));
        if (role == NULL || content == NULL || content->kind != JSON_STRING)
            return false;
        messages[count++] = (struct tape_message){.role = role, .content = content->text};
    }
    line->messages = messages;
    line->message_count = count;
    return true;
}

static uint64_t number_of(const struct json *object, const char *key)
{
    double number = json_get_number(object, key, 0);
    return number > 0 && number < 1e15 ? (uint64_t)number : 0;
}

static bool read_reply(const struct json *tree, struct wire_reply *reply)
{
    const struct json *content = json_get(tree, "content");
    const struct json *usage = json_get(tree, "usage");
    if (content == NULL || content->kind != JSON_STRING)
        return false;
    *reply = (struct wire_reply){
        .content = content->text,
        .reasoning = json_get_text(tree, "reasoning"),
        .finish = finish_from(json_get_text(tree, "finish")),
        .usage = {.prompt_tokens = number_of(usage, "prompt_tokens"),
                  .completion_tokens = number_of(usage, "completion_tokens"),
                  .cached_tokens = number_of(usage, "cached_tokens")},
        .has_usage = usage != NULL,
        .model = json_get_text(tree, "model"),
        .fingerprint = json_get_text(tree, "system_fingerprint"),
        .id = json_get_text(tree, "id"),
    };
    return true;
}

bool tape_line_read(struct arena *arena, struct str text, const char *path, size_t number, struct tape_line *line,
                    bool *is_reply, struct error *err)
{
    const struct json *tree = json_parse(arena, text, path, number, err);
    if (tree == NULL)
        return false;
    *line = (struct tape_line){0};
    struct str schema = json_get_text(tree, "schema");
    if (!str_eq(schema, STR(SCHEMA)))
        return error_at(err, ERROR_USER, path, number, 0,
                        TEXT("this is no line of a tape that this program reads: its schema is \"%.*s\", not %s",
                             "这不是本程序能读的磁带行：schema 是“%.*s”，不是 %s"),
                        (int)(schema.len < 60 ? schema.len : 60), schema.len > 0 ? schema.ptr : "", SCHEMA);
    *is_reply = str_eq_cstring(json_get_text(tree, "kind"), "reply");
    if (!*is_reply && str_eq_cstring(json_get_text(tree, "kind"), "failure"))
        return true;
    bool good = *is_reply && read_key(tree, "key", &line->key) &&
                (json_get(tree, "prev") == NULL || read_key(tree, "prev", &line->prev)) &&
                read_messages(arena, json_get(tree, "messages"), line) &&
                read_reply(json_get(tree, "reply"), &line->reply);
    if (!good)
        return error_at(err, ERROR_USER, path, number, 0,
                        TEXT("this line of the tape lacks a kind, key, message or reply: it was edited or damaged",
                             "磁带的这一行缺少 kind、key、消息或回复：它被改过或已损坏"));
    line->conversation = json_get_text(tree, "conversation");
    line->turn = (size_t)number_of(tree, "turn");
    line->status = (unsigned)number_of(tree, "status");
    line->attempt = (unsigned)number_of(tree, "attempt");
    line->latency_ms = (uint32_t)number_of(tree, "latency_ms");
    return true;
}
