/* A server that misbehaves as told, in threads of its own: for each request on 127.0.0.1 it plays a list of steps. */
#ifndef FIDELIO_TESTS_RAW_SERVER_H
#define FIDELIO_TESTS_RAW_SERVER_H

#include "base/str.h"

#include <stdint.h>

enum raw_kind {
    RAW_GREET, /* first step of the first script: do not wait for a request */
    RAW_END,   /* keep the connection for the next request */
    RAW_SEND,  /* text, `repeat` times (0 = once) */
    RAW_DRIP,  /* text, a byte at a time, `ms` between them */
    RAW_SLEEP, /* ms; ends early when the server stops */
    RAW_AWAIT, /* until something comes from the other side; it is left unread */
    RAW_CLOSE, /* in order */
    RAW_RESET, /* with RST */
};
struct raw_step {
    enum raw_kind kind;
    struct str text;
    unsigned ms;
    size_t repeat;
};

struct raw_server;
/* `steps` must outlive the server. The n-th request is answered by the n-th of `scripts`; those after the last one by
 * the last. */
struct raw_server *raw_server_start(const struct raw_step *const *scripts, size_t count);
struct raw_server *raw_server_start_at(uint16_t port, const struct raw_step *const *scripts, size_t count);
uint16_t raw_server_port(const struct raw_server *server);
size_t raw_server_requests(struct raw_server *server);
struct str
raw_server_last_request(struct raw_server *server); /* head and body; copied on each call, freed with the server */
void raw_server_stop(struct raw_server *server);

#endif
