/* How a request lives. libmicrohttpd calls httpd_on_data with the headers (a request is made), with pieces of the body,
 * and once with none left: then our handler is called. An answer that is there by then is queued at once; else the
 * connection is suspended (it costs nothing meanwhile), and the answer or its timer resumes it, upon which it is
 * called again and queues the answer. */
#include "net/httpd_inner.h"

#include <stdlib.h>
#include <string.h>

enum { STREAM_BLOCK = 4 << 10 };

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
    if (request->next != NULL)
        request->next->previous = request;
    httpd->requests = request;
    return request;
}

static void request_free(struct httpd_request *request)
{
    struct httpd *httpd = request->httpd;
    if (request->previous != NULL)
        request->previous->next = request->next;
    else
        httpd->requests = request->next;
    if (request->next != NULL)
        request->next->previous = request->previous;
    httpd->open -= request->handled;
    loop_cancel(request->timer);
    if (request->response != NULL)
        MHD_destroy_response(request->response);
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
    if (request->drop || request->httpd->closing)
        return MHD_NO;
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

enum MHD_Result httpd_on_data(void *context, struct MHD_Connection *connection, const char *url, const char *method,
                              const char *version, const char *data, size_t *size, void **slot)
{
    struct httpd *httpd = context;
    struct httpd_request *request = *slot;
    (void)version;
    if (request == NULL) {
        *slot = request_new(httpd, connection, method, url);
        return announced_too_large(connection, httpd->body_ceiling) ? refuse_body(connection) : MHD_YES;
    }
    if (*size > 0)
        return on_body(request, data, size);
    if (request->too_large)
        return refuse_body(connection);
    if (request->state == READING) {
        if (httpd->closing)
            return MHD_NO;
        request->state = HANDLING;
        request->handled = true;
        httpd->open++;
        httpd->handler(request, httpd->context);
    }
    if (request->state == READY)
        return queue_answer(request);
    if (request->state == SENDING)
        return MHD_YES;
    suspend(request);
    return MHD_YES;
}

void httpd_on_completed(void *context, struct MHD_Connection *connection, void **slot,
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
    if (request->httpd->closing)
        return MHD_CONTENT_READER_END_WITH_ERROR;
    while (stream->index < stream->count && stream->pieces[stream->index].len == 0)
        stream->index++;
    if (stream->index == stream->count)
        return stream->cut ? MHD_CONTENT_READER_END_WITH_ERROR : MHD_CONTENT_READER_END_OF_STREAM;
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

static void add_headers(struct MHD_Response *response, const char *const *headers)
{
    for (; headers != NULL && headers[0] != NULL; headers += 2)
        MHD_add_response_header(response, headers[0], headers[1]);
}

void httpd_answer(struct httpd_request *request, unsigned status, const char *const *headers, struct str body,
                  uint64_t delay_ms)
{
    char *copy = memory_alloc(body.len + 1);
    if (body.len > 0)
        memcpy(copy, body.ptr, body.len);
    request->status = status;
    request->response = MHD_create_response_from_buffer(body.len, copy, MHD_RESPMEM_MUST_FREE);
    add_headers(request->response, headers);
    answer_after(request, delay_ms);
}

void httpd_stream(struct httpd_request *request, unsigned status, const char *const *headers, const struct str *pieces,
                  size_t count, uint64_t delay_ms, uint64_t gap_ms, bool cut)
{
    struct str *copies = arena_array(&request->arena, count, sizeof *copies);
    for (size_t i = 0; i < count; i++)
        copies[i] = str_dup(&request->arena, pieces[i]);
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

void httpd_give_up(struct httpd_request *request)
{
    loop_cancel(request->timer);
    request->timer = NULL;
    if (request->state == HANDLING || request->state == WAITING) {
        request->drop = true;
        request->state = READY;
    }
    resume(request); /* libmicrohttpd may not be stopped while connections are suspended */
}

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
