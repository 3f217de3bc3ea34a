/* What the files of net/http share: the calls' slots, the hosts they go to. Inner part. */
#ifndef FIDELIO_NET_HTTP_INNER_H
#define FIDELIO_NET_HTTP_INNER_H

#include "net/http.h"
#include "net/http_shard.h"

#define HTTP_ENCODINGS "gzip" /* whoever has another has this one, and libcurl prints headers byte by byte */

/* A name that must be looked up. Until one call has connected, the others to it wait: libcurl would start a thread for
 * each of them, all asking the same. */
struct host {
    char *name;              /* owned */
    bool known;              /* somebody connected: libcurl has its address */
    bool unresolved;         /* the probe found no such host: those that wait are told so */
    struct http_call *probe; /* the one that goes first; NULL = none */
};

/* A URL, as it was asked for first. */
struct address {
    char *url;         /* owned */
    CURLU *parsed;     /* owned; NULL: libcurl is to say what is wrong with it */
    struct host *host; /* NULL = needs no look-up */
    bool loopback;     /* needs no proxy */
};

/* A slot for a call: its easy handle is kept for the next call, which so meets the connection that the last one left.
 */
struct http_call {
    struct http *http;
    struct shard *shard;
    struct http_call *next_free;
    CURL *easy;                    /* owned */
    struct host *host;             /* of the address */
    bool parked;                   /* waits for the host's probe */
    const struct address *address; /* what the easy handle was told last, as are the next five */
    char *proxy, *ca_file;         /* owned */
    bool http1_only;
    const struct curl_slist *headers; /* borrowed */
    uint32_t connect_ms;
    bool is_get;
    bool live, finished;
    bool judged, streamed, too_large, stopped; /* of the body that comes */
    enum http_outcome given_up;                /* why we ended it ourselves; HTTP_DONE = we did not */
    const char *given_up_why;
    struct http_timeouts timeouts;
    size_t ceiling, received;
    unsigned sends;                 /* how often the request was about to be sent */
    struct str pieces[HTTP_PIECES]; /* borrowed; of the request's body */
    struct buf upload;              /* these joined, while they are sent */
    struct http_call *next_sending;
    struct buf body; /* of the answer */
    uint64_t start_us, first_byte_us, last_us;
    http_piece *piece;
    http_done *done;
    void *context;
    char detail[CURL_ERROR_SIZE];
};

struct finished {
    struct http_call *call;
    CURLcode code;
};

struct http {
    struct loop *loop;
    CURLSH *share;
    struct sockets sockets;
    struct shard *shards; /* owned */
    size_t shard_count, next_shard;
    char *ca_file;                 /* owned */
    VEC(struct http_call *) calls; /* all slots */
    struct http_call *free_calls;  /* last used first: its connection is warm */
    size_t live;
    VEC(struct finished) finished;
    VEC(struct host *) hosts;
    VEC(struct address *) addresses; /* few: one an endpoint */
    bool unpark;                     /* calls that wait for a probe may go on */
    bool draining;
    void (*after)(void *context);
    void *after_context;
    struct buf spare;          /* an answer's memory, passed on to the next call that is answered */
    struct http_call *sending; /* whose bodies are not yet out as far as is known; the last begun first */
    struct buf spare_upload;
    uv_prepare_t *prepare;
    uv_check_t *check;
    uv_timer_t *sweep;
    bool short_sweep;
};

/* http_easy.c */
CURL *easy_new(struct http *http, struct http_call *call); /* NULL: libcurl has none */
void easy_set(struct http_call *call, const struct http_request *request);
/* http_upload.c */
void upload_begin(struct http_call *call); /* from within libcurl, which is about to send the body */
void uploads_let_go(struct http *http);    /* of all that are out */
void upload_end(struct http_call *call);   /* the transfer is over, be its body out or not */
/* http_answer.c */
/* Why the transfer ended and what came; texts are libcurl's, until the easy handle is used again. */
void answer_describe(const struct http_call *call, CURLcode code, struct http_response *response);
/* http_why.c */
/* What stands in the response's detail, of a call that failed. */
void answer_why(const struct http_call *call, CURLcode code, char why[static HTTP_DETAIL]);
long answer_tunnel_status(const struct http_call *call); /* by which a proxy refused to lead on; 0: none did */
/* http.c */
void http_give_up(struct http_call *call, enum http_outcome outcome, const char *why); /* ends it now; calls done */
/* http_headers.c */
struct curl_slist *http_headers_list(const struct http_headers *headers); /* NULL = none */
/* http_host.c */
const struct address *address_of(struct http *http, const char *url);
void host_go_or_park(struct http_call *call); /* gives it to libcurl, or lets it wait for the host's probe */
void host_connected(struct http_call *call);  /* from within libcurl */
void host_leave(struct http_call *call, enum http_outcome outcome);
void host_unpark(struct http *http);
void hosts_release(struct http *http);

#endif
