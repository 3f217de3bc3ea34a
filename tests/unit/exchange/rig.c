#include "rig.h"

#include "support/pem.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void serve(struct httpd_request *request, void *context)
{
    struct rig *rig = context;
    size_t number = rig->requests++;
    const struct answer *answer = &rig->plan[number < rig->plan_count ? number : rig->plan_count - 1];
    struct str body = httpd_body(request), key = httpd_header(request, "authorization");
    snprintf(rig->last_body, sizeof rig->last_body, "%.*s", STR_FORMAT(body));
    snprintf(rig->last_key, sizeof rig->last_key, "%.*s", STR_FORMAT(key));
    const char *headers[] = {"Content-Type", rig->event_stream ? "text/event-stream" : "application/json",
                             "Retry-After", answer->retry_after, NULL};
    if (answer->retry_after == NULL)
        headers[2] = NULL;
    size_t open_now = httpd_open_requests(rig->httpd);
    rig->most_open = open_now > rig->most_open ? open_now : rig->most_open;
    if (answer->body == NULL)
        httpd_drop(request);
    else
        httpd_answer(request, answer->status, headers, str_from(answer->body), answer->delay_ms);
}

void rig_open_exchange(struct rig *rig, struct exchange_options options)
{
    struct error err = {0};
    options.backoff_ms = options.backoff_ms > 0 ? options.backoff_ms : 5;
    rig->tape = tape_open(rig->tape_path, options.offline, false, NULL, &err);
    cr_assert_not_null(rig->tape, "%s", err.message);
    rig->exchange = exchange_open(rig->loop, rig->tape, &options, &err);
    cr_assert_not_null(rig->exchange, "%s", err.message);
}

void rig_close_exchange(struct rig *rig)
{
    exchange_close(rig->exchange);
    tape_close(rig->tape);
    rig->exchange = NULL;
    rig->tape = NULL;
}

void rig_open_tls(struct rig *rig, const struct answer *plan, size_t count, struct exchange_options options,
                  const struct pem *pem)
{
    struct error err = {0};
    memset(rig, 0, sizeof *rig);
    rig->plan = plan;
    rig->plan_count = count;
    rig->loop = loop_new(&err);
    rig->httpd = pem == NULL
                     ? httpd_open(rig->loop, 0, 1 << 20, serve, rig, &err)
                     : httpd_open_tls(rig->loop, 0, 1 << 20, serve, rig, pem->key.bytes, pem->certificate.bytes, &err);
    cr_assert_not_null(rig->httpd, "%s", err.message);
    snprintf(rig->folder, sizeof rig->folder, "/tmp/fidelio-test-XXXXXX");
    cr_assert_not_null(mkdtemp(rig->folder));
    snprintf(rig->tape_path, sizeof rig->tape_path, "%s/tape.jsonl", rig->folder);
    snprintf(rig->base_url, sizeof rig->base_url, "%s://127.0.0.1:%u/v1", pem == NULL ? "http" : "https",
             (unsigned)httpd_port(rig->httpd));
    endpoint_init(&rig->endpoint);
    rig->endpoint.name = STR("m");
    rig->endpoint.model = STR("m-1");
    rig->endpoint.base_url = str_from(rig->base_url);
    rig->endpoint.price_in = 10;
    rig->endpoint.price_out = 100;
    rig->endpoint.ca_file = pem == NULL ? STR("") : str_from(pem->certificate_path);
    rig_open_exchange(rig, options);
}

void rig_open(struct rig *rig, const struct answer *plan, size_t count, struct exchange_options options)
{
    rig_open_tls(rig, plan, count, options, NULL);
}

void rig_close(struct rig *rig)
{
    if (rig->exchange != NULL)
        rig_close_exchange(rig);
    if (rig->httpd != NULL)
        httpd_close(rig->httpd);
    loop_free(rig->loop);
    unlink(rig->tape_path);
    rmdir(rig->folder);
}

void rig_note(const struct exchange_reply *reply, void *context)
{
    struct told *told = context;
    told->reply = *reply;
    told->count++;
    snprintf(told->content, sizeof told->content, "%.*s", STR_FORMAT(reply->content));
    snprintf(told->why, sizeof told->why, "%.*s", STR_FORMAT(reply->why));
    snprintf(told->reasoning, sizeof told->reasoning, "%.*s", STR_FORMAT(reply->reasoning));
    if (told->left == NULL || --*told->left == 0)
        loop_stop(told->rig->loop);
}

struct exchange_thread *rig_thread(struct rig *rig, uint32_t repeat)
{
    return exchange_thread_new(rig->exchange, &rig->endpoint, STR("你是张强。\n\"回答\"简短。"), STR("scenario"),
                               repeat, STR("scenario/m/1"));
}

struct told rig_ask(struct rig *rig, struct exchange_thread *thread, struct str text)
{
    struct told told = {.rig = rig};
    if (text.len > 0)
        exchange_thread_add(thread, false, text);
    exchange_ask(thread, rig_note, &told);
    cr_expect_eq(told.count, 0, "done was called before exchange_ask returned");
    loop_run(rig->loop);
    cr_expect_eq(told.count, 1);
    return told;
}

struct told rig_ask_once(struct rig *rig, struct str text)
{
    struct exchange_thread *thread = rig_thread(rig, 1);
    struct told told = rig_ask(rig, thread, text);
    exchange_thread_free(thread);
    return told;
}

size_t rig_tape_count(const struct rig *rig, const char *needle)
{
    char text[65536];
    size_t count = 0;
    FILE *tape = fopen(rig->tape_path, "rb");
    cr_assert_not_null(tape);
    text[fread(text, 1, sizeof text - 1, tape)] = '\0';
    fclose(tape);
    for (const char *at = text; (at = strstr(at, needle)) != NULL; at++)
        count++;
    return count;
}
