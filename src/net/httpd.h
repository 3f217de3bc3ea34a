/* A small HTTP server on the loop (libmicrohttpd, external epoll): both local servers stand on it.
 *
 * Loopback only. A request's body is gathered whole (ceiling) before the handler is called. The handler answers at once or later
 * (httpd_later + httpd_answer from a timer), whole or as a stream of chunks. All on the loop's thread. */
#ifndef FIDELIO_NET_HTTPD_H
#define FIDELIO_NET_HTTPD_H

#include "base/buf.h"
#include "base/error.h"
#include "net/loop.h"

struct httpd;
struct httpd_request;

typedef void httpd_handler(struct httpd_request *request, void *context);

/* Listens on 127.0.0.1:`port` (0 = any free one). */
struct httpd *httpd_open(struct loop *loop, uint16_t port, size_t body_ceiling, httpd_handler *handler, void *context, struct error *err);
void httpd_close(struct httpd *httpd);
uint16_t httpd_port(const struct httpd *httpd);

struct str httpd_method(const struct httpd_request *request);
struct str httpd_path(const struct httpd_request *request);                      /* without the query */
struct str httpd_query(const struct httpd_request *request, const char *name);   /* decoded; empty when missing */
struct str httpd_header(const struct httpd_request *request, const char *name);
struct str httpd_body(const struct httpd_request *request);
struct arena *httpd_arena(struct httpd_request *request); /* lives as long as the request */

/* The whole answer; bytes are copied. `headers` are name, value, ..., NULL. After `delay_ms` (0 = now). */
void httpd_answer(struct httpd_request *request, unsigned status, const char *const *headers, struct str body, uint64_t delay_ms);
/* A stream: pieces one after the other, `gap_ms` between them, then the end (or a cut connection when `cut`). */
void httpd_stream(struct httpd_request *request, unsigned status, const char *const *headers, const struct str *pieces, size_t count,
                  uint64_t delay_ms, uint64_t gap_ms, bool cut);
/* Closes the connection without an answer. */
void httpd_drop(struct httpd_request *request);

#endif
