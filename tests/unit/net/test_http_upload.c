#include "net/http.h"
#include "net/httpd.h"
#include "support/pem.h"
#include "support/raw_server.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CALLS = 200, IN_FLIGHT = 60, LARGEST = 1 << 20 };

static const struct http_timeouts patient = {2000, 20000, 20000, 60000};

static size_t length_of(size_t number)
{
    static const size_t lengths[] = {0, 1, 5000, 17 << 10, 70 << 10, LARGEST};
    return lengths[number % (sizeof lengths / sizeof *lengths)];
}

/* Bodies as "[aaaa]", of a length and a letter that follow from the call's number, which the path tells. */
struct senders {
    struct loop *loop;
    struct http *http;
    char address[64], *letters[26];
    size_t started, done, good, right;
};

static void check(struct httpd_request *request, void *context)
{
    struct senders *senders = context;
    struct str path = httpd_path(request), body = httpd_body(request);
    size_t number = strtoul(path.ptr + 1, NULL, 10), len = length_of(number);
    bool right = len == 0 ? body.len == 0
                          : body.len == len + 2 && body.ptr[0] == '[' && body.ptr[len + 1] == ']' &&
                                memcmp(body.ptr + 1, senders->letters[number % 26], len) == 0;
    senders->right += right;
    httpd_answer(request, 200, NULL, STR("{}"), number % 3 * 10);
}

static void send_one(struct senders *senders);

static void sent(const struct http_response *response, void *context)
{
    struct senders *senders = context;
    senders->done++;
    senders->good += response->outcome == HTTP_DONE && response->status == 200;
    if (senders->started < CALLS)
        send_one(senders);
    if (senders->done == CALLS)
        loop_stop(senders->loop);
}

static void send_one(struct senders *senders)
{
    char url[96];
    size_t number = senders->started++, len = length_of(number);
    snprintf(url, sizeof url, "%s/%zu", senders->address, number);
    struct http_request request = {.method = "POST", .url = url, .timeouts = patient};
    if (len > 0) {
        request.body[0] = STR("[");
        request.body[2] = (struct str){senders->letters[number % 26], len};
        request.body[3] = STR("]");
    }
    http_start(senders->http, &request, NULL, sent, senders);
}

static void send_all(const struct pem *pem)
{
    struct error err = {0};
    struct senders senders = {.loop = loop_new(&err)};
    struct httpd *httpd = pem == NULL ? httpd_open(senders.loop, 0, 2 * LARGEST, check, &senders, &err)
                                      : httpd_open_tls(senders.loop, 0, 2 * LARGEST, check, &senders, pem->key.bytes,
                                                       pem->certificate.bytes, &err);
    cr_assert_not_null(httpd, "%s", err.message);
    struct http_options options = {.in_flight = IN_FLIGHT, .ca_file = pem != NULL ? pem->certificate_path : NULL};
    senders.http = http_open(senders.loop, &options, &err);
    snprintf(senders.address, sizeof senders.address, "%s://127.0.0.1:%u", pem != NULL ? "https" : "http",
             (unsigned)httpd_port(httpd));
    for (size_t i = 0; i < 26; i++) {
        senders.letters[i] = malloc(LARGEST);
        memset(senders.letters[i], 'a' + (int)i, LARGEST);
    }
    while (senders.started < IN_FLIGHT)
        send_one(&senders);
    loop_run(senders.loop);
    cr_expect_eq(senders.good, CALLS);
    cr_expect_eq(senders.right, CALLS);
    http_close(senders.http);
    httpd_close(httpd);
    loop_free(senders.loop);
    for (size_t i = 0; i < 26; i++)
        free(senders.letters[i]);
}

Test(http_upload, each_call_sends_its_own_body_whole)
{
    send_all(NULL);
}

Test(http_upload, each_call_sends_its_own_body_whole_over_tls)
{
    struct pem pem;
    if (!pem_make(&pem))
        cr_skip_test("there is no openssl program to make a certificate with");
    send_all(&pem);
    pem_release(&pem);
}

struct last {
    enum http_outcome outcome;
    char detail[256];
    bool sent;
};

static void keep(const struct http_response *response, void *context)
{
    struct last *last = context;
    last->outcome = response->outcome;
    last->sent = response->sent;
    snprintf(last->detail, sizeof last->detail, "%s", response->detail);
}

/* libcurl would ask again by itself, on another connection. */
Test(http_upload, nothing_is_sent_twice_when_a_kept_connection_breaks)
{
    struct raw_step answers[] = {{RAW_SEND, STR("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"), 0, 0},
                                 {.kind = RAW_END}};
    struct raw_step breaks[] = {{.kind = RAW_SLEEP, .ms = 30}, {.kind = RAW_CLOSE}};
    const struct raw_step *scripts[] = {answers, breaks, answers};
    struct raw_server *server = raw_server_start(scripts, 3);
    struct error err = {0};
    struct loop *loop = loop_new(&err);
    struct http *http = http_open(loop, &(struct http_options){.in_flight = 1}, &err);
    struct last last = {0};
    char url[64];
    snprintf(url, sizeof url, "http://127.0.0.1:%u/", (unsigned)raw_server_port(server));
    for (size_t i = 0; i < 3; i++) {
        struct http_request request = {
            .method = "POST", .url = url, .body = {STR("one"), STR(" body")}, .timeouts = patient};
        http_start(http, &request, NULL, keep, &last);
        loop_run(loop);
        cr_expect_eq(raw_server_requests(server), i + 1);
        cr_expect_eq(last.outcome, i == 1 ? HTTP_RESET : HTTP_DONE, "%s", last.detail);
        cr_expect(last.sent);
        cr_expect_eq(strstr(last.detail, "kept from the last request") != NULL, i == 1, "%s", last.detail);
        cr_expect_not_null(strstr(raw_server_last_request(server).ptr, "\r\n\r\none body"));
    }
    http_close(http);
    loop_free(loop);
    raw_server_stop(server);
}
