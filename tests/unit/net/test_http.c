#include "base/arena.h"
#include "net/http.h"
#include "net/httpd.h"
#include "support/no_such_host.h"
#include "support/pem.h"
#include "support/raw_server.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

struct got {
    enum http_outcome outcome;
    unsigned status;
    bool sent;
    char body[4096], detail[256], type[64], retry_after[64], pieces[4096];
    size_t body_len, piece_count;
    uint64_t first_byte_us, total_us;
    int count;
    bool stop_after_piece;
};

static void keep(const struct http_response *response, void *context)
{
    struct got *got = context;
    got->outcome = response->outcome;
    got->status = response->status;
    got->sent = response->sent;
    got->body_len = response->body.len;
    snprintf(got->body, sizeof got->body, "%.*s", STR_FORMAT(response->body));
    snprintf(got->type, sizeof got->type, "%.*s", STR_FORMAT(response->content_type));
    snprintf(got->retry_after, sizeof got->retry_after, "%.*s", STR_FORMAT(response->retry_after));
    snprintf(got->detail, sizeof got->detail, "%s", response->detail);
    got->first_byte_us = response->first_byte_us;
    got->total_us = response->total_us;
    got->count++;
}

static bool piece(struct str bytes, void *context)
{
    struct got *got = context;
    strncat(got->pieces, bytes.ptr, bytes.len);
    got->piece_count++;
    return !got->stop_after_piece;
}

static struct loop *open_loop(void)
{
    struct error err = {0};
    struct loop *loop = loop_new(&err);
    cr_assert_not_null(loop, "%s", err.message);
    return loop;
}

static struct http *open_http(struct loop *loop, const struct http_options *options)
{
    struct error err = {0};
    struct http *http = http_open(loop, options, &err);
    cr_assert_not_null(http, "%s", err.message);
    return http;
}

static const struct http_timeouts patient = {2000, 5000, 5000, 10000};

/* One POST against `url`; the loop runs until nothing is left. */
static struct got ask_url(const char *url, struct http_timeouts timeouts, size_t ceiling, bool stop_after_piece)
{
    struct loop *loop = open_loop();
    struct http *http = open_http(loop, &(struct http_options){.in_flight = 1});
    struct got got = {.stop_after_piece = stop_after_piece};
    struct http_request request = {
        .method = "POST", .url = url, .body = {STR("{}")}, .timeouts = timeouts, .body_ceiling = ceiling};
    http_start(http, &request, piece, keep, &got);
    loop_run(loop);
    cr_expect_eq(got.count, 1);
    http_close(http);
    loop_free(loop);
    return got;
}

static struct got ask_raw(const struct raw_step *script, struct http_timeouts timeouts, size_t ceiling)
{
    struct raw_server *server = raw_server_start(&script, 1);
    char url[64];
    snprintf(url, sizeof url, "http://127.0.0.1:%u/v1/x", (unsigned)raw_server_port(server));
    struct got got = ask_url(url, timeouts, ceiling, false);
    raw_server_stop(server);
    return got;
}

#define OK_HEAD "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"

Test(http, gives_back_a_whole_response)
{
    struct raw_step script[] = {{RAW_SEND,
                                 STR("HTTP/1.1 429 Too Many\r\nContent-Type: application/json\r\nRetry-After: "
                                     "7\r\nContent-Length: 5\r\n\r\n12345"),
                                 0, 0},
                                {.kind = RAW_END}};
    struct got got = ask_raw(script, patient, 0);
    cr_expect_eq(got.outcome, HTTP_DONE, "%s", got.detail);
    cr_expect_eq(got.status, 429);
    cr_expect_str_eq(got.body, "12345");
    cr_expect_str_eq(got.type, "application/json");
    cr_expect_str_eq(got.retry_after, "7");
    cr_expect(got.sent);
}

Test(http, tells_a_refused_connection)
{
    struct got got = ask_url("http://127.0.0.1:1/x", patient, 0, false);
    cr_expect_eq(got.outcome, HTTP_REFUSED, "%s", got.detail);
    cr_expect_not(got.sent);
    cr_expect_neq(got.detail[0], '\0');
}

Test(http, tells_an_unknown_host)
{
    struct got got = ask_url("http://" NO_SUCH_HOST "/x", patient, 0, false);
    cr_expect_eq(got.outcome, HTTP_UNRESOLVED, "%s", got.detail);
}

Test(http, tells_a_bad_url)
{
    cr_expect_eq(ask_url("htp://127.0.0.1/x", patient, 0, false).outcome, HTTP_BAD_URL);
    cr_expect_eq(ask_url("http://127.0.0.1:99999/x", patient, 0, false).outcome, HTTP_BAD_URL);
    cr_expect_eq(ask_url("", patient, 0, false).outcome, HTTP_BAD_URL);
}

Test(http, tells_tls_that_fails)
{
    struct raw_step script[] = {
        {.kind = RAW_GREET}, {RAW_SEND, STR("this is not TLS at all\n"), 0, 0}, {.kind = RAW_CLOSE}};
    const struct raw_step *scripts[] = {script};
    struct raw_server *server = raw_server_start(scripts, 1);
    char url[64];
    snprintf(url, sizeof url, "https://127.0.0.1:%u/", (unsigned)raw_server_port(server));
    cr_expect_eq(ask_url(url, patient, 0, false).outcome, HTTP_TLS);
    raw_server_stop(server);
}

Test(http, tells_a_reset_before_and_in_mid_body)
{
    struct raw_step before[] = {{.kind = RAW_RESET}};
    struct raw_step middle[] = {{RAW_SEND, STR(OK_HEAD "Content-Length: 100\r\n\r\n{\"a\":"), 0, 0},
                                {.kind = RAW_SLEEP, .ms = 30},
                                {.kind = RAW_RESET}};
    struct raw_step lie[] = {{RAW_SEND, STR(OK_HEAD "Content-Length: 100\r\n\r\n{}"), 0, 0}, {.kind = RAW_CLOSE}};
    cr_expect_eq(ask_raw(before, patient, 0).outcome, HTTP_RESET);
    struct got got = ask_raw(middle, patient, 0);
    cr_expect_eq(got.outcome, HTTP_RESET);
    cr_expect(got.sent);
    cr_expect_eq(ask_raw(lie, patient, 0).outcome, HTTP_RESET);
}

Test(http, tells_an_answer_that_is_not_http)
{
    struct raw_step script[] = {{RAW_SEND, STR("SSH-2.0-OpenSSH\r\n"), 0, 0}, {.kind = RAW_CLOSE}};
    cr_expect_eq(ask_raw(script, patient, 0).outcome, HTTP_RESET);
}

Test(http, times_out_on_first_byte_stall_and_total)
{
    struct raw_step silent[] = {{.kind = RAW_SLEEP, .ms = 3000}, {.kind = RAW_CLOSE}};
    struct raw_step stalled[] = {{RAW_SEND, STR(OK_HEAD "Content-Length: 10\r\n\r\n{"), 0, 0},
                                 {.kind = RAW_SLEEP, .ms = 3000},
                                 {.kind = RAW_CLOSE}};
    struct raw_step trickle[] = {
        {RAW_SEND, STR(OK_HEAD "Content-Length: 100\r\n\r\n"), 0, 0},
        {RAW_DRIP, STR("{                                                             "), 50, 0},
        {.kind = RAW_CLOSE}};
    struct got got = ask_raw(silent, (struct http_timeouts){5000, 200, 0, 0}, 0);
    cr_expect_eq(got.outcome, HTTP_TIMED_OUT);
    cr_expect_not_null(strstr(got.detail, "first byte"), "%s", got.detail);
    cr_expect(got.total_us > 190000 && got.total_us < 2500000);
    got = ask_raw(stalled, (struct http_timeouts){5000, 5000, 200, 0}, 0);
    cr_expect_eq(got.outcome, HTTP_TIMED_OUT);
    cr_expect_not_null(strstr(got.detail, "middle"), "%s", got.detail);
    got = ask_raw(trickle, (struct http_timeouts){5000, 5000, 1000, 1500}, 0);
    cr_expect_eq(got.outcome, HTTP_TIMED_OUT);
    cr_expect_not_null(strstr(got.detail, "whole"), "%s", got.detail);
}

Test(http, stops_at_the_body_ceiling)
{
    struct raw_step script[] = {
        {RAW_SEND, STR(OK_HEAD "Content-Length: 104857600\r\n\r\n"), 0, 0},
        {RAW_SEND, STR("0123456789012345678901234567890123456789012345678901234567890123"), 0, 1638400},
        {.kind = RAW_CLOSE}};
    struct got got = ask_raw(script, patient, 100000);
    cr_expect_eq(got.outcome, HTTP_TOO_LARGE);
    cr_expect_leq(got.body_len, 100000);
}

Test(http, unpacks_gzip)
{
    /* printf '{"a":1}' | gzip -n */
    static const char packed[] =
        "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xab\x56\x4a\x54\xb2\x32\xac\x05\x00\xaf\xac\x1b\x56\x07\x00\x00\x00";
    struct raw_step script[] = {{RAW_SEND, STR(OK_HEAD "Content-Encoding: gzip\r\nConnection: close\r\n\r\n"), 0, 0},
                                {RAW_SEND, {packed, sizeof packed - 1}, 0, 0},
                                {.kind = RAW_CLOSE}};
    struct got got = ask_raw(script, patient, 0);
    cr_expect_eq(got.outcome, HTTP_DONE, "%s", got.detail);
    cr_expect_str_eq(got.body, "{\"a\":1}");
}

Test(http, hands_on_an_event_stream_in_pieces_and_gathers_the_rest)
{
    struct raw_step stream[] = {
        {RAW_SEND, STR("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"), 0, 0},
        {RAW_SEND, STR("data: 1\n\n"), 0, 0},
        {.kind = RAW_SLEEP, .ms = 40},
        {RAW_SEND, STR("data: 2\n\n"), 0, 0},
        {.kind = RAW_CLOSE}};
    struct got got = ask_raw(stream, patient, 0);
    cr_expect_eq(got.outcome, HTTP_DONE, "%s", got.detail);
    cr_expect_str_eq(got.pieces, "data: 1\n\ndata: 2\n\n");
    cr_expect_geq(got.piece_count, 2);
    cr_expect_eq(got.body_len, 0);
    cr_expect_lt(got.first_byte_us, got.total_us);
    struct raw_step plain[] = {{RAW_SEND, STR(OK_HEAD "Content-Length: 2\r\n\r\n{}"), 0, 0}, {.kind = RAW_END}};
    got = ask_raw(plain, patient, 0);
    cr_expect_str_eq(got.body, "{}");
    cr_expect_eq(got.piece_count, 0);
}

Test(http, does_not_follow_a_redirect)
{
    struct raw_step script[] = {
        {RAW_SEND, STR("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"), 0, 0},
        {.kind = RAW_END}};
    cr_expect_eq(ask_raw(script, patient, 0).status, 302);
}

Test(http, refuses_a_header_with_a_line_break)
{
    struct error err = {0};
    const char *lines[] = {"Authorization: Bearer secret\r\nX: y", NULL};
    cr_expect_null(http_headers_new(lines, &err));
    cr_expect_eq(err.kind, ERROR_USER);
    cr_expect_null(strstr(err.message, "secret"));
}

Test(http, aborts_what_is_in_flight_when_it_closes)
{
    struct raw_step script[] = {{.kind = RAW_SLEEP, .ms = 3000}, {.kind = RAW_CLOSE}};
    const struct raw_step *scripts[] = {script};
    struct raw_server *server = raw_server_start(scripts, 1);
    struct loop *loop = open_loop();
    struct http *http = open_http(loop, &(struct http_options){.in_flight = 2});
    struct got one = {0}, two = {0};
    char url[64];
    snprintf(url, sizeof url, "http://127.0.0.1:%u/", (unsigned)raw_server_port(server));
    struct http_request request = {.method = "POST", .url = url, .timeouts = patient};
    struct http_call *call = http_start(http, &request, NULL, keep, &one);
    http_start(http, &request, NULL, keep, &two);
    loop_after(loop, 50, (void (*)(void *))loop_stop, loop);
    loop_run(loop);
    http_abort(call);
    cr_expect_eq(one.outcome, HTTP_ABORTED);
    cr_expect_eq(two.count, 0);
    http_close(http);
    cr_expect_eq(two.outcome, HTTP_ABORTED);
    cr_expect_eq(two.count, 1);
    loop_free(loop);
    raw_server_stop(server);
}

/* Many calls, client and server on one loop; each call starts the next until all are done. */
struct crowd {
    struct http *http;
    struct http_request request;
    size_t left, done, failed;
};

static void next_of_crowd(const struct http_response *response, void *context)
{
    struct crowd *crowd = context;
    crowd->done++;
    crowd->failed += response->outcome != HTTP_DONE || response->status != 200;
    if (crowd->left > 0) {
        crowd->left--;
        http_start(crowd->http, &crowd->request, NULL, next_of_crowd, crowd);
    }
}

struct counted {
    size_t requests;
};

static void count(struct httpd_request *request, void *context)
{
    struct counted *counted = context;
    counted->requests++;
    httpd_answer(request, 200, NULL, STR("{}"), 20);
}

static void run_crowd(const char *host, size_t in_flight, size_t total)
{
    struct error err = {0};
    struct loop *loop = open_loop();
    struct counted counted = {0};
    struct httpd *httpd = httpd_open(loop, 0, 1000, count, &counted, &err);
    cr_assert_not_null(httpd, "%s", err.message);
    char url[64];
    snprintf(url, sizeof url, "http://%s:%u/", host, (unsigned)httpd_port(httpd));
    struct crowd crowd = {.http = open_http(loop, &(struct http_options){.in_flight = in_flight}),
                          .request = {.method = "POST", .url = url, .body = {STR("{}")}, .timeouts = patient},
                          .left = total - in_flight};
    for (size_t i = 0; i < in_flight; i++) {
        http_start(crowd.http, &crowd.request, NULL, next_of_crowd, &crowd);
    }
    while (crowd.done < total) {
        loop_after(loop, 20, (void (*)(void *))loop_stop, loop);
        loop_run(loop);
    }
    cr_expect_eq(crowd.done, total);
    cr_expect_eq(crowd.failed, 0);
    cr_expect_eq(counted.requests, total);
    http_close(crowd.http);
    httpd_close(httpd);
    loop_free(loop);
}

Test(http, keeps_one_call_in_flight_going)
{
    run_crowd("127.0.0.1", 1, 20);
}

Test(http, keeps_many_calls_over_several_shards_going)
{
    run_crowd("127.0.0.1", 600, 3000);
}

/* Names below localhost are resolved by libcurl itself, without a network; to us they are names like any other. */
Test(http, lets_the_first_call_to_a_name_go_ahead_of_the_others)
{
    run_crowd("model.localhost", 50, 200);
}

static void expect_all(const char *url, enum http_outcome outcome)
{
    enum { MANY = 20 };
    struct got got[MANY] = {{0}};
    struct loop *loop = open_loop();
    struct http *http = open_http(loop, &(struct http_options){.in_flight = MANY});
    struct http_request request = {.method = "POST", .url = url, .body = {STR("{}")}, .timeouts = patient};
    for (size_t i = 0; i < MANY; i++)
        http_start(http, &request, NULL, keep, &got[i]);
    loop_run(loop);
    for (size_t i = 0; i < MANY; i++) {
        cr_expect_eq(got[i].outcome, outcome, "%d %s", (int)got[i].outcome, got[i].detail);
        cr_expect_eq(got[i].count, 1);
    }
    http_close(http);
    loop_free(loop);
}

Test(http, tells_all_that_wait_for_a_name_when_there_is_none)
{
    expect_all("http://" NO_SUCH_HOST "/x", HTTP_UNRESOLVED);
    expect_all("http://model.localhost:1/x", HTTP_REFUSED);
}

Test(http, gives_up_what_waits_for_a_name)
{
    struct got got[2] = {{0}};
    struct loop *loop = open_loop();
    struct http *http = open_http(loop, &(struct http_options){.in_flight = 2});
    struct http_request request = {.method = "POST", .url = "http://model.localhost:1/x", .timeouts = patient};
    http_start(http, &request, NULL, keep, &got[0]);
    struct http_call *waits = http_start(http, &request, NULL, keep, &got[1]);
    http_abort(waits);
    cr_expect_eq(got[1].outcome, HTTP_ABORTED);
    http_close(http);
    cr_expect_eq(got[0].outcome, HTTP_ABORTED);
    cr_expect_eq(got[0].count + got[1].count, 2);
    loop_free(loop);
}

struct tls_bench {
    struct loop *loop;
    struct httpd *httpd;
    char url[64];
    size_t handled;
};

static void handle_tls(struct httpd_request *request, void *context)
{
    struct tls_bench *bench = context;
    bench->handled++;
    httpd_answer(request, 200, NULL, STR("{}"), 0);
}

static struct got ask_tls(struct tls_bench *bench, const char *ca_file)
{
    struct got got = {0};
    struct http *http = open_http(bench->loop, &(struct http_options){.in_flight = 1, .ca_file = ca_file});
    struct http_request request = {.method = "POST", .url = bench->url, .body = {STR("{}")}, .timeouts = patient};
    http_start(http, &request, NULL, keep, &got);
    while (got.count == 0) {
        loop_after(bench->loop, 5, (void (*)(void *))loop_stop, bench->loop);
        loop_run(bench->loop);
    }
    http_close(http);
    return got;
}

Test(http, trusts_a_certificate_only_when_told_to)
{
    struct pem pem;
    struct error err = {0};
    if (!pem_make(&pem))
        cr_skip_test("there is no openssl program to make a certificate with");
    struct tls_bench bench = {.loop = open_loop()};
    bench.httpd = httpd_open_tls(bench.loop, 0, 1000, handle_tls, &bench, pem.key.bytes, pem.certificate.bytes, &err);
    cr_assert_not_null(bench.httpd, "%s", err.message);
    snprintf(bench.url, sizeof bench.url, "https://127.0.0.1:%u/", (unsigned)httpd_port(bench.httpd));
    struct got got = ask_tls(&bench, NULL);
    cr_expect_eq(got.outcome, HTTP_TLS, "%d %s", (int)got.outcome, got.detail);
    cr_expect_not(got.sent);
    cr_expect_eq(bench.handled, 0);
    got = ask_tls(&bench, pem.certificate_path);
    cr_expect_eq(got.outcome, HTTP_DONE, "%d %s", (int)got.outcome, got.detail);
    cr_expect_str_eq(got.body, "{}");
    httpd_close(bench.httpd);
    loop_free(bench.loop);
    pem_release(&pem);
}
