#include "understudy/serve.h"

#include "base/hash.h"
#include "base/lookup.h"
#include "base/rng.h"
#include "net/httpd.h"
#include "syntax/json_writer.h"
#include "understudy/brain.h"
#include "understudy/faults.h"
#include "understudy/wire.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    BODY_CEILING = 16 << 20,
    PERSONAS = 64, /* prompts whose persona is kept */
    SLOW_MS = 10000,
    REPEATED_LISTED = 100,
};

struct kept_persona {
    char *prompt; /* owned */
    size_t len;
    uint64_t hash;
    struct persona *persona;
};

struct understudy {
    struct arena arena;
    struct httpd *httpd;
    struct understudy_options options;
    struct fault_plan *plan;
    struct rng jitter;
    struct kept_persona personas[PERSONAS];
    size_t next_persona;
    struct lookup answered; /* how often each exchange was, by its hash */
    struct understudy_counts counts;
};

static const char *const json_headers[] = {"Content-Type", "application/json", NULL};
static const char *const event_headers[] = {"Content-Type", "text/event-stream", "Cache-Control", "no-cache", NULL};

static const struct persona *persona_for(struct understudy *understudy, struct str prompt)
{
    uint64_t hash = hash64(prompt, 7);
    for (size_t i = 0; i < PERSONAS; i++) {
        struct kept_persona *kept = &understudy->personas[i];
        if (kept->persona != NULL && kept->hash == hash && str_eq((struct str){kept->prompt, kept->len}, prompt))
            return kept->persona;
    }
    struct kept_persona *slot = &understudy->personas[understudy->next_persona++ % PERSONAS];
    persona_free(slot->persona);
    free(slot->prompt);
    slot->prompt = memory_alloc(prompt.len + 1);
    memcpy(slot->prompt, prompt.ptr != NULL ? prompt.ptr : "", prompt.len);
    slot->len = prompt.len;
    slot->hash = hash;
    slot->persona = persona_read(prompt);
    return slot->persona;
}

static uint64_t delay(struct understudy *understudy)
{
    return understudy->options.latency_ms + rng_below(&understudy->jitter, understudy->options.jitter_ms);
}

static void refuse(struct understudy *understudy, struct httpd_request *request, enum spoken_wire wire, unsigned status,
                   const char *const *headers, const char *type, const char *code, const char *message)
{
    struct buf out;
    buf_init(&out, 0);
    wire_error(wire, type, code, str_from(message), &out);
    understudy->counts.failed++;
    httpd_answer(request, status, headers != NULL ? headers : json_headers, buf_str(&out), 0);
    buf_release(&out);
}

static const char *type_of_status(enum spoken_wire wire, unsigned status)
{
    if (status == 429)
        return wire == SPOKEN_ANTHROPIC ? "rate_limit_error" : "requests";
    if (status == 401)
        return wire == SPOKEN_ANTHROPIC ? "authentication_error" : "invalid_request_error";
    if (status == 529)
        return "overloaded_error";
    return status >= 500 ? wire == SPOKEN_ANTHROPIC ? "api_error" : "server_error" : "invalid_request_error";
}

/* As careless servers do: "Incorrect API key provided: sk-...". */
static void echo_key(struct understudy *understudy, struct httpd_request *request, enum spoken_wire wire)
{
    struct str key = httpd_header(request, wire == SPOKEN_ANTHROPIC ? "x-api-key" : "authorization");
    char message[512];
    snprintf(message, sizeof message, "Incorrect API key provided: %.*s", (int)(key.len < 400 ? key.len : 400),
             key.ptr);
    refuse(understudy, request, wire, 401, json_headers, type_of_status(wire, 401), NULL, message);
}

/* A planned fault that replaces the answer; true when it was given. */
static bool fail(struct understudy *understudy, struct httpd_request *request, enum spoken_wire wire,
                 struct fault fault)
{
    static const char *const html_headers[] = {"Content-Type", "text/html", NULL};
    char seconds[16];
    const char *headers[] = {"Content-Type", "application/json", NULL, NULL, NULL};
    switch (fault.kind) {
    case FAULT_STATUS:
        snprintf(seconds, sizeof seconds, "%u", fault.retry_after);
        if (fault.retry_after > 0) {
            headers[2] = "Retry-After";
            headers[3] = seconds;
        }
        refuse(understudy, request, wire, fault.status, headers, type_of_status(wire, fault.status), NULL,
               "planned fault");
        return true;
    case FAULT_ECHO:
        echo_key(understudy, request, wire);
        return true;
    case FAULT_RESET:
        understudy->counts.failed++;
        httpd_drop(request);
        return true;
    case FAULT_HTML:
        understudy->counts.failed++;
        httpd_answer(request, 200, html_headers, STR("<!doctype html><title>Gateway</title><h1>Bad gateway</h1>\n"), 0);
        return true;
    case FAULT_JUNK:
        understudy->counts.failed++;
        httpd_answer(request, 200, json_headers, STR("{\"choices\": [{\"mess"), 0);
        return true;
    case FAULT_NONE:
    case FAULT_CUT:
    case FAULT_NO_CHOICES:
    case FAULT_NULL:
    case FAULT_EMPTY:
    case FAULT_LENGTH:
    case FAULT_FILTER:
    case FAULT_SLOW:
        break;
    }
    return false;
}

/* The faults that leave an answer: what they make of it. */
static void spoil(struct wire_reply *reply, enum fault_kind kind)
{
    reply->no_choices = kind == FAULT_NO_CHOICES;
    reply->null_content = kind == FAULT_NULL;
    if (kind == FAULT_NULL || kind == FAULT_EMPTY)
        reply->text = STR("");
    if (kind == FAULT_LENGTH || kind == FAULT_FILTER)
        reply->finish = kind == FAULT_LENGTH ? "length" : "content_filter";
}

static void answer_stream(struct httpd_request *request, const struct wire_request *asked,
                          const struct wire_reply *reply, uint64_t delay_ms, bool cut)
{
    struct str *pieces;
    size_t count = wire_stream(httpd_arena(request), asked, reply, &pieces);
    if (cut)
        count = count > 3 ? count / 2 : 1;
    httpd_stream(request, 200, event_headers, pieces, count, delay_ms, 0, cut);
}

static void answer_whole(struct httpd_request *request, const struct wire_request *asked,
                         const struct wire_reply *reply, uint64_t delay_ms, bool cut)
{
    struct buf out;
    buf_init(&out, 0);
    wire_write(asked, reply, &out);
    struct str body = buf_str(&out), half = str_slice(body, 0, body.len / 2);
    if (cut)
        httpd_stream(request, 200, json_headers, &half, 1, delay_ms, 0, true);
    else
        httpd_answer(request, 200, json_headers, body, delay_ms);
    buf_release(&out);
}

static void converse(struct understudy *understudy, struct httpd_request *request, enum spoken_wire wire)
{
    struct wire_request asked;
    struct brain_model model;
    struct error err = {0};
    struct fault fault = fault_for(understudy->plan, ++understudy->counts.requests);
    if (fail(understudy, request, wire, fault))
        return;
    struct arena *arena = httpd_arena(request);
    if (!wire_read(arena, wire, httpd_body(request), &asked, &err)) {
        refuse(understudy, request, wire, 400, NULL, "invalid_request_error", NULL, err.message);
        return;
    }
    if (!brain_model_from(asked.model, &model)) {
        const char *why =
            arena_printf(arena, "the model '%.*s' does not exist; GET /v1/models lists the understudy's temperaments",
                         STR_FORMAT(asked.model));
        refuse(understudy, request, wire, 404, NULL,
               wire == SPOKEN_ANTHROPIC ? "not_found_error" : "invalid_request_error", "model_not_found", why);
        return;
    }
    asked.model = brain_model_shown(arena, asked.model);
    const struct persona *persona = persona_for(understudy, asked.system);
    uint64_t seed = asked.has_seed ? asked.seed : understudy->options.seed;
    struct wire_reply reply = {.text = brain_reply(arena, persona, &model, seed, asked.messages, asked.count)};
    spoil(&reply, fault.kind);
    uint64_t delay_ms = delay(understudy) + (fault.kind == FAULT_SLOW ? SLOW_MS : 0);
    bool cut = fault.kind == FAULT_CUT;
    if (cut) {
        understudy->counts.failed++;
    } else {
        understudy->counts.answered++;
        ++*lookup_place(&understudy->answered, asked.hash);
    }
    if (asked.stream)
        answer_stream(request, &asked, &reply, delay_ms, cut);
    else
        answer_whole(request, &asked, &reply, delay_ms, cut);
}

static void list_models(struct httpd_request *request)
{
    struct buf out;
    struct json_writer w;
    buf_init(&out, 0);
    json_writer_init(&w, &out, 0);
    json_open_object(&w, NULL);
    json_put_cstring(&w, "object", "list");
    json_open_array(&w, "data");
    for (size_t i = 0; i < TEMPERAMENTS; i++) {
        char id[64];
        snprintf(id, sizeof id, "understudy:%s", temperament_name((enum temperament)i));
        json_open_object(&w, NULL);
        json_put_cstring(&w, "id", id);
        json_put_cstring(&w, "object", "model");
        json_put_integer(&w, "created", 0);
        json_put_cstring(&w, "owned_by", "fidelio");
        json_close_object(&w);
    }
    json_close_array(&w);
    json_close_object(&w);
    httpd_answer(request, 200, json_headers, buf_str(&out), 0);
    buf_release(&out);
}

static void list_repeated(const struct lookup *answered, struct json_writer *w)
{
    size_t listed = 0;
    json_open_array(w, "repeated");
    for (size_t i = 0; i <= answered->mask && listed < REPEATED_LISTED; i++) {
        const struct lookup_slot *slot = &answered->slots[i];
        char name[20];
        if (slot->number < 2)
            continue;
        snprintf(name, sizeof name, "%016" PRIx64, slot->key);
        json_open_object(w, NULL);
        json_put_cstring(w, "exchange", name);
        json_put_integer(w, "times", (int64_t)slot->number);
        json_close_object(w);
        listed++;
    }
    json_close_array(w);
}

static void show_stats(struct understudy *understudy, struct httpd_request *request)
{
    struct understudy_counts counts = understudy_counts(understudy);
    struct buf out;
    struct json_writer w;
    buf_init(&out, 0);
    json_writer_init(&w, &out, 0);
    json_open_object(&w, NULL);
    json_put_integer(&w, "requests", (int64_t)counts.requests);
    json_put_integer(&w, "answered", (int64_t)counts.answered);
    json_put_integer(&w, "failed", (int64_t)counts.failed);
    json_put_integer(&w, "unique", (int64_t)counts.unique);
    list_repeated(&understudy->answered, &w);
    json_close_object(&w);
    httpd_answer(request, 200, json_headers, buf_str(&out), 0);
    buf_release(&out);
}

static void handle(struct httpd_request *request, void *context)
{
    struct understudy *understudy = context;
    static const struct {
        const char *path;
        enum spoken_wire wire;
    } posts[] = {
        {"/v1/chat/completions", SPOKEN_CHAT}, {"/v1/responses", SPOKEN_RESPONSES}, {"/v1/messages", SPOKEN_ANTHROPIC}};
    static const char *const allow_post[] = {"Content-Type", "application/json", "Allow", "POST", NULL};
    static const char *const allow_get[] = {"Content-Type", "application/json", "Allow", "GET", NULL};
    struct str path = httpd_path(request), method = httpd_method(request);
    bool gets = str_eq_cstring(method, "GET");
    for (size_t i = 0; i < sizeof posts / sizeof *posts; i++) {
        if (!str_eq_cstring(path, posts[i].path))
            continue;
        if (str_eq_cstring(method, "POST"))
            converse(understudy, request, posts[i].wire);
        else
            refuse(understudy, request, posts[i].wire, 405, allow_post, "invalid_request_error", "method_not_allowed",
                   "use POST here");
        return;
    }
    bool models = str_eq_cstring(path, "/v1/models"), health = str_eq_cstring(path, "/healthz"),
         stats = str_eq_cstring(path, "/understudy/stats");
    if (!models && !health && !stats)
        refuse(understudy, request, SPOKEN_CHAT, 404, NULL, "invalid_request_error", "not_found",
               "there is nothing here; the understudy answers at /v1/chat/completions, /v1/responses, /v1/messages and "
               "/v1/models");
    else if (!gets)
        refuse(understudy, request, SPOKEN_CHAT, 405, allow_get, "invalid_request_error", "method_not_allowed",
               "use GET here");
    else if (models)
        list_models(request);
    else if (stats)
        show_stats(understudy, request);
    else
        httpd_answer(request, 200, json_headers, STR("{\"status\":\"ok\"}"), 0);
}

struct understudy *understudy_open(struct loop *loop, const struct understudy_options *options, struct error *err)
{
    struct understudy *understudy = memory_alloc(sizeof *understudy);
    arena_init(&understudy->arena);
    lookup_init(&understudy->answered, &understudy->arena, 0);
    if (options != NULL)
        understudy->options = *options;
    rng_init(&understudy->jitter, understudy->options.seed);
    understudy->plan = fault_plan_read(&understudy->arena, understudy->options.fail, err);
    if (understudy->plan != NULL)
        understudy->httpd = httpd_open(loop, understudy->options.port, BODY_CEILING, handle, understudy, err);
    if (understudy->httpd == NULL) {
        arena_release(&understudy->arena);
        free(understudy);
        return NULL;
    }
    return understudy;
}

void understudy_close(struct understudy *understudy)
{
    if (understudy == NULL)
        return;
    httpd_close(understudy->httpd);
    for (size_t i = 0; i < PERSONAS; i++) {
        persona_free(understudy->personas[i].persona);
        free(understudy->personas[i].prompt);
    }
    arena_release(&understudy->arena);
    free(understudy);
}

uint16_t understudy_port(const struct understudy *understudy)
{
    return httpd_port(understudy->httpd);
}

struct understudy_counts understudy_counts(const struct understudy *understudy)
{
    struct understudy_counts counts = understudy->counts;
    counts.unique = understudy->answered.count;
    return counts;
}
