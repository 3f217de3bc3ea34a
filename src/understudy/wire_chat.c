/* OpenAI chat completions. */
#include "syntax/json_writer.h"
#include "understudy/wire.h"

#include <inttypes.h>
#include <stdio.h>

static void head(const struct wire_request *request, const char *object, struct json_writer *w)
{
    char id[40];
    snprintf(id, sizeof id, "chatcmpl-%016" PRIx64, request->hash);
    json_open_object(w, NULL);
    json_put_cstring(w, "id", id);
    json_put_cstring(w, "object", object);
    json_put_integer(w, "created", 0);
    json_put_string(w, "model", request->model);
    json_put_cstring(w, "system_fingerprint", "understudy");
}

static void usage(const struct wire_request *request, struct str text, struct json_writer *w)
{
    struct wire_usage used = wire_usage_of(request, text);
    json_open_object(w, "usage");
    json_put_integer(w, "prompt_tokens", used.in);
    json_put_integer(w, "completion_tokens", used.out);
    json_put_integer(w, "total_tokens", used.in + used.out);
    json_close_object(w);
}

void wire_chat_write(const struct wire_request *request, const struct wire_reply *reply, struct json_writer *w)
{
    head(request, "chat.completion", w);
    if (!reply->no_choices) {
        json_open_array(w, "choices");
        json_open_object(w, NULL);
        json_put_integer(w, "index", 0);
        json_open_object(w, "message");
        json_put_cstring(w, "role", "assistant");
        if (reply->null_content)
            json_put_null(w, "content");
        else
            json_put_string(w, "content", reply->text);
        json_put_null(w, "refusal");
        json_close_object(w);
        json_put_null(w, "logprobs");
        json_put_cstring(w, "finish_reason", reply->finish != NULL ? reply->finish : "stop");
        json_close_object(w);
        json_close_array(w);
    }
    usage(request, reply->text, w);
    json_close_object(w);
}

/* One chunk; text NULL for none, finish NULL for not yet. */
static void chunk(const struct wire_request *request, struct events *events, const char *role, const struct str *text,
                  const char *finish)
{
    struct buf out;
    struct json_writer w;
    buf_init(&out, 0);
    json_writer_init(&w, &out, 0);
    head(request, "chat.completion.chunk", &w);
    json_open_array(&w, "choices");
    json_open_object(&w, NULL);
    json_put_integer(&w, "index", 0);
    json_open_object(&w, "delta");
    if (role != NULL)
        json_put_cstring(&w, "role", role);
    if (text != NULL)
        json_put_string(&w, "content", *text);
    json_close_object(&w);
    json_put_null(&w, "logprobs");
    json_put_cstring(&w, "finish_reason", finish);
    json_close_object(&w);
    json_close_array(&w);
    json_close_object(&w);
    events_add(events, NULL, buf_str(&out));
    buf_release(&out);
}

static void usage_chunk(const struct wire_request *request, struct str text, struct events *events)
{
    struct buf out;
    struct json_writer w;
    buf_init(&out, 0);
    json_writer_init(&w, &out, 0);
    head(request, "chat.completion.chunk", &w);
    json_open_array(&w, "choices");
    json_close_array(&w);
    usage(request, text, &w);
    json_close_object(&w);
    events_add(events, NULL, buf_str(&out));
    buf_release(&out);
}

void wire_chat_stream(const struct wire_request *request, const struct wire_reply *reply, struct events *events)
{
    struct str *parts, empty = STR("");
    size_t count = wire_cut(events->arena, reply->text, &parts);
    chunk(request, events, "assistant", &empty, NULL);
    for (size_t i = 0; i < count; i++)
        chunk(request, events, NULL, &parts[i], NULL);
    chunk(request, events, NULL, NULL, reply->finish != NULL ? reply->finish : "stop");
    if (request->include_usage)
        usage_chunk(request, reply->text, events);
    events_add(events, NULL, STR("[DONE]"));
}
