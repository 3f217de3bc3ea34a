/* Anthropic messages. */
#include "syntax/json_writer.h"
#include "understudy/wire.h"

#include <inttypes.h>
#include <stdio.h>

static const char *stop_reason(const struct wire_reply *reply)
{
    if (reply->finish == NULL || str_eq_cstring(str_from(reply->finish), "stop"))
        return "end_turn";
    return str_eq_cstring(str_from(reply->finish), "length") ? "max_tokens" : "refusal";
}

/* The message object; empty and without a stop reason while it is in progress. */
static void message(const struct wire_request *request, const struct wire_reply *reply, struct json_writer *w,
                    const char *key, bool done)
{
    char id[40];
    snprintf(id, sizeof id, "msg_%016" PRIx64, request->hash);
    struct wire_usage used = wire_usage_of(request, done ? reply->text : STR(""));
    json_open_object(w, key);
    json_put_cstring(w, "id", id);
    json_put_cstring(w, "type", "message");
    json_put_cstring(w, "role", "assistant");
    json_put_string(w, "model", request->model);
    json_open_array(w, "content");
    if (done && !reply->no_choices) {
        json_open_object(w, NULL);
        json_put_cstring(w, "type", "text");
        json_put_string(w, "text", reply->text);
        json_close_object(w);
    }
    json_close_array(w);
    json_put_cstring(w, "stop_reason", done ? stop_reason(reply) : NULL);
    json_put_null(w, "stop_sequence");
    json_open_object(w, "usage");
    json_put_integer(w, "input_tokens", used.in);
    json_put_integer(w, "output_tokens", used.out);
    json_close_object(w);
    json_close_object(w);
}

void wire_anthropic_write(const struct wire_request *request, const struct wire_reply *reply, struct json_writer *w)
{
    message(request, reply, w, NULL, true);
}

static void open_event(struct buf *out, struct json_writer *w, const char *type)
{
    buf_init(out, 0);
    json_writer_init(w, out, 0);
    json_open_object(w, NULL);
    json_put_cstring(w, "type", type);
}

static void close_event(struct buf *out, struct json_writer *w, struct events *events, const char *type)
{
    json_close_object(w);
    events_add(events, type, buf_str(out));
    buf_release(out);
}

static void block_event(struct events *events, const char *type, const char *key, const char *kind, struct str text)
{
    struct buf out;
    struct json_writer w;
    open_event(&out, &w, type);
    json_put_integer(&w, "index", 0);
    if (key != NULL) {
        json_open_object(&w, key);
        json_put_cstring(&w, "type", kind);
        json_put_string(&w, "text", text);
        json_close_object(&w);
    }
    close_event(&out, &w, events, type);
}

static void end_events(const struct wire_request *request, const struct wire_reply *reply, struct events *events)
{
    struct buf out;
    struct json_writer w;
    open_event(&out, &w, "message_delta");
    json_open_object(&w, "delta");
    json_put_cstring(&w, "stop_reason", stop_reason(reply));
    json_put_null(&w, "stop_sequence");
    json_close_object(&w);
    json_open_object(&w, "usage");
    json_put_integer(&w, "output_tokens", wire_usage_of(request, reply->text).out);
    json_close_object(&w);
    close_event(&out, &w, events, "message_delta");
    open_event(&out, &w, "message_stop");
    close_event(&out, &w, events, "message_stop");
}

void wire_anthropic_stream(const struct wire_request *request, const struct wire_reply *reply, struct events *events)
{
    struct str *parts;
    size_t count = wire_cut(events->arena, reply->text, &parts);
    struct buf out;
    struct json_writer w;
    open_event(&out, &w, "message_start");
    message(request, reply, &w, "message", false);
    close_event(&out, &w, events, "message_start");
    block_event(events, "content_block_start", "content_block", "text", STR(""));
    for (size_t i = 0; i < count; i++)
        block_event(events, "content_block_delta", "delta", "text_delta", parts[i]);
    block_event(events, "content_block_stop", NULL, NULL, STR(""));
    end_events(request, reply, events);
}
