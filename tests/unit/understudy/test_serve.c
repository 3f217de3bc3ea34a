#include "base/arena.h"
#include "net/http.h"
#include "syntax/json.h"
#include "understudy/serve.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

struct got {
    enum http_outcome outcome;
    unsigned status;
    char body[64 << 10], type[64], retry_after[16];
    struct loop *loop;
};

static void keep(const struct http_response *response, void *context)
{
    struct got *got = context;
    got->outcome = response->outcome;
    got->status = response->status;
    snprintf(got->body, sizeof got->body, "%.*s", STR_FORMAT(response->body));
    snprintf(got->type, sizeof got->type, "%.*s", STR_FORMAT(response->content_type));
    snprintf(got->retry_after, sizeof got->retry_after, "%.*s", STR_FORMAT(response->retry_after));
    loop_stop(got->loop);
}

static struct loop *loop;
static struct http *http;
static struct understudy *understudy;
static struct got got;

static void start(const struct understudy_options *options)
{
    struct error err = {0};
    struct http_options client = {.in_flight = 2};
    loop = loop_new(&err);
    http = http_open(loop, &client, &err);
    understudy = understudy_open(loop, options, &err);
    cr_assert_not_null(understudy, "%s", err.message);
}

static void stop(void)
{
    http_close(http);
    understudy_close(understudy);
    loop_free(loop);
}

static void send(const char *method, const char *path, const char *body)
{
    char url[128];
    snprintf(url, sizeof url, "http://127.0.0.1:%u%s", understudy_port(understudy), path);
    struct http_request request = {
        .method = method, .url = url, .body = {str_from(body)}, .timeouts = {2000, 5000, 5000, 10000}};
    got = (struct got){.loop = loop};
    http_start(http, &request, NULL, keep, &got);
    loop_run(loop);
}

#define CHAT                                                                                                              \
    "{\"model\":\"understudy:faithful\",\"seed\":7,\"messages\":[{\"role\":\"system\",\"content\":\"你在接电话\"},{" \
    "\"role\":\"user\",\"content\":\"您好，请问是韩先生吗？\"}]"

static struct json *parsed(struct arena *arena)
{
    struct error err = {0};
    struct json *json = json_parse(arena, str_from(got.body), "answer", 1, &err);
    cr_assert_not_null(json, "%s: %s", err.message, got.body);
    return json;
}

Test(serve, a_chat_completion_has_the_wires_shape_and_is_the_same_again)
{
    char first[sizeof got.body];
    struct arena arena;
    arena_init(&arena);
    start(NULL);
    send("POST", "/v1/chat/completions", CHAT "}");
    cr_assert_eq(got.status, 200, "%s", got.body);
    cr_assert_str_eq(got.type, "application/json");
    struct json *json = parsed(&arena);
    const struct json *choice = json_get(json, "choices")->first;
    cr_assert(str_eq_cstring(json_get_text(json, "object"), "chat.completion"));
    cr_assert(str_eq_cstring(json_get_text(json, "system_fingerprint"), "understudy"));
    cr_assert(str_eq_cstring(json_get_text(choice, "finish_reason"), "stop"));
    cr_assert_gt(json_get_text(json_get(choice, "message"), "content").len, 0);
    cr_assert_gt(json_get_number(json_get(json, "usage"), "prompt_tokens", 0), 0);
    strcpy(first, got.body);
    send("POST", "/v1/chat/completions", CHAT "}");
    cr_assert_str_eq(got.body, first);
    struct understudy_counts counts = understudy_counts(understudy);
    cr_assert_eq(counts.answered, 2);
    cr_assert_eq(counts.unique, 1);
    send("GET", "/understudy/stats", "");
    cr_assert_eq(json_get_number(json_get(parsed(&arena), "repeated")->first, "times", 0), 2);
    stop();
    arena_release(&arena);
}

/* The pieces of "data:" lines put together. */
static void gather(const char *field, char *text, size_t size)
{
    struct arena arena;
    arena_init(&arena);
    struct str rest = str_from(got.body), line;
    text[0] = '\0';
    while (str_next_line(&rest, &line)) {
        if (!str_starts(line, STR("data: {")))
            continue;
        struct json *event = json_parse(&arena, str_slice(line, 6, line.len), "event", 1, NULL);
        cr_assert_not_null(event, "%.*s", STR_FORMAT(line));
        const struct json *choices = json_get(event, "choices"), *delta = json_get(event, "delta");
        if (choices != NULL)
            delta = choices->first != NULL ? json_get(choices->first, "delta") : NULL;
        struct str piece = delta != NULL && delta->kind == JSON_STRING ? delta->text : json_get_text(delta, field);
        snprintf(text + strlen(text), size - strlen(text), "%.*s", STR_FORMAT(piece));
    }
    arena_release(&arena);
}

Test(serve, a_stream_says_what_the_whole_answer_says)
{
    char streamed[4096];
    struct arena arena;
    arena_init(&arena);
    start(NULL);
    send("POST", "/v1/chat/completions", CHAT "}");
    struct str whole = json_get_text(json_get(json_get(parsed(&arena), "choices")->first, "message"), "content");
    send("POST", "/v1/chat/completions", CHAT ",\"stream\":true,\"stream_options\":{\"include_usage\":true}}");
    cr_assert_str_eq(got.type, "text/event-stream");
    cr_assert_not_null(strstr(got.body, "data: [DONE]"));
    cr_assert_not_null(strstr(got.body, "\"usage\""));
    gather("content", streamed, sizeof streamed);
    cr_assert(str_eq_cstring(whole, streamed), "%s", streamed);
    stop();
    arena_release(&arena);
}

Test(serve, the_other_wires_say_the_same_words)
{
    static const char anthropic[] = "{\"model\":\"leaky\",\"max_tokens\":99,\"system\":\"You are on the "
                                    "phone\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":"
                                    "\"text\",\"text\":\"Hello, is this Ada?\"}]}]";
    static const char responses[] = "{\"model\":\"leaky\",\"instructions\":\"You are on the "
                                    "phone\",\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_text\","
                                    "\"text\":\"Hello, is this Ada?\"}]}]";
    char body[1024], streamed[4096];
    struct arena arena;
    arena_init(&arena);
    start(NULL);
    snprintf(body, sizeof body, "%s}", anthropic);
    send("POST", "/v1/messages", body);
    cr_assert_eq(got.status, 200, "%s", got.body);
    struct json *message = parsed(&arena);
    struct str words = json_get_text(json_get(message, "content")->first, "text");
    cr_assert(str_eq_cstring(json_get_text(message, "stop_reason"), "end_turn"));
    snprintf(body, sizeof body, "%s,\"stream\":true}", anthropic);
    send("POST", "/v1/messages", body);
    cr_assert_not_null(strstr(got.body, "event: message_stop"));
    gather("text", streamed, sizeof streamed);
    cr_assert(str_eq_cstring(words, streamed), "%s", streamed);
    snprintf(body, sizeof body, "%s}", responses);
    send("POST", "/v1/responses", body);
    struct json *response = parsed(&arena);
    cr_assert(str_eq_cstring(json_get_text(response, "status"), "completed"));
    cr_assert(str_eq(json_get_text(json_get(json_get(response, "output")->first, "content")->first, "text"), words));
    snprintf(body, sizeof body, "%s,\"stream\":true}", responses);
    send("POST", "/v1/responses", body);
    gather("", streamed, sizeof streamed);
    cr_assert(str_eq_cstring(words, streamed), "%s", streamed);
    cr_assert_not_null(strstr(got.body, "event: response.completed"));
    stop();
    arena_release(&arena);
}

Test(serve, mistakes_get_the_wires_own_errors)
{
    static const struct {
        const char *method, *path, *body;
        unsigned status;
    } cases[] = {{"POST", "/v1/chat/completions", "", 400},
                 {"POST", "/v1/chat/completions", "[]", 400},
                 {"POST", "/v1/chat/completions", "{\"model\":\"faithful\"}", 400},
                 {"POST", "/v1/chat/completions", "{\"model\":\"faithful\",\"messages\":[]}", 400},
                 {"POST", "/v1/chat/completions",
                  "{\"model\":\"faithful\",\"messages\":[{\"role\":\"tool\",\"content\":\"x\"}]}", 400},
                 {"POST", "/v1/chat/completions", "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}", 400},
                 {"POST", "/v1/chat/completions",
                  "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}", 404},
                 {"GET", "/v1/chat/completions", "", 405},
                 {"POST", "/v1/models", "{}", 405},
                 {"GET", "/v2/anything", "", 404}};
    struct arena arena;
    arena_init(&arena);
    start(NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        send(cases[i].method, cases[i].path, cases[i].body);
        cr_expect_eq(got.status, cases[i].status, "%s %s %s: %u", cases[i].method, cases[i].path, cases[i].body,
                     got.status);
        cr_expect_gt(json_get_text(json_get(parsed(&arena), "error"), "message").len, 0);
    }
    send("GET", "/v1/models", "");
    cr_assert_not_null(strstr(got.body, "understudy:clinging"));
    send("GET", "/healthz", "");
    cr_assert_eq(got.status, 200);
    stop();
    arena_release(&arena);
}

Test(serve, planned_faults_happen_when_they_are_planned)
{
    struct understudy_options options = {
        .fail = "at=1:429+2,at=2:reset,at=3:html,at=4:null,at=5:nochoices,at=6:length,at=7:cut,at=8:junk"};
    start(&options);
    send("POST", "/v1/chat/completions", CHAT "}");
    cr_assert_eq(got.status, 429);
    cr_assert_str_eq(got.retry_after, "2");
    send("POST", "/v1/chat/completions", CHAT "}");
    cr_assert_eq(got.outcome, HTTP_RESET);
    send("POST", "/v1/chat/completions", CHAT "}");
    cr_assert_not_null(strstr(got.body, "<!doctype html>"));
    send("POST", "/v1/chat/completions", CHAT "}");
    cr_assert_not_null(strstr(got.body, "\"content\":null"));
    send("POST", "/v1/chat/completions", CHAT "}");
    cr_assert_null(strstr(got.body, "choices"));
    send("POST", "/v1/chat/completions", CHAT "}");
    cr_assert_not_null(strstr(got.body, "\"finish_reason\":\"length\""));
    send("POST", "/v1/chat/completions", CHAT "}");
    cr_assert_eq(got.outcome, HTTP_RESET);
    send("POST", "/v1/chat/completions", CHAT "}");
    cr_assert_eq(got.status, 200);
    send("POST", "/v1/chat/completions", CHAT "}");
    cr_assert_not_null(strstr(got.body, "\"finish_reason\":\"stop\""));
    cr_assert_eq(understudy_counts(understudy).requests, 9);
    stop();
}

Test(serve, a_bad_plan_and_a_taken_port_are_refused)
{
    struct error err = {0};
    struct understudy_options bad = {.fail = "sometimes"};
    start(NULL);
    cr_assert_null(understudy_open(loop, &bad, &err));
    cr_assert_eq(err.kind, ERROR_USER);
    struct understudy_options taken = {.port = understudy_port(understudy)};
    cr_assert_null(understudy_open(loop, &taken, &err));
    stop();
}
