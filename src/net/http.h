/* HTTP requests out (libcurl on the loop): sharded multi handles, parked sockets, bounded bodies. One thread.
 *
 * No retries, no limits on how many are in flight: that is exchange's. Only bytes: what they mean is endpoint's. */
#ifndef FIDELIO_NET_HTTP_H
#define FIDELIO_NET_HTTP_H

#include "base/buf.h"
#include "net/loop.h"

struct http;
struct http_call;

struct http_timeouts {
    uint32_t connect_ms, first_byte_ms, total_ms; /* 0 = none */
};
struct http_options {
    size_t in_flight;    /* expected, for sharding */
    const char *proxy;   /* NULL = the environment's, and none for loopback */
    const char *ca_file; /* NULL = the system's */
    bool http1_only;
    bool keep_environment_proxy;
};
struct http_request {
    const char *method, *url;
    const char *const *headers; /* "Name: value", NULL-terminated; copied */
    struct str body;            /* copied */
    struct http_timeouts timeouts;
    size_t body_ceiling; /* of the response, bytes; reaching it ends the transfer */
};
enum http_outcome {
    HTTP_DONE,    /* a whole response, whatever its status */
    HTTP_REFUSED, /* no connection: refused, unreachable, DNS */
    HTTP_RESET,   /* the connection broke before the response was whole */
    HTTP_TIMED_OUT,
    HTTP_TLS, /* certificate or handshake */
    HTTP_TOO_LARGE,
    HTTP_BAD_URL,
    HTTP_ABORTED, /* http_abort */
};
struct http_response {
    enum http_outcome outcome;
    unsigned status;
    struct str body, content_type, retry_after, request_id; /* borrowed during the callback */
    char detail[256];                                       /* libcurl's words when outcome is not HTTP_DONE */
    bool sent;                                              /* the request may have reached the server */
    uint64_t total_us, first_byte_us;
};
typedef void http_done(const struct http_response *response, void *context);
/* Called for each piece of a streamed body as it comes, before http_done; may be NULL. Return false to end the
 * transfer. */
typedef bool http_piece(struct str piece, void *context);

struct http *http_open(struct loop *loop, const struct http_options *options, struct error *err);
void http_close(struct http *http); /* aborts what is in flight; callbacks are called */
struct http_call *http_start(struct http *http, const struct http_request *request, http_piece *piece, http_done *done,
                             void *context);
void http_abort(struct http_call *call);

#endif
