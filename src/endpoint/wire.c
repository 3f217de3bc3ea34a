#include "endpoint/wire.h"

#include "endpoint/wire_ops.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct wire_ops *wire_ops_of(enum wire wire)
{
    static const struct wire_ops *const wires[] = {
        [WIRE_OPENAI_CHAT] = &wire_openai_chat,
        [WIRE_OPENAI_RESPONSES] = &wire_openai_responses,
        [WIRE_ANTHROPIC_MESSAGES] = &wire_anthropic_messages,
    };
    return wires[wire];
}

struct wire_stream {
    const struct endpoint *endpoint; /* borrowed */
    struct gathered gathered;
    struct wire_failure failure;
    struct arena kept;    /* what the gathered texts live in */
    struct arena scratch; /* of one event */
};

size_t wire_begin(const struct endpoint *endpoint, bool prompt, struct buf *body)
{
    return wire_ops_of(endpoint->wire)->begin(endpoint, prompt, body);
}

size_t wire_add(const struct endpoint *endpoint, bool from_model, struct str content, struct buf *body)
{
    struct json_writer w;
    if (wire_ops_of(endpoint->wire)->no_blanks && str_trim(content).len == 0)
        return 0;
    if (body->len > 0 && body->bytes[body->len - 1] != '[')
        buf_add_byte(body, ',');
    buf_add(body, from_model ? STR("{\"role\":\"assistant\",\"content\":") : STR("{\"role\":\"user\",\"content\":"));
    size_t place = body->len;
    json_writer_init(&w, body, 0);
    json_put_string(&w, NULL, content);
    buf_add_byte(body, '}');
    return place;
}

struct str wire_tail(const struct endpoint *endpoint)
{
    return str_from(wire_ops_of(endpoint->wire)->tail);
}

size_t wire_put_hole(struct json_writer *w, const char *key)
{
    json_put_raw(w, key, (struct str){0});
    return w->out->len;
}

void wire_put_sampling(const struct endpoint *endpoint, struct json_writer *w)
{
    if (endpoint->temperature >= 0)
        json_put_number(w, "temperature", endpoint->temperature);
    if (endpoint->top_p >= 0)
        json_put_number(w, "top_p", endpoint->top_p);
    if (endpoint->stream)
        json_put_bool(w, "stream", true);
    if (endpoint->parameters.len > 0)
        buf_printf(w->out, ",%.*s", STR_FORMAT(endpoint->parameters));
}

static void gathered_init(struct gathered *gathered, const struct endpoint *endpoint, struct arena *arena,
                          struct wire_failure *failure)
{
    *gathered = (struct gathered){.endpoint = endpoint, .arena = arena, .failure = failure};
    failure->why[0] = '\0';
    failure->of_the_text = false;
    buf_init(&gathered->content, 0); /* the transport's ceiling on the body bounds all three */
    buf_init(&gathered->reasoning, 0);
    buf_init(&gathered->refusal, 0);
}

static void gathered_release(struct gathered *gathered)
{
    buf_release(&gathered->content);
    buf_release(&gathered->reasoning);
    buf_release(&gathered->refusal);
}

static bool is_kind(struct str kind, const char *const *kinds)
{
    for (; *kinds != NULL; kinds++)
        if (str_eq_cstring(kind, *kinds))
            return true;
    return false;
}

static void gather_part(const struct json *part, struct gathered *gathered)
{
    static const char *const thinking[] = {"thinking", "reasoning", "reasoning_text", "summary_text", NULL};
    static const char *const speaking[] = {"text", "output_text", "", NULL};
    struct str kind = json_get_text(part, "type");
    if (is_kind(kind, thinking)) {
        const struct json *inner = json_get(part, "thinking");
        for (const struct json *text = inner != NULL ? inner->first : NULL; text != NULL; text = text->next)
            buf_add(&gathered->reasoning, json_get_text(text, "text"));
        buf_add(&gathered->reasoning,
                inner != NULL && inner->kind == JSON_STRING ? inner->text : json_get_text(part, "text"));
    } else if (str_eq_cstring(kind, "refusal")) {
        buf_add(&gathered->refusal, json_get_text(part, "refusal"));
    } else if (is_kind(kind, speaking)) {
        buf_add(&gathered->content, part->kind == JSON_STRING ? part->text : json_get_text(part, "text"));
    }
}

void wire_gather_content(const struct json *content, struct gathered *gathered)
{
    if (content == NULL)
        return;
    if (content->kind == JSON_STRING)
        buf_add(&gathered->content, content->text);
    if (content->kind == JSON_ARRAY)
        for (const struct json *part = content->first; part != NULL; part = part->next)
            gather_part(part, gathered);
}

static void keep_text(struct gathered *gathered, struct str *into, struct str text)
{
    if (text.len > 0 && !str_eq(*into, text))
        *into = str_dup(gathered->arena, text);
}

void wire_gather_names(const struct json *object, struct gathered *gathered)
{
    keep_text(gathered, &gathered->model, json_get_text(object, "model"));
    keep_text(gathered, &gathered->fingerprint, json_get_text(object, "system_fingerprint"));
    keep_text(gathered, &gathered->id, json_get_text(object, "id"));
}

enum finish wire_finish(const struct finish_name *names, struct str reason)
{
    while (names->name != NULL && !str_eq_cstring(reason, names->name))
        names++;
    return names->finish;
}

uint64_t wire_tokens(const struct json *usage, const char *key)
{
    double number = json_get_number(usage, key, 0);
    return number > 0 && number < 1e15 ? (uint64_t)number : 0;
}

static struct str add_up(struct arena *arena, const struct buf *text)
{
    return str_dup(arena, buf_str(text));
}

bool wire_is_html(struct str content_type, struct str body)
{
    struct str start = str_trim(str_slice(body, 0, 256));
    return str_find(content_type, STR("text/html")) != STR_NONE || str_starts(start, STR("<!")) ||
           str_starts(start, STR("<html")) || str_starts(start, STR("<HTML"));
}

/* 2xx, but no message of this wire in it. */
static void explain_shape(const struct endpoint *endpoint, unsigned status, struct str content_type, struct str body,
                          struct wire_failure *failure)
{
    const struct wire_ops *ops = wire_ops_of(endpoint->wire);
    char what[80];
    const char *version = "";
    snprintf(what, sizeof what, "sent JSON whose \"%s\" holds no reply", ops->reply_in);
    failure->status = status;
    failure->retry = WIRE_NO_RETRY;
    if (str_trim(body).len == 0) {
        snprintf(what, sizeof what, "sent an empty answer");
        failure->retry = WIRE_RETRY;
    } else if (wire_is_html(content_type, body)) {
        snprintf(what, sizeof what, "sent an HTML page instead of JSON");
        version = wire_version_advice(endpoint);
    }
    snprintf(failure->why, sizeof failure->why, "%.*s %s (status %u): is the base URL right, and does it speak %s?%s",
             STR_FORMAT(endpoint->name), what, status, ops->name, version);
}

static bool has_failed(const struct gathered *gathered)
{
    return gathered->failure->why[0] != '\0';
}

static bool settle(const struct gathered *gathered, struct arena *arena, struct wire_reply *reply)
{
    if (has_failed(gathered))
        return false;
    bool refused = gathered->content.len == 0 && gathered->refusal.len > 0;
    *reply = (struct wire_reply){
        .content = add_up(arena, refused ? &gathered->refusal : &gathered->content),
        .reasoning = add_up(arena, &gathered->reasoning),
        .finish = gathered->finish,
        .usage = gathered->usage,
        .has_usage = gathered->has_usage,
        .model = str_dup(arena, gathered->model),
        .fingerprint = str_dup(arena, gathered->fingerprint),
        .id = str_dup(arena, gathered->id),
    };
    return true;
}

static bool has_error(const struct json *body)
{
    const struct json *error = json_get(body, "error");
    return error != NULL && error->kind != JSON_NULL;
}

bool wire_decode(const struct endpoint *endpoint, struct arena *scratch, struct arena *arena, unsigned status,
                 struct str content_type, struct str body, struct wire_reply *reply, struct wire_failure *failure)
{
    struct gathered gathered;
    struct error err; /* of many bytes, which are not written when all is well */
    gathered_init(&gathered, endpoint, scratch, failure);
    bool empty = str_trim(body).len == 0;
    const struct json *tree = empty ? NULL : json_parse(scratch, body, NULL, 1, &err);
    bool good = status >= 200 && status < 300;
    bool decoded = false;
    if (good && tree != NULL)
        wire_ops_of(endpoint->wire)->answer(tree, &gathered);
    if (good && (gathered.has_message || has_failed(&gathered)))
        decoded = settle(&gathered, arena, reply);
    else if (!good || has_error(tree))
        wire_gather_error(endpoint, status, tree, body, failure);
    else if (tree == NULL && !empty && !wire_is_html(content_type, body))
        wire_explain_json(endpoint, status, &err, failure);
    else
        explain_shape(endpoint, status, content_type, body, failure);
    gathered_release(&gathered);
    return decoded;
}

struct wire_stream *wire_stream_new(const struct endpoint *endpoint)
{
    struct wire_stream *stream = memory_alloc(sizeof *stream);
    stream->endpoint = endpoint;
    arena_init(&stream->kept);
    gathered_init(&stream->gathered, endpoint, &stream->kept, &stream->failure);
    arena_init(&stream->scratch);
    return stream;
}

void wire_stream_free(struct wire_stream *stream)
{
    if (stream == NULL)
        return;
    gathered_release(&stream->gathered);
    arena_release(&stream->scratch);
    arena_release(&stream->kept);
    free(stream);
}

bool wire_stream_event(struct wire_stream *stream, struct str event, struct str data)
{
    struct gathered *gathered = &stream->gathered;
    if (gathered->over || has_failed(gathered))
        return false;
    if (str_eq_cstring(str_trim(data), "[DONE]")) {
        gathered->over = true;
        return false;
    }
    if (str_trim(data).len == 0)
        return true;
    struct error err;
    arena_clear(&stream->scratch);
    const struct json *tree = json_parse(&stream->scratch, data, NULL, 1, &err);
    if (tree == NULL)
        wire_explain_json(stream->endpoint, 200, &err, &stream->failure);
    else if (has_error(tree))
        wire_gather_error(stream->endpoint, 200, tree, data, &stream->failure);
    else
        wire_ops_of(stream->endpoint->wire)->event(event, tree, gathered);
    return !gathered->over && !has_failed(gathered);
}

void wire_stream_last_event(struct wire_stream *stream, struct str event, struct str data)
{
    struct error err;
    arena_clear(&stream->scratch);
    if (str_eq_cstring(str_trim(data), "[DONE]") || json_parse(&stream->scratch, data, NULL, 1, &err) != NULL)
        wire_stream_event(stream, event, data);
}

bool wire_stream_is_over(const struct wire_stream *stream)
{
    return stream->gathered.over;
}

bool wire_stream_end(struct wire_stream *stream, struct arena *arena, struct wire_reply *reply,
                     struct wire_failure *failure)
{
    const struct gathered *gathered = &stream->gathered;
    const bool broken = !gathered->over && gathered->finish == FINISH_UNKNOWN;
    if (!has_failed(gathered) && (broken || !gathered->has_message)) {
        stream->failure.status = 200;
        stream->failure.retry = WIRE_RETRY;
        snprintf(stream->failure.why, sizeof stream->failure.why,
                 broken ? "the stream of %.*s ended before the reply did"
                        : "%.*s sent a stream without a message in it",
                 STR_FORMAT(stream->endpoint->name));
    }
    *failure = stream->failure;
    return settle(gathered, arena, reply);
}

bool wire_split_thoughts(struct arena *arena, struct str content, struct str *speech, struct str *thoughts)
{
    static const struct str open = {"<think>", 7}, close = {"</think>", 8};
    *speech = content;
    *thoughts = (struct str){0};
    size_t first_open = str_find(content, open), first_close = str_find(content, close);
    if (first_open == STR_NONE && first_close == STR_NONE)
        return false;
    struct buf said, thought;
    buf_init(&said, 0);
    buf_init(&thought, 0);
    struct str rest = content;
    bool thinking =
        first_close != STR_NONE && (first_open == STR_NONE || first_close < first_open); /* opened in the prompt */
    while (rest.len > 0) {
        struct str tag = thinking ? close : open;
        size_t at = str_find(rest, tag);
        buf_add(thinking ? &thought : &said, str_slice(rest, 0, at));
        rest = at == STR_NONE ? (struct str){0} : str_slice(rest, at + tag.len, rest.len);
        thinking = !thinking;
    }
    *speech = str_dup(arena, str_trim(buf_str(&said)));
    *thoughts = str_dup(arena, str_trim(buf_str(&thought)));
    buf_release(&said);
    buf_release(&thought);
    return true;
}
