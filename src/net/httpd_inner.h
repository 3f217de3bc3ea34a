/* What the server on the loop (httpd.c) and the requests it holds (httpd_request.c) know of each other. Inside net/
 * only. */
#ifndef FIDELIO_NET_HTTPD_INNER_H
#define FIDELIO_NET_HTTPD_INNER_H

#include "base/arena.h"
#include "net/httpd.h"
#include "net/loop_uv.h"
#include "net/microhttpd_late.h"

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

/* What libmicrohttpd calls for a request: with its headers, with pieces of its body, with none left; and at its end. */
enum MHD_Result httpd_on_data(void *context, struct MHD_Connection *connection, const char *url, const char *method,
                              const char *version, const char *data, size_t *size, void **slot);
void httpd_on_completed(void *context, struct MHD_Connection *connection, void **slot,
                        enum MHD_RequestTerminationCode why);
/* The server is closing: a request that is not answered yet is dropped. */
void httpd_give_up(struct httpd_request *request);

#endif
