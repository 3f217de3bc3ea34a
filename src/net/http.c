#include "net/http.h"

#include "base/arena.h"
#include "base/language.h"
#include "net/http_inner.h"

#include <stdlib.h>
#include <string.h>

enum {
    SHARD_SIZE = 64, /* calls a multi handle: libcurl walks its connections for each request */
    SWEEP_MS = 250,  /* how often timeouts are looked at; finer when one of them is short */
    SHORT_SWEEP_MS = 20,
    SHORT_TIMEOUT_MS = 5000,
};

static struct http_call *take_slot(struct http *http)
{
    struct http_call *call = http->free_calls;
    if (call != NULL) {
        http->free_calls = call->next_free;
        call->next_free = NULL;
        return call;
    }
    call = memory_alloc(sizeof *call);
    call->http = http;
    call->shard = &http->shards[http->next_shard++ % http->shard_count];
    call->easy = easy_new(http, call);
    VEC_PUSH(&http->calls, call);
    return call;
}

static void give_slot_back(struct http_call *call)
{
    call->live = false;
    call->next_free = call->http->free_calls;
    call->http->free_calls = call;
    if (--call->http->live == 0) {
        uv_unref((uv_handle_t *)call->http->prepare);
        uv_timer_stop(call->http->sweep);
    }
}

static void finish(struct http_call *call, CURLcode code)
{
    struct http *http = call->http;
    struct http_response response = {0};
    curl_multi_remove_handle(call->shard->multi, call->easy); /* nothing, when it was removed already */
    answer_describe(call, code, &response);
    upload_end(call);
    host_leave(call, response.outcome);
    /* The slot goes back first, so that a request that `done` starts meets this very connection. Its texts are copied
     * out. */
    struct buf body = call->body;
    call->body = (struct buf){0};
    response.body = buf_str(&body);
    char texts[5][256];
    struct str *borrowed[] = {&response.content_type, &response.retry_after, &response.retry_after_ms, &response.date,
                              &response.request_id};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct str cut = str_slice(*borrowed[i], 0, sizeof texts[i] - 1);
        if (cut.len > 0) {
            memcpy(texts[i], cut.ptr, cut.len);
        }
        *borrowed[i] = (struct str){texts[i], cut.len};
    }
    http_done *done = call->done;
    void *context = call->context;
    give_slot_back(call);
    done(&response, context);
    if (http->spare.bytes == NULL && body.room <= 64 << 10) {
        http->spare = body;
    } else {
        buf_release(&body);
    }
}

static void collect(struct http *http, struct shard *shard)
{
    CURLMsg *message;
    int left;
    while ((message = curl_multi_info_read(shard->multi, &left)) != NULL) {
        if (message->msg == CURLMSG_DONE) {
            struct finished one = {.code = message->data.result};
            curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &one.call);
            one.call->finished = true;
            VEC_PUSH(&http->finished, one);
        }
    }
}

static void tell_after(struct http *http)
{
    if (http->after != NULL) {
        http->after(http->after_context);
    }
}

/* Reads all messages before it removes or adds a handle: libcurl walks its list of messages on each removal. */
static void drain(struct http *http)
{
    if (http->draining) {
        return;
    }
    http->draining = true;
    for (size_t i = 0; i < http->shard_count; i++) {
        if (http->shards[i].touched) {
            http->shards[i].touched = false;
            collect(http, &http->shards[i]);
        }
    }
    for (size_t i = 0; i < http->finished.count; i++) { /* all at once, while libcurl's code is at hand */
        const struct http_call *call = http->finished.items[i].call;
        if (call != NULL) {
            curl_multi_remove_handle(call->shard->multi, call->easy);
        }
    }
    for (size_t i = 0; i < http->finished.count; i++) {
        struct finished one = http->finished.items[i];
        if (one.call != NULL) {
            http->finished.items[i].call = NULL;
            finish(one.call, one.code);
        }
    }
    if (http->finished.count > 0) {
        http->finished.count = 0;
        tell_after(http);
    }
    http->draining = false;
    uploads_let_go(http);
    if (http->unpark) {
        host_unpark(http);
    }
}

void http_give_up(struct http_call *call, enum http_outcome outcome, const char *why)
{
    call->given_up = outcome;
    call->given_up_why = why;
    for (size_t i = 0; call->finished && i < call->http->finished.count; i++) {
        if (call->http->finished.items[i].call == call) {
            call->http->finished.items[i].call = NULL;
        }
    }
    struct http *http = call->http;
    finish(call, CURLE_ABORTED_BY_CALLBACK);
    tell_after(http);
}

static void on_prepare(uv_prepare_t *handle)
{
    drain(handle->data);
}

static void on_check(uv_check_t *handle)
{
    drain(handle->data);
}

static const char *timeout_passed(const struct http_call *call, uint64_t now)
{
    const struct http_timeouts *limit = &call->timeouts;
    uint64_t ms = (now - call->start_us) / 1000;
    if (limit->total_ms > 0 && ms >= limit->total_ms) {
        return "the whole answer did not come in time";
    }
    if (limit->first_byte_ms > 0 && call->first_byte_us == 0 && ms >= limit->first_byte_ms) {
        return "the first byte of the answer did not come in time";
    }
    if (limit->stall_ms > 0 && call->first_byte_us != 0 && now > call->last_us &&
        (now - call->last_us) / 1000 >= limit->stall_ms) {
        return "the answer stopped in the middle";
    }
    return NULL;
}

static void on_sweep(uv_timer_t *timer)
{
    struct http *http = timer->data;
    uint64_t now = loop_now_us();
    for (size_t i = 0; i < http->calls.count; i++) {
        struct http_call *call = http->calls.items[i];
        const char *why = call->live && !call->finished ? timeout_passed(call, now) : NULL;
        if (why != NULL) {
            http_give_up(call, HTTP_TIMED_OUT, why);
        }
    }
}

static bool is_short(uint32_t ms)
{
    return ms > 0 && ms < SHORT_TIMEOUT_MS;
}

static void keep_sweeping(struct http *http, const struct http_timeouts *timeouts)
{
    bool is_fine = is_short(timeouts->first_byte_ms) || is_short(timeouts->stall_ms) || is_short(timeouts->total_ms);
    if (http->live == 1 || (is_fine && !http->short_sweep)) {
        http->short_sweep = is_fine;
        uint64_t ms = is_fine ? SHORT_SWEEP_MS : SWEEP_MS;
        uv_timer_start(http->sweep, on_sweep, ms, ms);
    }
}

struct http_call *http_start(struct http *http, const struct http_request *request, http_piece *piece, http_done *done,
                             void *context)
{
    struct http_call *call = take_slot(http);
    call->live = true;
    call->finished = call->judged = call->streamed = call->too_large = call->stopped = false;
    call->given_up = HTTP_DONE;
    call->given_up_why = NULL;
    call->timeouts = request->timeouts;
    call->ceiling = request->body_ceiling > 0 ? request->body_ceiling : HTTP_BODY_CEILING;
    call->received = 0;
    call->sends = 0;
    call->start_us = call->last_us = loop_now_us();
    call->first_byte_us = 0;
    call->piece = piece;
    call->done = done;
    call->context = context;
    call->detail[0] = '\0';
    if (++http->live == 1) {
        uv_ref((uv_handle_t *)http->prepare);
    }
    keep_sweeping(http, &request->timeouts);
    easy_set(call, request);
    host_go_or_park(call);
    return call;
}

void http_abort(struct http_call *call)
{
    http_give_up(call, HTTP_ABORTED, "the request was given up");
}

static void put_on_loop(struct http *http)
{
    uv_loop_t *uv = loop_uv(http->loop);
    http->prepare = memory_alloc(sizeof *http->prepare);
    http->check = memory_alloc(sizeof *http->check);
    http->sweep = memory_alloc(sizeof *http->sweep);
    uv_prepare_init(uv, http->prepare);
    uv_check_init(uv, http->check);
    uv_timer_init(uv, http->sweep);
    http->prepare->data = http->check->data = http->sweep->data = http;
    uv_prepare_start(http->prepare, on_prepare); /* a transfer can finish within a timer */
    uv_check_start(http->check, on_check);
    uv_unref((uv_handle_t *)http->prepare); /* keeps the loop running while calls are live */
    uv_unref((uv_handle_t *)http->check);
    uv_unref((uv_handle_t *)http->sweep);
}

static bool open_shards(struct http *http, size_t in_flight)
{
    http->shard_count = in_flight / SHARD_SIZE + (in_flight % SHARD_SIZE > 0 || in_flight == 0);
    http->shards = memory_alloc(http->shard_count * sizeof *http->shards);
    for (size_t i = 0; i < http->shard_count; i++) {
        if (!shard_open(&http->shards[i], &http->sockets, 2 * SHARD_SIZE)) {
            return false;
        }
    }
    return true;
}

void http_warm(void)
{
    curl_start(NULL); /* what goes wrong here is told by http_open */
}

struct http *http_open(struct loop *loop, const struct http_options *options, struct error *err)
{
    if (!curl_start(err)) {
        return NULL;
    }
    struct http *http = memory_alloc(sizeof *http);
    http->loop = loop;
    http->sockets.uv = loop_uv(loop);
    http->ca_file = options->ca_file != NULL ? memory_dup(options->ca_file) : NULL;
    http->after = options->after;
    http->after_context = options->context;
    http->share = curl_share_init();
    put_on_loop(http);
    if (http->share == NULL || !open_shards(http, options->in_flight)) {
        error_set(err, ERROR_INFRA,
                  TEXT("cannot start libcurl: no memory or no files left", "无法启动 libcurl：内存或文件描述符不足"));
        http_close(http);
        return NULL;
    }
    curl_share_setopt(http->share, CURLSHOPT_SHARE, CURL_LOCK_DATA_DNS);
    curl_share_setopt(http->share, CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
    return http;
}

void http_close(struct http *http)
{
    if (http == NULL) {
        return;
    }
    for (size_t i = 0; i < http->calls.count; i++) {
        if (http->calls.items[i]->live) {
            http_abort(http->calls.items[i]);
        }
    }
    for (size_t i = 0; i < http->calls.count; i++) {
        struct http_call *call = http->calls.items[i];
        curl_easy_cleanup(call->easy);
        buf_release(&call->body);
        free(call->proxy);
        free(call->ca_file);
        free(call);
    }
    for (size_t i = 0; i < http->shard_count; i++) {
        shard_close(&http->shards[i]);
    }
    sockets_release(&http->sockets);
    curl_share_cleanup(http->share);
    loop_close_and_free((uv_handle_t *)http->prepare);
    loop_close_and_free((uv_handle_t *)http->check);
    loop_close_and_free((uv_handle_t *)http->sweep);
    VEC_RELEASE(&http->calls);
    VEC_RELEASE(&http->finished);
    hosts_release(http);
    buf_release(&http->spare);
    buf_release(&http->spare_upload);
    free(http->shards);
    free(http->ca_file);
    free(http);
}
