#include "base/arena.h"
#include "net/httpd.h"
#include "support/raw_client.h"

#include <criterion/criterion.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

enum { CEILING = 1000, PATIENCE_MS = 30000 };

struct bench {
    struct loop *loop;
    struct httpd *httpd;
    atomic_int waiting; /* clients that are not done */
    int handled;
    uint64_t delay_ms;
    struct httpd_request *kept;
};

static void client_done(void *context)
{
    struct bench *bench = context;
    atomic_fetch_sub(&bench->waiting, 1);
}

static void watch(void *context)
{
    struct bench *bench = context;
    if (atomic_load(&bench->waiting) == 0) {
        loop_stop(bench->loop);
    } else {
        loop_after(bench->loop, 5, watch, bench);
    }
}

static void open_bench(struct bench *bench, httpd_handler *handler)
{
    struct error err = {0};
    *bench = (struct bench){.loop = loop_new(&err)};
    cr_assert_not_null(bench->loop, "%s", err.message);
    bench->httpd = httpd_open(bench->loop, 0, CEILING, handler, bench, &err);
    cr_assert_not_null(bench->httpd, "%s", err.message);
}

static void close_bench(struct bench *bench)
{
    httpd_close(bench->httpd);
    loop_free(bench->loop);
}

static struct raw_client *say(struct bench *bench, struct str bytes)
{
    atomic_fetch_add(&bench->waiting, 1);
    return raw_client_start(httpd_port(bench->httpd), bytes, PATIENCE_MS, client_done, bench);
}

static void run_until_answered(struct bench *bench)
{
    loop_after(bench->loop, 5, watch, bench);
    loop_run(bench->loop);
}

#define GET "GET /a/b?x=1%202&y=%E4%BD%A0 HTTP/1.1\r\nHost: h\r\nX-Test: v\r\nConnection: close\r\n\r\n"

static void echo(struct httpd_request *request, void *context)
{
    struct bench *bench = context;
    bench->handled++;
    const char *headers[] = {"Content-Type", "text/plain", NULL};
    struct str x = httpd_query(request, "x"), y = httpd_query(request, "y"), header = httpd_header(request, "x-test");
    struct str method = httpd_method(request), path = httpd_path(request), body = httpd_body(request);
    char *text = arena_printf(httpd_arena(request), "%.*s|%.*s|%.*s|%.*s|%.*s|%.*s", STR_FORMAT(method),
                              STR_FORMAT(path), STR_FORMAT(x), STR_FORMAT(y), STR_FORMAT(header), STR_FORMAT(body));
    httpd_answer(request, 200, headers, str_from(text), bench->delay_ms);
}

Test(httpd, tells_method_path_query_and_headers)
{
    struct bench bench;
    open_bench(&bench, echo);
    struct raw_client *client = say(&bench, STR(GET));
    run_until_answered(&bench);
    struct str answer = raw_client_wait(client);
    cr_expect(str_starts(answer, STR("HTTP/1.1 200 OK\r\n")), "%s", answer.ptr);
    cr_expect(str_ends(answer, STR("GET|/a/b|1 2|你|v|")), "%s", answer.ptr);
    raw_client_free(client);
    close_bench(&bench);
}

Test(httpd, gathers_a_body_that_comes_in_chunks)
{
    struct bench bench;
    open_bench(&bench, echo);
    struct raw_client *client =
        say(&bench, STR("POST /p HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nConnection: "
                        "close\r\n\r\n2\r\n\xe4\xbd\r\n4\r\n\xa0"
                        "abc\r\n0\r\n\r\n"));
    run_until_answered(&bench);
    cr_expect(str_ends(raw_client_wait(client), STR("POST|/p||||你abc")));
    cr_expect_eq(bench.handled, 1);
    raw_client_free(client);
    close_bench(&bench);
}

Test(httpd, answers_after_the_delay)
{
    struct bench bench;
    open_bench(&bench, echo);
    bench.delay_ms = 120;
    struct raw_client *client = say(&bench, STR(GET));
    run_until_answered(&bench);
    cr_expect(str_starts(raw_client_wait(client), STR("HTTP/1.1 200 OK\r\n")));
    cr_expect_geq(raw_client_first_byte_ms(client), 115);
    raw_client_free(client);
    close_bench(&bench);
}

static void answer_kept(void *context)
{
    struct bench *bench = context;
    httpd_answer(bench->kept, 202, NULL, STR("later"), 0);
}

static void keep(struct httpd_request *request, void *context)
{
    struct bench *bench = context;
    bench->kept = request;
    loop_after(bench->loop, 30, answer_kept, bench);
}

Test(httpd, lets_the_handler_answer_from_a_timer)
{
    struct bench bench;
    open_bench(&bench, keep);
    struct raw_client *client = say(&bench, STR(GET));
    run_until_answered(&bench);
    struct str answer = raw_client_wait(client);
    cr_expect(str_starts(answer, STR("HTTP/1.1 202 ")), "%s", answer.ptr);
    cr_expect(str_ends(answer, STR("later")));
    raw_client_free(client);
    close_bench(&bench);
}

Test(httpd, refuses_a_body_over_the_ceiling_with_413)
{
    static char announced[4096], chunked[4096];
    int head =
        snprintf(announced, sizeof announced, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n", CEILING + 1);
    memset(announced + head, 'x', CEILING + 1);
    int start = snprintf(chunked, sizeof chunked,
                         "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n", CEILING + 1);
    memset(chunked + start, 'x', CEILING + 1);
    strcpy(chunked + start + CEILING + 1, "\r\n0\r\n\r\n");
    struct bench bench;
    open_bench(&bench, echo);
    struct raw_client *one = say(&bench, (struct str){announced, (size_t)head + CEILING + 1});
    struct raw_client *two = say(&bench, str_from(chunked));
    run_until_answered(&bench);
    cr_expect(str_starts(raw_client_wait(one), STR("HTTP/1.1 413 ")), "%s", "no 413");
    cr_expect(str_starts(raw_client_wait(two), STR("HTTP/1.1 413 ")));
    cr_expect_eq(bench.handled, 0);
    raw_client_free(one);
    raw_client_free(two);
    close_bench(&bench);
}

static void stream(struct httpd_request *request, void *context)
{
    struct bench *bench = context;
    struct str pieces[] = {STR("one,"), STR(""), STR("two,"), STR("three")};
    const char *headers[] = {"Content-Type", "text/event-stream", NULL};
    bench->handled++;
    httpd_stream(request, 200, headers, pieces, 4, 20, bench->delay_ms, str_eq_cstring(httpd_path(request), "/cut"));
}

Test(httpd, streams_pieces_with_gaps_each_a_chunk_of_its_own)
{
    struct bench bench;
    open_bench(&bench, stream);
    bench.delay_ms = 400; /* so long that a busy machine does not make the first piece come with the last */
    uint64_t start = loop_now_us();
    struct raw_client *client = say(&bench, STR("GET /s HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"));
    run_until_answered(&bench);
    uint64_t took_ms = (loop_now_us() - start) / 1000;
    struct str answer = raw_client_wait(client);
    cr_expect_neq(str_find(answer, STR("4\r\none,\r\n4\r\ntwo,\r\n5\r\nthree\r\n0\r\n")), STR_NONE, "%s", answer.ptr);
    cr_expect_geq(took_ms, 20 + 2 * bench.delay_ms - 5);
    cr_expect_leq(raw_client_first_byte_ms(client) + bench.delay_ms, took_ms);
    raw_client_free(client);
    close_bench(&bench);
}

Test(httpd, cuts_a_stream_when_told)
{
    struct bench bench;
    open_bench(&bench, stream);
    bench.delay_ms = 40;
    struct raw_client *client = say(&bench, STR("GET /cut HTTP/1.1\r\nHost: h\r\n\r\n"));
    run_until_answered(&bench);
    struct str answer = raw_client_wait(client);
    cr_expect(str_ends(answer, STR("5\r\nthree\r\n")), "%s", answer.ptr);
    raw_client_free(client);
    close_bench(&bench);
}

static void drop(struct httpd_request *request, void *context)
{
    (void)context;
    httpd_drop(request);
}

Test(httpd, drops_a_connection_without_a_byte)
{
    struct bench bench;
    open_bench(&bench, drop);
    struct raw_client *client = say(&bench, STR(GET));
    run_until_answered(&bench);
    cr_expect_eq(raw_client_wait(client).len, 0);
    raw_client_free(client);
    close_bench(&bench);
}

static void hold(struct httpd_request *request, void *context)
{
    struct bench *bench = context;
    (void)request;
    if (++bench->handled == 2) {
        loop_stop(bench->loop);
    }
}

Test(httpd, closes_while_requests_wait_for_their_answer)
{
    struct bench bench;
    open_bench(&bench, hold);
    struct raw_client *one = say(&bench, STR(GET)), *two = say(&bench, STR(GET));
    loop_run(bench.loop);
    cr_expect_eq(httpd_open_requests(bench.httpd), 2);
    close_bench(&bench);
    cr_expect_eq(raw_client_wait(one).len, 0);
    cr_expect_eq(raw_client_wait(two).len, 0);
    raw_client_free(one);
    raw_client_free(two);
}

Test(httpd, serves_many_connections_at_once)
{
    enum { MANY = 300 };
    struct raw_client *clients[MANY];
    struct bench bench;
    open_bench(&bench, echo);
    bench.delay_ms = 100;
    for (size_t i = 0; i < MANY; i++) {
        clients[i] = say(&bench, STR(GET));
    }
    run_until_answered(&bench);
    for (size_t i = 0; i < MANY; i++) {
        cr_expect(str_ends(raw_client_wait(clients[i]), STR("GET|/a/b|1 2|你|v|")));
        raw_client_free(clients[i]);
    }
    cr_expect_eq(bench.handled, MANY);
    close_bench(&bench);
}

Test(httpd, says_when_the_port_is_taken)
{
    struct bench bench;
    struct error err = {0};
    open_bench(&bench, echo);
    cr_expect_null(httpd_open(bench.loop, httpd_port(bench.httpd), CEILING, echo, &bench, &err));
    cr_expect_eq(err.kind, ERROR_USER);
    cr_expect_not_null(strstr(err.message, "127.0.0.1:"), "%s", err.message);
    close_bench(&bench);
}
