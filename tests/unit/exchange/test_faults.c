/* Walks the tables of docs/faults.md and its Chinese page: each fault is played by a real server on loopback. */
#include "base/file.h"
#include "exchange/exchange.h"
#include "support/no_such_host.h"
#include "support/raw_server.h"
#include "transcript/reason.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define JSON_HEAD "Content-Type: application/json\r\nConnection: close\r\n"
#define STREAM "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
#define MESSAGE(content, finish)                                                                                       \
    "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":" content                              \
    "},\"finish_reason\":\"" finish "\"}]}"
#define DELTA(content, finish)                                                                                         \
    "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" content "\"}" finish "}]}\n\n"
#define STOP ",\"finish_reason\":\"stop\""
#define TEXT(literal)                                                                                                  \
    {                                                                                                                  \
        (literal), sizeof(literal) - 1                                                                                 \
    } /* STR is no constant */
#define SEND(text)                                                                                                     \
    {                                                                                                                  \
        RAW_SEND, TEXT(text), 0, 0                                                                                     \
    }
#define ANSWER(status, headers, body)                                                                                  \
    {                                                                                                                  \
        SEND("HTTP/1.1 " status " X\r\n" JSON_HEAD headers "\r\n" body),                                               \
        {                                                                                                              \
            .kind = RAW_CLOSE                                                                                          \
        }                                                                                                              \
    }

enum { STEPS = 6 };
struct fault {
    const char *name;
    struct raw_step script[STEPS];
    bool stream;
    const char *url; /* instead of the server's */
    enum { AS_USUAL, FULL_DISK, WITH_KEY, IN_A_HURRY } setting;
};

/* MESSAGE("\"喂，你好\"", "stop") | gzip -n */
static const char packed[] = "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xab\x56\x4a\xce\xc8\xcf\x4c\x4e\x2d\x56"
                             "\xb2\x8a\xae\x56\xca\xcc\x4b\x49\xad\x50\xb2\x32\xd0\x51\xca\x4d\x2d\x2e\x4e\x4c"
                             "\x4f\x55\xb2\xaa\x56\x2a\xca\xcf\x01\xd2\x4a\x89\xc5\xc5\x99\xc5\x25\x89\x79\x25"
                             "\x4a\x3a\x4a\xc9\xf9\x79\x25\xa9\x40\x96\x95\xd2\xd3\x69\x4d\xef\xf7\xf4\x3c\xd9"
                             "\xbb\xe0\xe9\xd2\xbd\x4a\xb5\x3a\x4a\x69\x99\x79\x99\xc5\x19\xf1\x45\xa9\x89\xc5"
                             "\xf9\x79\x40\xf9\xe2\x92\xfc\x02\xa5\xda\xd8\x5a\x00\xb5\xde\x4a\x42\x68\x00\x00"
                             "\x00";
static const struct fault faults[] = {
    {"status-400", ANSWER("400", "", "{\"error\":{\"message\":\"bad field\"}}"), 0, 0, 0},
    {"status-401", ANSWER("401", "", "{\"error\":{\"message\":\"bad key\"}}"), 0, 0, 0},
    {"status-401-of-a-key", ANSWER("401", "", "{\"error\":{\"message\":\"bad key\"}}"), 0, 0, WITH_KEY},
    {"status-402", ANSWER("402", "", "{}"), 0, 0, 0},
    {"status-403", ANSWER("403", "", "{}"), 0, 0, 0},
    {"status-404", ANSWER("404", "", "{}"), 0, 0, 0},
    {"status-408", ANSWER("408", "", "{}"), 0, 0, 0},
    {"status-409", ANSWER("409", "", "{}"), 0, 0, 0},
    {"status-413", ANSWER("413", "", "{}"), 0, 0, 0},
    {"status-429", ANSWER("429", "", "{\"error\":{\"message\":\"slow\"}}"), 0, 0, 0},
    {"status-429-retry-after", ANSWER("429", "Retry-After: 0.05\r\n", "{}"), 0, 0, 0},
    {"status-429-retry-after-date",
     ANSWER("429", "Date: Tue, 20 Oct 2099 07:28:00 GMT\r\nRetry-After: Tue, 20 Oct 2099 07:28:00 GMT\r\n", "{}"), 0, 0,
     0},
    {"status-429-for-hours", ANSWER("429", "Retry-After: 7200\r\n", "{}"), 0, 0, 0},
    {"status-429-quota", ANSWER("429", "", "{\"error\":{\"message\":\"no\",\"code\":\"insufficient_quota\"}}"), 0, 0,
     0},
    {"status-500", ANSWER("500", "", "{\"error\":{\"message\":\"boom\"}}"), 0, 0, 0},
    {"status-502-html", ANSWER("502", "", "<html><title>502</title></html>"), 0, 0, 0},
    {"status-503", ANSWER("503", "", ""), 0, 0, 0},
    {"status-529", ANSWER("529", "", "{}"), 0, 0, 0},
    {"redirect", ANSWER("307", "Location: http://127.0.0.1:1/\r\n", ""), 0, 0, 0},
    {"connection-refused", {{.kind = RAW_CLOSE}}, 0, "http://127.0.0.1:1/v1", 0},
    {"no-such-host", {{.kind = RAW_CLOSE}}, 0, "http://" NO_SUCH_HOST "/v1", 0},
    {"tls-failure",
     {{.kind = RAW_GREET}, SEND("this is not TLS, whatever you hoped\n"), {.kind = RAW_CLOSE}},
     0,
     "https",
     0},
    {"not-http", {SEND("SSH-2.0-OpenSSH_9\r\n"), {.kind = RAW_CLOSE}}, 0, 0, 0},
    {"headers-too-long",
     {SEND("HTTP/1.1 200 OK\r\nX-Filler: "), {RAW_SEND, TEXT("aaaaaaaaaaaaaaaa"), 0, 40000}, {.kind = RAW_CLOSE}},
     0,
     0,
     0},
    {"reset-before-answer", {{.kind = RAW_RESET}}, 0, 0, 0},
    {"reset-in-body",
     {SEND("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"cho"), {.kind = RAW_SLEEP, .ms = 20}, {.kind = RAW_RESET}},
     0,
     0,
     0},
    {"close-in-body", {SEND("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"cho"), {.kind = RAW_CLOSE}}, 0, 0, 0},
    {"slow-first-byte", {{.kind = RAW_SLEEP, .ms = 3000}, {.kind = RAW_CLOSE}}, 0, 0, IN_A_HURRY},
    {"slow-trickle",
     {SEND("HTTP/1.1 200 OK\r\n\r\n"),
      {RAW_DRIP, TEXT("                                                  "), 60, 0},
      {.kind = RAW_CLOSE}},
     0,
     0,
     IN_A_HURRY},
    {"stalled-body",
     {SEND("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"cho"),
      {.kind = RAW_SLEEP, .ms = 3000},
      {.kind = RAW_CLOSE}},
     0,
     0,
     IN_A_HURRY},
    {"stalled-stream",
     {SEND(STREAM DELTA("喂", "")), {.kind = RAW_SLEEP, .ms = 3000}, {.kind = RAW_CLOSE}},
     true,
     0,
     IN_A_HURRY},
    {"stream-cut-in-event", {SEND(STREAM DELTA("喂", "") "data: {\"choi"), {.kind = RAW_CLOSE}}, true, 0, 0},
    {"stream-cut-between-events", {SEND(STREAM DELTA("喂", "")), {.kind = RAW_CLOSE}}, true, 0, 0},
    {"stream-error-event",
     {SEND(STREAM DELTA("喂", "") "data: {\"error\":{\"message\":\"broken\",\"type\":\"server_error\"}}\n\n"),
      {.kind = RAW_CLOSE}},
     true,
     0,
     0},
    {"stream-not-json", {SEND(STREAM "data: {oops\n\ndata: [DONE]\n\n"), {.kind = RAW_CLOSE}}, true, 0, 0},
    {"stream-cut-in-a-character",
     {SEND(STREAM),
      {RAW_DRIP, TEXT(DELTA("喂，", "") DELTA("你好", STOP) "data: [DONE]\n\n"), 0, 0},
      {.kind = RAW_CLOSE}},
     true,
     0,
     0},
    {"stream-without-its-last-line-feeds",
     {SEND(STREAM DELTA("喂，", "") "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"你好\"}" STOP "}]}"),
      {.kind = RAW_CLOSE}},
     true,
     0,
     0},
    {"stream-done-then-stalled",
     {SEND(STREAM DELTA("喂，你好", STOP) "data: [DONE]\n\n"), {.kind = RAW_SLEEP, .ms = 3000}, {.kind = RAW_CLOSE}},
     true,
     0,
     IN_A_HURRY},
    {"stream-of-another-type",
     {SEND("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n" DELTA("喂，你好",
                                                                                            STOP) "data: [DONE]\n\n"),
      {.kind = RAW_CLOSE}},
     true,
     0,
     0},
    {"stream-not-asked-for", {SEND(STREAM DELTA("喂，你好", STOP) "data: [DONE]\n\n"), {.kind = RAW_CLOSE}}, 0, 0, 0},
    {"stream-broken-off-by-server",
     {SEND(STREAM DELTA("喂", ",\"finish_reason\":\"abort\"") "data: [DONE]\n\n"), {.kind = RAW_CLOSE}},
     true,
     0,
     0},
    {"stream-answered-whole", ANSWER("200", "", MESSAGE("\"喂，你好\"", "stop")), true, 0, 0},
    {"chunks-cut-in-a-character",
     {SEND("HTTP/1.1 200 OK\r\nTransfer-Encoding: "
           "chunked\r\n\r\n25\r\n{\"choices\":[{\"message\":{\"content\":\"\xe5\x96\r\n"),
      {.kind = RAW_SLEEP, .ms = 20},
      SEND("c\r\n\x82\xef\xbc\x8c\xe4\xbd\xa0\xe5\xa5\xbd\"}\r\n"),
      {.kind = RAW_SLEEP, .ms = 20},
      SEND("3\r\n}]}\r\n0\r\n\r\n"),
      {.kind = RAW_CLOSE}},
     0,
     0,
     0},
    {"wrong-content-type",
     {SEND("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n" MESSAGE("\"喂，你好\"", "stop")),
      {.kind = RAW_CLOSE}},
     0,
     0,
     0},
    {"html-page",
     {SEND("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<!doctype html><p>hello"),
      {.kind = RAW_CLOSE}},
     0,
     0,
     0},
    {"gzip",
     {SEND("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n"),
      {RAW_SEND, {packed, sizeof packed - 1}, 0, 0},
      {.kind = RAW_CLOSE}},
     0,
     0,
     0},
    {"broken-gzip",
     {SEND("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n{\"choices\":[]}"),
      {.kind = RAW_CLOSE}},
     0,
     0,
     0},
    {"empty-body", ANSWER("200", "", ""), 0, 0, 0},
    {"invalid-json", ANSWER("200", "", "{\"choices\": [{"), 0, 0, 0},
    {"invalid-utf-8", ANSWER("200", "", MESSAGE("\"\xff\"", "stop")), 0, 0, 0},
    {"wrong-shape", ANSWER("200", "", "{\"answer\": 42}"), 0, 0, 0},
    {"no-choices", ANSWER("200", "", "{\"choices\": []}"), 0, 0, 0},
    {"error-in-a-200", ANSWER("200", "", "{\"error\":{\"message\":\"boom\",\"code\":500}}"), 0, 0, 0},
    {"huge-body",
     {SEND("HTTP/1.1 200 OK\r\nContent-Length: 104857600\r\n\r\n"),
      {RAW_SEND, TEXT("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"), 0, 1638400},
      {.kind = RAW_CLOSE}},
     0,
     0,
     0},
    {"content-as-parts",
     ANSWER("200", "",
            MESSAGE("[{\"type\":\"text\",\"text\":\"喂，\"},{\"type\":\"text\",\"text\":\"你好\"}]", "stop")),
     0, 0, 0},
    {"content-null", ANSWER("200", "", MESSAGE("null", "stop")), 0, 0, 0},
    {"tool-call", ANSWER("200", "", MESSAGE("null,\"tool_calls\":[{\"id\":\"1\"}]", "tool_calls")), 0, 0, 0},
    {"content-filter", ANSWER("200", "", MESSAGE("\"\"", "content_filter")), 0, 0, 0},
    {"broken-off-by-server", ANSWER("200", "", MESSAGE("\"喂\"", "insufficient_system_resource")), 0, 0, 0},
    {"cut-by-length", ANSWER("200", "", MESSAGE("\"喂\"", "length")), 0, 0, 0},
    {"two-choices",
     ANSWER("200", "",
            "{\"choices\":[{\"index\":1,\"message\":{\"content\":\"不\"}},{\"index\":0,\"message\":{\"content\":"
            "\"喂，你好\"}}]}"),
     0, 0, 0},
    {"thoughts-in-content", ANSWER("200", "", MESSAGE("\"<think>想</think>\\n喂，你好\"", "stop")), 0, 0, 0},
    {"tape-full", ANSWER("200", "", MESSAGE("\"喂，你好\"", "stop")), 0, 0, FULL_DISK},
};
static const struct raw_step good[] = {SEND("HTTP/1.1 200 OK\r\n" JSON_HEAD "\r\n" MESSAGE("\"好了\"", "stop")),
                                       {.kind = RAW_CLOSE}};

struct told {
    struct loop *loop;
    bool ok;
    enum ended_by ended_by;
    char content[256], why[1024];
};

static void note(const struct exchange_reply *reply, void *context)
{
    struct told *told = context;
    told->ok = reply->ok;
    told->ended_by = reply->ended_by;
    snprintf(told->content, sizeof told->content, "%.*s", STR_FORMAT(reply->content));
    snprintf(told->why, sizeof told->why, "%.*s", STR_FORMAT(reply->why));
    loop_stop(told->loop);
}

static void fill_disk(struct rlimit *old)
{
    struct rlimit small;
    getrlimit(RLIMIT_FSIZE, old);
    small = (struct rlimit){100, old->rlim_max};
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &small);
}

static struct told ask(struct endpoint *endpoint, const char *tape_path, bool full_disk)
{
    struct error err = {0};
    struct told told = {.loop = loop_new(&err)};
    struct rlimit old;
    struct tape *tape = tape_open(tape_path, false, false, NULL, &err);
    struct exchange_options options = {.retries = 2, .backoff_ms = 2};
    struct exchange *exchange = exchange_open(told.loop, tape, &options, &err);
    cr_assert_not_null(exchange, "%s", err.message);
    struct exchange_thread *thread =
        exchange_thread_new(exchange, endpoint, STR("你是张强"), STR("s"), 1, STR("s/m/1"));
    exchange_thread_add(thread, false, STR("您好"));
    if (full_disk)
        fill_disk(&old);
    exchange_ask(thread, note, &told);
    loop_run(told.loop);
    cr_expect_eq(exchange_broken(exchange, NULL), full_disk);
    exchange_thread_free(thread);
    exchange_close(exchange);
    tape_close(tape);
    if (full_disk)
        setrlimit(RLIMIT_FSIZE, &old);
    loop_free(told.loop);
    return told;
}

/* Plays the fault; `recovers`: only once, then a good answer. */
static struct told play(const struct fault *fault, bool recovers, size_t *requests)
{
    const struct raw_step *scripts[] = {fault->script, good};
    char url[64], folder[] = "/tmp/fidelio-fault-XXXXXX", path[64];
    struct raw_server *server = raw_server_start(scripts, recovers ? 2 : 1);
    struct endpoint endpoint;
    bool tls = fault->url != NULL && strcmp(fault->url, "https") == 0;
    bool hurry = fault->setting == IN_A_HURRY;
    snprintf(url, sizeof url, "%s://127.0.0.1:%u/v1", tls ? "https" : "http", (unsigned)raw_server_port(server));
    snprintf(path, sizeof path, "%s/tape.jsonl", mkdtemp(folder));
    endpoint_init(&endpoint);
    endpoint.name = endpoint.model = STR("m");
    endpoint.stream = fault->stream;
    setenv("FIDELIO_FAULTS_KEY", "sk-of-nobody", 1);
    endpoint.api_key_env = fault->setting == WITH_KEY ? STR("FIDELIO_FAULTS_KEY") : STR("");
    endpoint.base_url = str_from(fault->url != NULL && !tls ? fault->url : url);
    endpoint.connect_ms = 5000;
    endpoint.first_byte_ms = hurry ? 800 : 30000;
    endpoint.stall_ms = hurry ? 700 : 30000;
    endpoint.total_ms = hurry ? 1600 : 60000;
    struct told told = ask(&endpoint, path, fault->setting == FULL_DISK);
    *requests = tls ? 0 : raw_server_requests(server);
    raw_server_stop(server);
    unlink(path);
    rmdir(folder);
    return told;
}

/* A row of the table, as a page has it. */
struct row {
    char name[64], requests[16], ends[16], words[256];
};

static void check_chinese(const struct row *row, const char *why)
{
    struct arena arena;
    arena_init(&arena);
    struct str said = reason_in_chinese(&arena, str_from(why));
    cr_expect_neq(str_find(said, str_from(row->words)), STR_NONE, "%s: %.*s", row->name, STR_FORMAT(said));
    arena_release(&arena);
}

static void check(const struct fault *fault, const struct row *row, const struct row *chinese)
{
    size_t requests = (size_t)atoi(row->requests), got;
    struct told told = play(fault, false, &got);
    bool is_reply = strcmp(row->ends, "reply") == 0;
    cr_expect_eq(got, requests, "%s: %zu requests, not %zu", fault->name, got, requests);
    cr_expect_eq(told.ok, is_reply, "%s: %s", fault->name, told.why);
    cr_expect_eq(strcmp(chinese->ends, "回复") == 0, is_reply, "%s: %s", fault->name, chinese->ends);
    if (is_reply) {
        cr_expect_str_eq(told.content, row->words, "%s: %s", fault->name, told.content);
        cr_expect_str_eq(told.content, chinese->words, "%s: %s", fault->name, chinese->words);
    } else {
        cr_expect_not_null(strstr(told.why, row->words), "%s: %s", fault->name, told.why);
        check_chinese(chinese, told.why);
        cr_expect_null(strchr(told.why, '\n'), "%s", fault->name);
        cr_expect_eq(told.ended_by, ENDED_ERROR);
    }
    if (requests > 1) {
        told = play(fault, true, &got);
        cr_expect(told.ok, "%s, once: %s", fault->name, told.why);
        cr_expect_str_eq(told.content, "好了");
        cr_expect_eq(got, 2, "%s, once: %zu requests", fault->name, got);
    }
}

static bool cell(struct str *row, char *into, size_t room)
{
    size_t bar = str_find_byte(*row, '|');
    if (bar == STR_NONE)
        return false;
    struct str text = str_trim(str_slice(*row, 0, bar));
    *row = str_slice(*row, bar + 1, row->len);
    snprintf(into, room, "%.*s", STR_FORMAT(text));
    return true;
}

static bool next_row(struct str *rest, struct row *row)
{
    struct str line;
    while (str_next_line(rest, &line)) {
        if (!str_starts(line, STR("| `")))
            continue;
        line = str_slice(line, 1, line.len);
        return cell(&line, row->name, sizeof row->name) && cell(&line, row->requests, sizeof row->requests) &&
               cell(&line, row->ends, sizeof row->ends) && cell(&line, row->words, sizeof row->words);
    }
    return false;
}

static const struct fault *find(const char *quoted)
{
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
        if (strncmp(quoted + 1, faults[i].name, strlen(faults[i].name)) == 0 &&
            quoted[strlen(faults[i].name) + 1] == '`')
            return &faults[i];
    return NULL;
}

/* The table is cut into parts that run side by side. */
static void walk(size_t part, size_t parts)
{
    struct buf english_page, chinese_page;
    struct row row, chinese;
    size_t rows = 0;
    buf_init(&english_page, 0);
    buf_init(&chinese_page, 0);
    cr_assert(file_read("docs/faults.md", &english_page, NULL));
    cr_assert(file_read("docs/faults.zh-CN.md", &chinese_page, NULL));
    struct str english_rest = buf_str(&english_page), chinese_rest = buf_str(&chinese_page);
    for (; next_row(&english_rest, &row); rows++) {
        const struct fault *fault = find(row.name);
        cr_expect_not_null(fault, "%s stands in docs/faults.md, and nothing plays it", row.name);
        cr_assert(next_row(&chinese_rest, &chinese));
        cr_expect_str_eq(chinese.name, row.name);
        cr_expect_str_eq(chinese.requests, row.requests, "%s", row.name);
        if (fault != NULL && rows % parts == part)
            check(fault, &row, &chinese);
    }
    cr_expect_eq(rows, sizeof faults / sizeof *faults, "each fault that is played stands in docs/faults.md");
    buf_release(&english_page);
    buf_release(&chinese_page);
}

Test(faults, end_as_the_table_says_1)
{
    walk(0, 4);
}

Test(faults, end_as_the_table_says_2)
{
    walk(1, 4);
}

Test(faults, end_as_the_table_says_3)
{
    walk(2, 4);
}

Test(faults, end_as_the_table_says_4)
{
    walk(3, 4);
}
