/* HTTP requests out (libcurl on the loop): sharded multi handles, parked sockets, bounded bodies. One thread.
 *
 * No retries, no limit on how many are in flight: that is exchange's. Only bytes: what they mean is endpoint's.
 * Redirects are not followed (they would carry the key to another host). Loopback goes through no proxy of the
 * environment. Over TLS it is HTTP/2 where the server offers it: requests then share connections. `done` is
 * called exactly once for each call, from the loop, never before http_start returns. */
#ifndef FIDELIO_NET_HTTP_H
#define FIDELIO_NET_HTTP_H

#include "base/buf.h"
#include "net/loop.h"

struct http;
struct http_call;
struct http_headers;

struct http_timeouts {
    uint32_t connect_ms;    /* name, connection and handshake */
    uint32_t first_byte_ms; /* from start to the first byte of the answer */
    uint32_t stall_ms;      /* between two pieces of the answer */
    uint32_t total_ms;      /* 0 = none, for each of the four */
};
struct http_options {
    size_t in_flight;             /* expected, for sharding */
    const char *ca_file;          /* NULL = the system's */
    void (*after)(void *context); /* behind the last `done` of those that came together; NULL = none */
    void *context;
};
/* How a server is reached; copied. */
struct http_route {
    const char *proxy;   /* NULL = the environment's */
    const char *ca_file; /* NULL = that of the options */
    bool http1_only;
};
enum { HTTP_PIECES = 4 };
struct http_request {
    const char *method, *url;           /* copied */
    const struct http_headers *headers; /* borrowed until done; NULL = none */
    struct str body[HTTP_PIECES];       /* joined when it is sent; borrowed until done */
    struct http_timeouts timeouts;
    struct http_route route;
    size_t body_ceiling; /* of the response, bytes, unpacked; reaching it ends the transfer; 0 = HTTP_BODY_CEILING */
};
enum { HTTP_BODY_CEILING = 8 << 20 };

enum http_outcome {
    HTTP_DONE,       /* a whole response, whatever its status */
    HTTP_UNRESOLVED, /* no such host */
    HTTP_REFUSED,    /* no connection: refused, unreachable, proxy */
    HTTP_RESET,      /* the connection broke before the response was whole, or what came was not HTTP */
    HTTP_TIMED_OUT,
    HTTP_TLS, /* certificate or handshake */
    HTTP_TOO_LARGE,
    HTTP_BAD_URL,
    HTTP_ABORTED, /* http_abort, http_close, or http_piece returned false */
};
enum { HTTP_DETAIL = 256 };
struct http_response {
    enum http_outcome outcome;
    unsigned status;                                          /* 0 = none came */
    struct str body, content_type;                            /* borrowed during the callback, as are the next ones */
    struct str retry_after, retry_after_ms, date, request_id; /* of a status from 300 on */
    char detail[HTTP_DETAIL]; /* what else is known of why, when outcome is not HTTP_DONE; "" = nothing */
    bool sent;                /* the request may have reached the server */
    uint64_t total_us, first_byte_us;
};
typedef void http_done(const struct http_response *response, void *context);
/* Called for each piece of a 2xx stream of events as it comes, told by its type or its first bytes (any other body is
 * gathered into response->body). Return false to end the transfer. The call may not be aborted from within. */
typedef bool http_piece(struct str piece, void *context);

/* Loads and starts libcurl, once a process, on any thread: nearly all that opening takes. Left out, http_open does it.
 */
void http_warm(void);
struct http *http_open(struct loop *loop, const struct http_options *options, struct error *err);
void http_close(
    struct http *http); /* aborts what is in flight; callbacks are called and start nothing. Not from a callback */
/* `piece` may be NULL: everything is gathered then. */
struct http_call *http_start(struct http *http, const struct http_request *request, http_piece *piece, http_done *done,
                             void *context);
/* Calls `done` (HTTP_ABORTED) before it returns. */
void http_abort(struct http_call *call);

/* "Name: value" lines, NULL-terminated, copied; made once for each endpoint and shared by its calls. Their bytes are
 * wiped when freed. A line with a control character in it is refused: NULL and `err`, which does not quote it. */
struct http_headers *http_headers_new(const char *const *lines, struct error *err);
void http_headers_free(struct http_headers *headers);

#endif
