/* One attempt of an ask: sent, answered or not, recorded, and perhaps tried again. */
#include "exchange/exchange_inner.h"
#include "net/retry.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    BACKOFF_CEILING_MS = 30000,
    LONGEST_PAUSE_MS = 600000, /* an endpoint that asks for more is not waited for */
    SSE_CEILING = 8 << 20,
    DEAD_AFTER = 10, /* final failures in a row that any request would have met */
    SLOW_DOWNS_A_RETRY = 4,
};

static void release_stream(struct exchange_thread *thread)
{
    if (thread->sse != NULL)
        sse_release(thread->sse);
    free(thread->sse);
    wire_stream_free(thread->stream);
    thread->sse = NULL;
    thread->stream = NULL;
}

static void redact(const struct lane *lane, struct arena *arena, struct str *text, bool speech)
{
    char *copy = text->len > 0 && lane->secret.count > 0 ? str_cstring(arena, *text) : NULL;
    if (copy != NULL && endpoint_redact(&lane->secret, copy, text->len, speech))
        *text = (struct str){copy, text->len};
}

static void accept_reply(struct exchange_thread *thread, struct arena *arena, struct wire_reply *wire,
                         const struct http_response *response)
{
    struct lane *lane = thread->lane;
    struct str *texts[] = {&wire->content, &wire->reasoning, &wire->model, &wire->fingerprint, &wire->id};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        redact(lane, arena, texts[i], true);
    lane->successes++;
    lane->dead_why[0] = '\0'; /* it was thought lost, and what was in flight proves that it is not */
    lane->lost_in_a_row = 0;
    admission_good(&lane->admission);
    answer_hold(thread, wire, (uint32_t)(response->total_us / 1000), response->status);
}

/* As a server too busy to accept breaks it off; or one that speaks no TLS. */
static bool is_broken_handshake(const struct http_response *response)
{
    return response->outcome == HTTP_TLS && strstr(response->detail, "closed during the TLS handshake") != NULL;
}

/* The usual mistakes with an address: the other scheme; or it is the proxy's. */
static const char *advice_on(const struct lane *lane, const struct http_response *response, const char *otherwise)
{
    if (strncmp(response->detail, "the proxy ", 10) == 0 || strstr(response->detail, "is the proxy") != NULL)
        return "look at the proxy (--proxy, or http_proxy and https_proxy of the environment)";
    if (response->outcome == HTTP_TLS && strstr(response->detail, "does not speak TLS") != NULL)
        return "then the address begins with http://";
    if (is_broken_handshake(response))
        return lane->successes == 0 ? "is it an http:// address?" : NULL;
    if (response->outcome == HTTP_TLS && strstr(response->detail, "certificate") == NULL)
        return "look at the address"; /* where there is no certificate, none is to be trusted */
    if (response->outcome == HTTP_RESET && response->status == 0 && lane->successes == 0 &&
        str_starts(lane->endpoint->base_url, STR("http://")))
        return "is it an https:// address?";
    return otherwise;
}

static void explain_transport(const struct lane *lane, const struct http_response *response,
                              struct wire_failure *failure)
{
    static const struct {
        const char *what;
        enum wire_retry retry;
        const char *advice; /* NULL = none */
    } meanings[] = {
        [HTTP_UNRESOLVED] = {"cannot be found: no such host", WIRE_RETRY, "look at the address"},
        [HTTP_REFUSED] = {"cannot be reached", WIRE_RETRY, "is the server running, and is this its address?"},
        [HTTP_RESET] = {"broke the connection before the answer was whole", WIRE_RETRY, NULL},
        [HTTP_TIMED_OUT] = {"did not answer in time", WIRE_RETRY, NULL},
        [HTTP_TLS] = {"offers no TLS connection that can be trusted", WIRE_NO_RETRY,
                      "--ca-file names certificates to trust"},
        [HTTP_TOO_LARGE] = {"sent an answer that is too large", WIRE_NO_RETRY, NULL},
        [HTTP_BAD_URL] = {"has a base URL that is no URL", WIRE_NO_RETRY, NULL},
        [HTTP_ABORTED] = {"was interrupted", WIRE_NO_RETRY, NULL},
    };
    failure->status = response->status;
    failure->of_the_text = false;
    failure->retry = meanings[response->outcome].retry;
    /* Who was never there will not be there in half a minute either: it is told at once. */
    if (lane->successes == 0 && (response->outcome == HTTP_REFUSED || response->outcome == HTTP_UNRESOLVED))
        failure->retry = WIRE_NO_RETRY;
    if (lane->successes > 0 && is_broken_handshake(response))
        failure->retry = WIRE_RETRY;
    const char *advice = advice_on(lane, response, meanings[response->outcome].advice);
    snprintf(failure->why, sizeof failure->why, "%.*s at %.*s %s%s%.200s%s%s", STR_FORMAT(lane->endpoint->name),
             STR_FORMAT(lane->place), meanings[response->outcome].what, response->detail[0] != '\0' ? ": " : "",
             response->detail, advice != NULL ? "; " : "", advice != NULL ? advice : "");
}

/* Any request to this endpoint would have met this failure. */
static bool is_everyones(const struct http_response *response)
{
    unsigned status = response->status;
    return response->outcome == HTTP_UNRESOLVED || response->outcome == HTTP_REFUSED || response->outcome == HTTP_TLS ||
           response->outcome == HTTP_BAD_URL || (status >= 300 && status < 400) || status == 401 || status == 402 ||
           status == 403 || status == 404 || status == 405;
}

/* The server read the request and will have none of it. */
static bool is_rejected(const struct http_response *response)
{
    return response->outcome == HTTP_DONE &&
           (response->status == 400 || response->status == 413 || response->status == 422);
}

/* The very first request, which holds little but the set-up: a model's name, parameters. */
static bool is_unfit(const struct exchange_thread *thread, const struct http_response *response,
                     const struct wire_failure *failure)
{
    return is_rejected(response) && response->status != 413 && !failure->of_the_text && thread->turn == 1 &&
           thread->lane->successes == 0;
}

static void again(void *context)
{
    struct exchange_thread *thread = context;
    struct exchange *exchange = thread->exchange;
    thread->timer = NULL;
    exchange_enqueue(thread, true);
    exchange_pump(exchange);
}

static uint64_t asked_pause_ms(const struct exchange *exchange, const struct http_response *response)
{
    uint64_t ms;
    if (response->retry_after_ms.len > 0 && retry_after_ms(response->retry_after_ms, 0, &ms))
        return ms / 1000; /* read as seconds, and it is milliseconds */
    uint64_t now = exchange_wall_ms(exchange), theirs;
    if (http_date_ms(response->date, now, &theirs))
        now = theirs; /* by the server's own clock: ours, or theirs, may be wrong */
    return retry_after_ms(response->retry_after, now, &ms) ? ms : 0;
}

static bool may_retry(const struct exchange_thread *thread, enum wire_retry retry)
{
    const struct exchange *exchange = thread->exchange;
    unsigned slow_downs = (thread->slow_downs + SLOW_DOWNS_A_RETRY - 1) / SLOW_DOWNS_A_RETRY;
    unsigned failures = thread->attempt - thread->slow_downs + slow_downs; /* this one included */
    return retry != WIRE_NO_RETRY && failures <= exchange->options.retries && !exchange->draining && !exchange->closing;
}

static void note_failure(struct exchange_thread *thread, const struct wire_failure *failure, bool retried)
{
    struct exchange *exchange = thread->exchange;
    struct error err = {0};
    struct tape_failure line = {thread->key,     thread->name, str_from(failure->why),    thread->turn, failure->status,
                                thread->attempt, retried,      exchange_wall_ms(exchange)};
    if (exchange->tape == NULL)
        return;
    tape_hold_failure(exchange->tape, &line);
    if (!exchange_write_tape(exchange, &err))
        exchange_stop(exchange, ENDED_ERROR, exchange_tape_lost(&exchange->scratch, &err).ptr);
}

static void try_again(struct exchange_thread *thread, uint64_t wait_ms)
{
    struct exchange *exchange = thread->exchange;
    thread->state = ASK_RETRYING;
    exchange->counts.retried++;
    thread->timer = loop_after(exchange->loop, wait_ms, again, thread);
}

/* `closed`: the endpoint takes nothing more for now, from anybody. */
static void lose(struct exchange_thread *thread, const struct wire_failure *failure,
                 const struct http_response *response, bool closed)
{
    struct lane *lane = thread->lane;
    char why[640];
    if (thread->attempt > 1)
        snprintf(why, sizeof why, "%s (after %u attempts)", failure->why, thread->attempt);
    else
        snprintf(why, sizeof why, "%s", failure->why);
    bool everyones = is_everyones(response) || closed;
    lane->lost_in_a_row = everyones ? lane->lost_in_a_row + 1 : 0;
    if (lane->lost_in_a_row >= (lane->successes > 0 ? DEAD_AFTER : 1) && lane->dead_why[0] == '\0') {
        snprintf(lane->dead_why, sizeof lane->dead_why, "%.500s", why);
        exchange_refuse_lane(thread->exchange, lane);
    }
    bool stopped = thread->exchange->draining && response->outcome == HTTP_ABORTED;
    bool other_wire = response->outcome == HTTP_DONE && response->status == 200 && failure->retry == WIRE_NO_RETRY;
    struct exchange_reply reply = {.ended_by = stopped ? thread->exchange->drained_by : ENDED_ERROR,
                                   .everyones = everyones || other_wire || is_unfit(thread, response, failure),
                                   .rejected = is_rejected(response),
                                   .why = stopped ? str_from(thread->exchange->drained_why) : str_from(why)};
    thread_answer(thread, &reply);
}

static void reject_reply(struct exchange_thread *thread, struct wire_failure *failure,
                         const struct http_response *response)
{
    struct exchange *exchange = thread->exchange;
    struct lane *lane = thread->lane;
    uint64_t pause = asked_pause_ms(exchange, response), now = loop_now_ms(exchange->loop);
    const bool spent = failure->retry == WIRE_SPENT;
    if (spent) /* DashScope says so of its limits by the minute too */
        failure->retry = lane->successes > 0 ? WIRE_SLOW_DOWN : WIRE_NO_RETRY;
    endpoint_redact(&lane->secret, failure->why, strlen(failure->why), false);
    if (failure->retry == WIRE_SLOW_DOWN) {
        exchange->counts.rate_limited++;
        thread->slow_downs++;
        admission_slow_down(&lane->admission, now, pause <= LONGEST_PAUSE_MS ? pause : 0);
    }
    if (pause > LONGEST_PAUSE_MS) {
        size_t len = strlen(failure->why);
        snprintf(failure->why + len, sizeof failure->why - len,
                 "; it asks to wait %llu s, run the same command again then", (unsigned long long)(pause / 1000));
        failure->retry = WIRE_NO_RETRY;
    }
    bool retried = may_retry(thread, failure->retry);
    note_failure(thread, failure, retried);
    if (!retried || exchange->draining) {
        lose(thread, failure, response, spent || pause > LONGEST_PAUSE_MS);
        return;
    }
    uint64_t wait = retry_backoff_ms(thread->attempt, exchange->options.backoff_ms, BACKOFF_CEILING_MS, &exchange->rng);
    try_again(thread, pause > wait ? pause + wait / 4 : wait);
}

static bool on_last_event(struct str name, struct str data, void *context)
{
    struct exchange_thread *thread = context;
    wire_stream_last_event(thread->stream, name, data);
    return false;
}

static bool decode(struct exchange_thread *thread, struct arena *arena, const struct http_response *response,
                   struct wire_reply *reply, struct wire_failure *failure)
{
    const struct endpoint *endpoint = thread->endpoint;
    bool stream_over = thread->stream != NULL && (wire_stream_is_over(thread->stream) || thread->sse->too_long);
    if (response->outcome != HTTP_DONE && !stream_over) {
        explain_transport(thread->lane, response, failure);
        return false;
    }
    if (thread->stream == NULL)
        return wire_decode(endpoint, &thread->exchange->scratch, arena, response->status, response->content_type,
                           response->body, reply, failure);
    sse_end(thread->sse, on_last_event, thread);
    return wire_stream_end(thread->stream, arena, reply, failure);
}

static void on_response(const struct http_response *response, void *context)
{
    struct exchange_thread *thread = context;
    struct exchange *exchange = thread->exchange;
    struct wire_reply reply = {0};
    struct wire_failure failure;
    struct arena *arena = &exchange->kept;
    thread->call = NULL;
    exchange->counts.in_flight--;
    if (thread->cancelled) {
        admission_end(&thread->lane->admission, loop_now_ms(exchange->loop), thread->charged, 0);
        release_stream(thread);
        return;
    }
    arena_clear(&exchange->scratch);
    bool good = decode(thread, arena, response, &reply, &failure);
    release_stream(thread);
    uint64_t tokens = reply.has_usage ? reply.usage.prompt_tokens + reply.usage.completion_tokens : thread->charged;
    admission_end(&thread->lane->admission, loop_now_ms(exchange->loop), thread->charged, tokens);
    if (good) {
        accept_reply(thread, arena, &reply, response);
        return;
    }
    reject_reply(thread, &failure, response);
    exchange_pump(exchange);
}

static bool on_event(struct str name, struct str data, void *context)
{
    struct exchange_thread *thread = context;
    return wire_stream_event(thread->stream, name, data);
}

static bool on_piece(struct str piece, void *context)
{
    struct exchange_thread *thread = context;
    if (thread->sse == NULL) {
        thread->sse = memory_alloc(sizeof *thread->sse);
        sse_init(thread->sse, SSE_CEILING);
        thread->stream = wire_stream_new(thread->endpoint);
    }
    sse_feed(thread->sse, piece, on_event, thread); /* read to the end, so that the connection can be used again */
    return !thread->sse->too_long;
}

void attempt_start(struct exchange_thread *thread)
{
    struct exchange *exchange = thread->exchange;
    struct lane *lane = thread->lane;
    thread->state = ASK_IN_FLIGHT;
    thread->attempt++;
    struct str body = buf_str(&thread->body);
    struct http_request request = {.method = "POST",
                                   .url = lane->url,
                                   .headers = lane->headers,
                                   .body = {str_slice(body, 0, thread->hole), thread->prompt->quoted,
                                            str_slice(body, thread->hole, body.len), wire_tail(thread->endpoint)},
                                   .timeouts = lane->timeouts,
                                   .route = lane->route};
    uint64_t estimate = 0;
    for (size_t i = 0; i < HTTP_PIECES && thread->endpoint->tokens_per_minute > 0; i++)
        estimate += endpoint_estimate_tokens(request.body[i]);
    thread->charged = admission_start(&lane->admission, loop_now_ms(exchange->loop), estimate);
    exchange->counts.in_flight++;
    exchange->counts.sent++;
    thread->call = http_start(exchange->http, &request, on_piece, on_response, thread); /* some stream unasked */
}

void attempt_cancel(struct exchange_thread *thread)
{
    thread->cancelled = true;
    http_abort(thread->call);
}
