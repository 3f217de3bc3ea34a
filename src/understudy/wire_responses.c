/* OpenAI responses. */
#include "syntax/json_writer.h"
#include "understudy/wire.h"

#include <inttypes.h>
#include <stdio.h>

static void id_of(const struct wire_request *request, const char *prefix, char id[40])
{
    snprintf(id, 40, "%s_%016" PRIx64, prefix, request->hash);
}

static void part(struct json_writer *w, const char *key, struct str text)
{
    json_open_object(w, key);
    json_put_cstring(w, "type", "output_text");
    json_put_string(w, "text", text);
    json_open_array(w, "annotations");
    json_close_array(w);
    json_close_object(w);
}

/* The output message; without its part while it is in progress. */
static void item(const struct wire_request *request, struct json_writer *w, const char *key, const struct str *text)
{
    char id[40];
    id_of(request, "msg", id);
    json_open_object(w, key);
    json_put_cstring(w, "type", "message");
    json_put_cstring(w, "id", id);
    json_put_cstring(w, "status", text != NULL ? "completed" : "in_progress");
    json_put_cstring(w, "role", "assistant");
    json_open_array(w, "content");
    if (text != NULL)
        part(w, NULL, *text);
    json_close_array(w);
    json_close_object(w);
}

static void response(const struct wire_request *request, const struct wire_reply *reply, struct json_writer *w,
                     const char *key, bool done)
{
    char id[40];
    id_of(request, "resp", id);
    bool cut = reply->finish != NULL && !str_eq_cstring(str_from(reply->finish), "stop");
    json_open_object(w, key);
    json_put_cstring(w, "id", id);
    json_put_cstring(w, "object", "response");
    json_put_integer(w, "created_at", 0);
    json_put_cstring(w, "status", !done ? "in_progress" : cut ? "incomplete" : "completed");
    json_put_null(w, "error");
    if (done && cut) {
        json_open_object(w, "incomplete_details");
        json_put_cstring(w, "reason",
                         str_eq_cstring(str_from(reply->finish), "length") ? "max_output_tokens" : reply->finish);
        json_close_object(w);
    } else {
        json_put_null(w, "incomplete_details");
    }
    json_put_string(w, "model", request->model);
    json_open_array(w, "output");
    if (done && !reply->no_choices)
        item(request, w, NULL, &reply->text);
    json_close_array(w);
    json_put_bool(w, "parallel_tool_calls", false);
    json_put_cstring(w, "tool_choice", "none");
    json_open_array(w, "tools");
    json_close_array(w);
    if (done) {
        struct wire_usage used = wire_usage_of(request, reply->text);
        json_open_object(w, "usage");
        json_put_integer(w, "input_tokens", used.in);
        json_put_integer(w, "output_tokens", used.out);
        json_put_integer(w, "total_tokens", used.in + used.out);
        json_close_object(w);
    } else {
        json_put_null(w, "usage");
    }
    json_close_object(w);
}

void wire_responses_write(const struct wire_request *request, const struct wire_reply *reply, struct json_writer *w)
{
    response(request, reply, w, NULL, true);
}

enum place { IN_RESPONSE, IN_ITEM, IN_PART };

/* The head that every event has; the caller adds the rest and calls close_event. */
static void open_event(struct buf *out, struct json_writer *w, const struct wire_request *request,
                       const struct events *events, const char *type, enum place place)
{
    buf_init(out, 0);
    json_writer_init(w, out, 0);
    json_open_object(w, NULL);
    json_put_cstring(w, "type", type);
    json_put_integer(w, "sequence_number", (int64_t)events->count);
    if (place != IN_RESPONSE)
        json_put_integer(w, "output_index", 0);
    if (place == IN_PART) {
        char id[40];
        id_of(request, "msg", id);
        json_put_cstring(w, "item_id", id);
        json_put_integer(w, "content_index", 0);
    }
}

static void close_event(struct buf *out, struct json_writer *w, struct events *events, const char *type)
{
    json_close_object(w);
    events_add(events, type, buf_str(out));
    buf_release(out);
}

static void state(const struct wire_request *request, const struct wire_reply *reply, struct events *events,
                  const char *type, bool done)
{
    struct buf out;
    struct json_writer w;
    open_event(&out, &w, request, events, type, IN_RESPONSE);
    response(request, reply, &w, "response", done);
    close_event(&out, &w, events, type);
}

static void item_event(const struct wire_request *request, struct events *events, const char *type,
                       const struct str *text)
{
    struct buf out;
    struct json_writer w;
    open_event(&out, &w, request, events, type, IN_ITEM);
    item(request, &w, "item", text);
    close_event(&out, &w, events, type);
}

static void part_event(const struct wire_request *request, struct events *events, const char *type, struct str text)
{
    struct buf out;
    struct json_writer w;
    open_event(&out, &w, request, events, type, IN_PART);
    part(&w, "part", text);
    close_event(&out, &w, events, type);
}

static void text_event(const struct wire_request *request, struct events *events, const char *type, const char *key,
                       struct str text)
{
    struct buf out;
    struct json_writer w;
    open_event(&out, &w, request, events, type, IN_PART);
    json_put_string(&w, key, text);
    json_open_array(&w, "logprobs");
    json_close_array(&w);
    close_event(&out, &w, events, type);
}

void wire_responses_stream(const struct wire_request *request, const struct wire_reply *reply, struct events *events)
{
    struct str *parts;
    size_t count = wire_cut(events->arena, reply->text, &parts);
    bool cut = reply->finish != NULL && !str_eq_cstring(str_from(reply->finish), "stop");
    state(request, reply, events, "response.created", false);
    state(request, reply, events, "response.in_progress", false);
    item_event(request, events, "response.output_item.added", NULL);
    part_event(request, events, "response.content_part.added", STR(""));
    for (size_t i = 0; i < count; i++)
        text_event(request, events, "response.output_text.delta", "delta", parts[i]);
    text_event(request, events, "response.output_text.done", "text", reply->text);
    part_event(request, events, "response.content_part.done", reply->text);
    item_event(request, events, "response.output_item.done", &reply->text);
    state(request, reply, events, cut ? "response.incomplete" : "response.completed", true);
}
