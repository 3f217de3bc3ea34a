/* How a request lives. libmicrohttpd calls on_data with the headers (a request is made), with pieces of the body, and
 * once with none left: then our handler is called. An answer that is there by then is queued at once; else the
 * connection is suspended (it costs nothing meanwhile), and the answer or its timer resumes it, upon which on_data is
 * called again and queues the answer.
 *
 * libmicrohttpd's own epoll thread stalls, so its epoll descriptor is watched by ours, and MHD_run is called before the
 * loop waits whenever there may be something for it to do. */
#include "net/httpd.h"

#include "base/arena.h"
#include "base/language.h"
#include "net/loop_uv.h"
#include "net/microhttpd_late.h"

#include <errno.h>

#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

enum {
    CONNECTION_MEMORY = 16 << 10,
    LISTEN_BACKLOG = 4096,
    STREAM_BLOCK = 4 << 10,
    MAX_CONNECTIONS = 60000,
    SPARE_FILES = 64, /* left for the rest of the program */
};

enum request_state { READING, HANDLING, WAITING, READY, SENDING };

struct stream {
    struct str *pieces; /* arena */
    size_t count, index, offset;
    uint64_t gap_ms;
    bool cut, due;
};

struct httpd_request {
    struct httpd *httpd;
    struct httpd_request *previous, *next; /* all live requests of the server */
    struct MHD_Connection *connection;
    enum request_state state;
    bool handled, suspended, too_large, drop;
    struct str method, path;
    struct buf body;
    struct arena arena;
    struct MHD_Response *response; /* owned until it is queued */
    unsigned status;
    struct stream stream;
    struct loop_timer *timer;
};

struct httpd {
    struct loop *loop;
    struct MHD_Daemon *daemon;
    uint16_t port;
    size_t body_ceiling;
    httpd_handler *handler;
    void *context;
    struct httpd_request *requests; /* list */
    size_t open;
    uv_poll_t *poll;       /* heap: closed with the loop's help */
    uv_prepare_t *prepare; /* heap */
    uv_timer_t *timer;     /* heap; libmicrohttpd's own timeouts */
    bool dirty;            /* MHD_run has something to do */
    bool closing;
};

/* ---- the request ---- */

static struct httpd_request *request_new(struct httpd *httpd, struct MHD_Connection *connection, const char *method,
                                         const char *url)
{
    struct httpd_request *request = memory_alloc(sizeof *request);
    request->httpd = httpd;
    request->connection = connection;
    arena_init(&request->arena);
    buf_init(&request->body, httpd->body_ceiling);
    request->method = str_from(method); /* both live in the connection's memory as long as the request */
    request->path = str_from(url);
    request->next = httpd->requests;
    if (request->next != NULL) {
        request->next->previous = request;
    }
    httpd->requests = request;
    return request;
}

static void request_free(struct httpd_request *request)
{
    struct httpd *httpd = request->httpd;
    if (request->previous != NULL) {
        request->previous->next = request->next;
    } else {
        httpd->requests = request->next;
    }
    if (request->next != NULL) {
        request->next->previous = request->previous;
    }
    httpd->open -= request->handled;
    loop_cancel(request->timer);
    if (request->response != NULL) {
        MHD_destroy_response(request->response);
    }
    buf_release(&request->body);
    arena_release(&request->arena);
    free(request);
}

static void suspend(struct httpd_request *request)
{
    request->suspended = true;
    MHD_suspend_connection(request->connection);
}

static void resume(struct httpd_request *request)
{
    if (request->suspended) {
        request->suspended = false;
        MHD_resume_connection(request->connection);
    }
    request->httpd->dirty = true;
}

static void answer_due(void *context)
{
    struct httpd_request *request = context;
    request->timer = NULL;
    request->state = READY;
    resume(request);
}

/* The answer is in `response` (or `drop` is set): send it after `delay_ms`. Inside the handler on_data goes on by
 * itself. */
static void answer_after(struct httpd_request *request, uint64_t delay_ms)
{
    if (delay_ms > 0 && !request->httpd->closing) {
        request->state = WAITING;
        request->timer = loop_after(request->httpd->loop, delay_ms, answer_due, request);
    } else {
        request->state = READY;
        resume(request);
    }
}

static enum MHD_Result queue_answer(struct httpd_request *request)
{
    request->state = SENDING;
    if (request->drop || request->httpd->closing) {
        return MHD_NO;
    }
    enum MHD_Result result = MHD_queue_response(request->connection, request->status, request->response);
    MHD_destroy_response(request->response);
    request->response = NULL;
    return result;
}

static enum MHD_Result refuse_body(struct MHD_Connection *connection)
{
    static const char text[] = "{\"error\":{\"message\":\"the request's body is too large\"}}";
    struct MHD_Response *response =
        MHD_create_response_from_buffer(sizeof text - 1, memory_dup(text), MHD_RESPMEM_MUST_FREE);
    MHD_add_response_header(response, "Content-Type", "application/json");
    MHD_add_response_header(response, "Connection", "close");
    enum MHD_Result result = MHD_queue_response(connection, 413, response);
    MHD_destroy_response(response);
    return result;
}

/* ---- what libmicrohttpd calls ---- */

static bool announced_too_large(struct MHD_Connection *connection, size_t ceiling)
{
    const char *length = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Content-Length");
    size_t bytes;
    return length != NULL && !str_to_size(str_from(length), ceiling, &bytes);
}

static enum MHD_Result on_body(struct httpd_request *request, const char *data, size_t *size)
{
    if (!request->too_large && !buf_add_bytes(&request->body, data, *size)) {
        request->too_large = true; /* of a length that was not announced: read on to the end, then answer 413 */
        buf_release(&request->body);
    }
    *size = 0;
    return MHD_YES;
}

static enum MHD_Result on_data(void *context, struct MHD_Connection *connection, const char *url, const char *method,
                               const char *version, const char *data, size_t *size, void **slot)
{
    struct httpd *httpd = context;
    struct httpd_request *request = *slot;
    (void)version;
    if (request == NULL) {
        *slot = request_new(httpd, connection, method, url);
        return announced_too_large(connection, httpd->body_ceiling) ? refuse_body(connection) : MHD_YES;
    }
    if (*size > 0) {
        return on_body(request, data, size);
    }
    if (request->too_large) {
        return refuse_body(connection);
    }
    if (request->state == READING) {
        if (httpd->closing) {
            return MHD_NO;
        }
        request->state = HANDLING;
        request->handled = true;
        httpd->open++;
        httpd->handler(request, httpd->context);
    }
    if (request->state == READY) {
        return queue_answer(request);
    }
    if (request->state == SENDING) {
        return MHD_YES;
    }
    suspend(request);
    return MHD_YES;
}

static void on_completed(void *context, struct MHD_Connection *connection, void **slot,
                         enum MHD_RequestTerminationCode why)
{
    (void)context;
    (void)connection;
    (void)why;
    if (*slot != NULL) {
        request_free(*slot);
        *slot = NULL;
    }
}

static void piece_due(void *context)
{
    struct httpd_request *request = context;
    request->timer = NULL;
    request->stream.due = true;
    resume(request);
}

static ssize_t next_bytes(void *context, uint64_t position, char *into, size_t room)
{
    struct httpd_request *request = context;
    struct stream *stream = &request->stream;
    (void)position;
    if (request->httpd->closing) {
        return MHD_CONTENT_READER_END_WITH_ERROR;
    }
    while (stream->index < stream->count && stream->pieces[stream->index].len == 0) {
        stream->index++;
    }
    if (stream->index == stream->count) {
        return stream->cut ? MHD_CONTENT_READER_END_WITH_ERROR : MHD_CONTENT_READER_END_OF_STREAM;
    }
    if (!stream->due) {
        suspend(request);
        request->timer = loop_after(request->httpd->loop, stream->gap_ms, piece_due, request);
        return 0;
    }
    struct str rest = stream->pieces[stream->index];
    size_t count = rest.len - stream->offset < room ? rest.len - stream->offset : room;
    memcpy(into, rest.ptr + stream->offset, count);
    stream->offset += count;
    if (stream->offset == rest.len) {
        stream->index++;
        stream->offset = 0;
        stream->due = stream->gap_ms == 0;
    }
    return (ssize_t)count;
}

/* ---- answers ---- */

static void add_headers(struct MHD_Response *response, const char *const *headers)
{
    for (; headers != NULL && headers[0] != NULL; headers += 2) {
        MHD_add_response_header(response, headers[0], headers[1]);
    }
}

void httpd_answer(struct httpd_request *request, unsigned status, const char *const *headers, struct str body,
                  uint64_t delay_ms)
{
    char *copy = memory_alloc(body.len + 1);
    if (body.len > 0) {
        memcpy(copy, body.ptr, body.len);
    }
    request->status = status;
    request->response = MHD_create_response_from_buffer(body.len, copy, MHD_RESPMEM_MUST_FREE);
    add_headers(request->response, headers);
    answer_after(request, delay_ms);
}

void httpd_stream(struct httpd_request *request, unsigned status, const char *const *headers, const struct str *pieces,
                  size_t count, uint64_t delay_ms, uint64_t gap_ms, bool cut)
{
    struct str *copies = arena_array(&request->arena, count, sizeof *copies);
    for (size_t i = 0; i < count; i++) {
        copies[i] = str_dup(&request->arena, pieces[i]);
    }
    request->stream = (struct stream){.pieces = copies, .count = count, .gap_ms = gap_ms, .cut = cut, .due = true};
    request->status = status;
    request->response = MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, STREAM_BLOCK, next_bytes, request, NULL);
    add_headers(request->response, headers);
    answer_after(request, delay_ms);
}

void httpd_drop(struct httpd_request *request)
{
    request->drop = true;
    answer_after(request, 0);
}

/* ---- what the request holds ---- */

struct str httpd_method(const struct httpd_request *request)
{
    return request->method;
}

struct str httpd_path(const struct httpd_request *request)
{
    return request->path;
}

struct str httpd_query(const struct httpd_request *request, const char *name)
{
    return str_from(MHD_lookup_connection_value(request->connection, MHD_GET_ARGUMENT_KIND, name));
}

struct str httpd_header(const struct httpd_request *request, const char *name)
{
    return str_from(MHD_lookup_connection_value(request->connection, MHD_HEADER_KIND, name));
}

struct str httpd_body(const struct httpd_request *request)
{
    return buf_str(&request->body);
}

struct arena *httpd_arena(struct httpd_request *request)
{
    return &request->arena;
}

/* ---- the server on the loop ---- */

static void on_readable(uv_poll_t *poll, int status, int events)
{
    struct httpd *httpd = poll->data;
    (void)status;
    (void)events;
    httpd->dirty = true;
}

static void on_timeout(uv_timer_t *timer)
{
    struct httpd *httpd = timer->data;
    httpd->dirty = true;
}

static void on_prepare(uv_prepare_t *prepare)
{
    struct httpd *httpd = prepare->data;
    if (!httpd->dirty) {
        return;
    }
    httpd->dirty = false;
    MHD_run(httpd->daemon);
    MHD_UNSIGNED_LONG_LONG ms;
    if (MHD_get_timeout(httpd->daemon, &ms) == MHD_YES) {
        uv_timer_start(httpd->timer, on_timeout, ms, 0);
    } else {
        uv_timer_stop(httpd->timer);
    }
}

static unsigned connection_limit(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur <= 2 * SPARE_FILES) {
        return SPARE_FILES;
    }
    rlim_t count = limit.rlim_cur - SPARE_FILES;
    return count > MAX_CONNECTIONS ? MAX_CONNECTIONS : (unsigned)count;
}

/* `key` is NULL for plain HTTP. */
static struct MHD_Daemon *start_daemon(struct httpd *httpd, uint16_t port, const char *key, const char *certificate)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    unsigned flags = MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | (key != NULL ? MHD_USE_TLS : 0u);
    char *pem[2];
    memcpy(pem, (const char *[]){key, certificate}, sizeof pem);
    struct MHD_OptionItem tls[] = {
        {MHD_OPTION_HTTPS_MEM_KEY, 0, pem[0]}, {MHD_OPTION_HTTPS_MEM_CERT, 0, pem[1]}, {MHD_OPTION_END, 0, NULL}};
    return MHD_start_daemon(flags, port, NULL, NULL, on_data, httpd, MHD_OPTION_NOTIFY_COMPLETED, on_completed, NULL,
                            MHD_OPTION_SOCK_ADDR, &address, MHD_OPTION_CONNECTION_LIMIT, connection_limit(),
                            MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
                            MHD_OPTION_LISTEN_BACKLOG_SIZE, (unsigned)LISTEN_BACKLOG, MHD_OPTION_ARRAY,
                            key != NULL ? tls : tls + 2, MHD_OPTION_END);
}

static bool put_on_loop(struct httpd *httpd, struct error *err)
{
    const union MHD_DaemonInfo *epoll = MHD_get_daemon_info(httpd->daemon, MHD_DAEMON_INFO_EPOLL_FD);
    const union MHD_DaemonInfo *bound = MHD_get_daemon_info(httpd->daemon, MHD_DAEMON_INFO_BIND_PORT);
    uv_loop_t *uv = loop_uv(httpd->loop);
    httpd->port = bound != NULL ? bound->port : 0;
    httpd->poll = memory_alloc(sizeof *httpd->poll);
    int status = epoll != NULL ? uv_poll_init(uv, httpd->poll, epoll->epoll_fd) : UV_EINVAL;
    if (status != 0) {
        free(httpd->poll);
        httpd->poll = NULL;
        return error_set(err, ERROR_INFRA,
                         TEXT("cannot watch the local server's sockets: %s", "无法监视本地服务的套接字：%s"),
                         uv_strerror(status));
    }
    httpd->prepare = memory_alloc(sizeof *httpd->prepare);
    httpd->timer = memory_alloc(sizeof *httpd->timer);
    httpd->poll->data = httpd->prepare->data = httpd->timer->data = httpd;
    uv_prepare_init(uv, httpd->prepare);
    uv_timer_init(uv, httpd->timer);
    uv_poll_start(httpd->poll, UV_READABLE, on_readable);
    uv_prepare_start(httpd->prepare, on_prepare);
    httpd->dirty = true;
    return true;
}

struct httpd *httpd_open(struct loop *loop, uint16_t port, size_t body_ceiling, httpd_handler *handler, void *context,
                         struct error *err)
{
    return httpd_open_tls(loop, port, body_ceiling, handler, context, NULL, NULL, err);
}

struct httpd *httpd_open_tls(struct loop *loop, uint16_t port, size_t body_ceiling, httpd_handler *handler,
                             void *context, const char *key, const char *certificate, struct error *err)
{
    if (!microhttpd_load(err)) {
        return NULL;
    }
    struct httpd *httpd = memory_alloc(sizeof *httpd);
    httpd->loop = loop;
    httpd->body_ceiling = body_ceiling;
    httpd->handler = handler;
    httpd->context = context;
    errno = 0;
    httpd->daemon = start_daemon(httpd, port, key, certificate);
    if (httpd->daemon == NULL) {
        error_set(err, errno == EADDRINUSE || errno == EACCES ? ERROR_USER : ERROR_INFRA,
                  TEXT("cannot listen on 127.0.0.1:%u: %s", "无法在 127.0.0.1:%u 上监听：%s"), (unsigned)port,
                  errno != 0 ? error_reason(errno) : TEXT("the server did not start", "服务没有启动"));
        free(httpd);
        return NULL;
    }
    if (!put_on_loop(httpd, err)) {
        MHD_stop_daemon(httpd->daemon);
        free(httpd);
        return NULL;
    }
    return httpd;
}

void httpd_close(struct httpd *httpd)
{
    if (httpd == NULL) {
        return;
    }
    httpd->closing = true;
    for (struct httpd_request *request = httpd->requests; request != NULL; request = request->next) {
        loop_cancel(request->timer);
        request->timer = NULL;
        if (request->state == HANDLING || request->state == WAITING) {
            request->drop = true;
            request->state = READY;
        }
        resume(request); /* libmicrohttpd may not be stopped while connections are suspended */
    }
    MHD_run(httpd->daemon);
    uv_poll_stop(httpd->poll);
    loop_close_and_free((uv_handle_t *)httpd->poll);
    loop_close_and_free((uv_handle_t *)httpd->prepare);
    loop_close_and_free((uv_handle_t *)httpd->timer);
    MHD_stop_daemon(httpd->daemon);
    free(httpd);
}

uint16_t httpd_port(const struct httpd *httpd)
{
    return httpd->port;
}

size_t httpd_open_requests(const struct httpd *httpd)
{
    return httpd->open;
}
