/* The page of `fidelio review`, served on loopback, and the one place that writes reviews.
 *
 * Every request must carry the token of the URL; Host must be the loopback address this server listens on, and a
 * write's Origin this server's own: no other page of the browser, and no name that resolves to loopback, gets through.
 * Writes are appended under a lock, so two reviewers at once lose nothing; the page asks for what others said
 * meanwhile (GET /api/reviews). */
#ifndef FIDELIO_REVIEW_SERVER_H
#define FIDELIO_REVIEW_SERVER_H

#include "base/clock.h"
#include "net/httpd.h"
#include "review/record.h"

struct review_server;

struct review_server_options {
    uint16_t port;    /* 0 = any free one */
    const char *path; /* reviews.jsonl; borrowed */
    struct clock clock;
    /* Adds the page with the reviews so far; called for each GET. */
    void (*page)(const struct reviews *reviews, struct str token, struct buf *out, void *context);
    void *context;
};

struct review_server *review_server_open(struct loop *loop, const struct review_server_options *options,
                                         struct error *err);
void review_server_close(struct review_server *server);
/* "http://127.0.0.1:PORT/?token=..."; borrowed. */
struct str review_server_url(const struct review_server *server);

#endif
