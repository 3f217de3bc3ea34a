/* A small HTTP server on the loop (libmicrohttpd, external epoll): both local servers stand on it.
 *
 * Loopback only. A request's body is gathered whole (over the ceiling: 413) before the handler is called. The handler
 * answers at once, or later from a timer, whole or as a stream of pieces: each request is answered exactly once, by one
 * of httpd_answer, httpd_stream and httpd_drop, after which the request may not be used any more. All on the loop's
 * thread. */
#ifndef FIDELIO_NET_HTTPD_H
#define FIDELIO_NET_HTTPD_H

#include "base/buf.h"
#include "base/error.h"
#include "net/loop.h"

struct arena;
struct httpd;
struct httpd_request;

typedef void httpd_handler(struct httpd_request *request, void *context);

/* Listens on 127.0.0.1:`port` (0 = any free one) and keeps the loop running until it is closed.
 * `body_ceiling` in bytes, not 0. */
struct httpd *httpd_open(struct loop *loop, uint16_t port, size_t body_ceiling, httpd_handler *handler, void *context,
                         struct error *err);
/* The same over TLS, for tests and benchmarks: a key and its certificate in PEM, which must outlive the server. */
struct httpd *httpd_open_tls(struct loop *loop, uint16_t port, size_t body_ceiling, httpd_handler *handler,
                             void *context, const char *key, const char *certificate, struct error *err);
/* Requests that are not answered yet are dropped; they may not be used any more. Not from within the handler. */
void httpd_close(struct httpd *httpd);
uint16_t httpd_port(const struct httpd *httpd);
/* For tests: requests whose handler was called and whose answer is not all sent. */
size_t httpd_open_requests(const struct httpd *httpd);

struct str httpd_method(const struct httpd_request *request);
struct str httpd_path(const struct httpd_request *request);                     /* without the query */
struct str httpd_query(const struct httpd_request *request, const char *name);  /* decoded; empty when missing */
struct str httpd_header(const struct httpd_request *request, const char *name); /* any case; empty when missing */
struct str httpd_body(const struct httpd_request *request);
struct arena *httpd_arena(struct httpd_request *request); /* lives as long as the request */

/* The whole answer; bytes are copied. `headers` are name, value, ..., NULL (NULL = none). After `delay_ms` (0 = now).
 */
void httpd_answer(struct httpd_request *request, unsigned status, const char *const *headers, struct str body,
                  uint64_t delay_ms);
/* A stream: pieces (copied) one after the other, each a chunk of its own, `gap_ms` between them, then the end, or, when
 * `cut`, a connection that breaks without one. */
void httpd_stream(struct httpd_request *request, unsigned status, const char *const *headers, const struct str *pieces,
                  size_t count, uint64_t delay_ms, uint64_t gap_ms, bool cut);
/* Closes the connection without an answer. */
void httpd_drop(struct httpd_request *request);

#endif
