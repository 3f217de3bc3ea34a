#include "understudy/wire.h"

#include "base/hash.h"
#include "syntax/json.h"
#include "syntax/json_writer.h"
#include "text/utf8.h"

#include <inttypes.h>
#include <string.h>

enum { PART_POINTS = 6, EVENTS_SPARE = 16 };

/* Text of a content: a string, or an array of parts of which the text parts count. */
static struct str content_text(struct arena *arena, const struct json *content)
{
    if (content == NULL || content->kind == JSON_STRING)
        return content == NULL ? (struct str){0} : content->text;
    struct buf out;
    buf_init(&out, 0);
    for (const struct json *part = content->kind == JSON_ARRAY ? content->first : NULL; part != NULL; part = part->next)
        buf_add(&out, json_get_text(part, "text"));
    struct str text = str_dup(arena, buf_str(&out));
    buf_release(&out);
    return text;
}

static void add_system(struct arena *arena, struct wire_request *request, struct str text)
{
    if (request->system.len > 0)
        text = str_from(arena_printf(arena, "%.*s\n\n%.*s", STR_FORMAT(request->system), STR_FORMAT(text)));
    request->system = text;
}

static bool read_message(struct arena *arena, struct wire_request *request, const struct json *message,
                         struct error *err)
{
    struct str role = json_get_text(message, "role");
    struct str text = content_text(arena, json_get(message, "content"));
    if (str_eq_cstring(role, "system") || str_eq_cstring(role, "developer")) {
        add_system(arena, request, text);
        return true;
    }
    if (!str_eq_cstring(role, "user") && !str_eq_cstring(role, "assistant"))
        return error_set(err, ERROR_USER,
                         "a message has the role '%.*s'; system, developer, user and assistant are known",
                         STR_FORMAT(role));
    request->messages[request->count++] = (struct brain_message){str_eq_cstring(role, "assistant"), text};
    return true;
}

static bool read_messages(struct arena *arena, struct wire_request *request, const struct json *list, struct error *err)
{
    const char *field = request->wire == SPOKEN_RESPONSES ? "input" : "messages";
    if (list == NULL || (list->kind != JSON_ARRAY && !(list->kind == JSON_STRING && request->wire == SPOKEN_RESPONSES)))
        return error_set(err, ERROR_USER, "the request has no '%s' array", field);
    request->messages = arena_array(arena, list->count + 1, sizeof *request->messages);
    if (list->kind == JSON_STRING) {
        request->messages[request->count++] = (struct brain_message){false, list->text};
        return true;
    }
    for (const struct json *message = list->first; message != NULL; message = message->next)
        if (!read_message(arena, request, message, err))
            return false;
    if (request->count == 0 && request->system.len == 0)
        return error_set(err, ERROR_USER, "'%s' is empty", field);
    return true;
}

static uint64_t hash_of(const struct wire_request *request)
{
    uint64_t hash = hash64(request->model, (uint64_t)request->wire + 1) ^ request->seed;
    hash = hash64(request->system, hash);
    for (size_t i = 0; i < request->count; i++)
        hash = hash64(request->messages[i].text, hash * 2 + request->messages[i].from_persona);
    return hash;
}

bool wire_read(struct arena *arena, enum spoken_wire wire, struct str body, struct wire_request *request,
               struct error *err)
{
    static const char *const system_key[SPOKEN_WIRES] = {NULL, "instructions", "system"};
    *request = (struct wire_request){.wire = wire};
    struct json *root = json_parse(arena, body, NULL, 1, err);
    if (root == NULL)
        return false;
    if (root->kind != JSON_OBJECT)
        return error_set(err, ERROR_USER, "the request is %s, not an object", json_kind_name(root->kind));
    request->model = json_get_text(root, "model");
    if (request->model.len == 0)
        return error_set(err, ERROR_USER, "the request names no 'model'");
    if (system_key[wire] != NULL)
        add_system(arena, request, content_text(arena, json_get(root, system_key[wire])));
    if (!read_messages(arena, request, json_get(root, wire == SPOKEN_RESPONSES ? "input" : "messages"), err))
        return false;
    double seed = json_get_number(root, "seed", -1);
    request->has_seed = seed >= 0 && seed < 9007199254740992.0;
    request->seed = request->has_seed ? (uint64_t)seed : 0;
    request->stream = json_get_bool(root, "stream", false);
    request->include_usage = json_get_bool(json_get(root, "stream_options"), "include_usage", false);
    request->hash = hash_of(request);
    return true;
}

static int64_t tokens(struct str text)
{
    int64_t han = 0, other = 0;
    for (size_t at = 0; at < text.len;) {
        if (code_point_is_han(utf8_next(text, &at)))
            han++;
        else
            other++;
    }
    return han + (other + 3) / 4;
}

struct wire_usage wire_usage_of(const struct wire_request *request, struct str text)
{
    struct wire_usage usage = {tokens(request->system), tokens(text)};
    for (size_t i = 0; i < request->count; i++)
        usage.in += tokens(request->messages[i].text);
    return usage;
}

size_t wire_cut(struct arena *arena, struct str text, struct str **parts)
{
    size_t count = 0;
    *parts = arena_array(arena, text.len / PART_POINTS + 2, sizeof **parts);
    for (size_t at = 0; at < text.len;) {
        size_t start = at;
        for (size_t i = 0; i < PART_POINTS && at < text.len; i++)
            utf8_next(text, &at);
        (*parts)[count++] = str_slice(text, start, at);
    }
    return count;
}

void wire_write(const struct wire_request *request, const struct wire_reply *reply, struct buf *out)
{
    static void (*const writers[SPOKEN_WIRES])(const struct wire_request *, const struct wire_reply *,
                                               struct json_writer *) = {wire_chat_write, wire_responses_write,
                                                                        wire_anthropic_write};
    struct json_writer w;
    json_writer_init(&w, out, 0);
    writers[request->wire](request, reply, &w);
}

void events_add(struct events *events, const char *name, struct str data)
{
    if (events->count == events->room) {
        struct str *more = arena_array(events->arena, events->room * 2, sizeof *more);
        memcpy(more, events->pieces, events->count * sizeof *more);
        events->pieces = more;
        events->room *= 2;
    }
    const char *piece = name == NULL ? arena_printf(events->arena, "data: %.*s\n\n", STR_FORMAT(data))
                                     : arena_printf(events->arena, "event: %s\ndata: %.*s\n\n", name, STR_FORMAT(data));
    events->pieces[events->count++] = str_from(piece);
}

size_t wire_stream(struct arena *arena, const struct wire_request *request, const struct wire_reply *reply,
                   struct str **pieces)
{
    static void (*const streamers[SPOKEN_WIRES])(const struct wire_request *, const struct wire_reply *,
                                                 struct events *) = {wire_chat_stream, wire_responses_stream,
                                                                     wire_anthropic_stream};
    struct events events = {arena, arena_array(arena, EVENTS_SPARE, sizeof(struct str)), 0, EVENTS_SPARE};
    streamers[request->wire](request, reply, &events);
    *pieces = events.pieces;
    return events.count;
}

void wire_error(enum spoken_wire wire, const char *type, const char *code, struct str message, struct buf *out)
{
    struct json_writer w;
    json_writer_init(&w, out, 0);
    json_open_object(&w, NULL);
    if (wire == SPOKEN_ANTHROPIC)
        json_put_cstring(&w, "type", "error");
    json_open_object(&w, "error");
    json_put_string(&w, "message", message);
    json_put_cstring(&w, "type", type);
    if (wire != SPOKEN_ANTHROPIC) {
        json_put_null(&w, "param");
        json_put_cstring(&w, "code", code);
    }
    json_close_object(&w);
    json_close_object(&w);
}
