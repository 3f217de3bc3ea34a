/* One libcurl multi handle on the loop: sockets, timer, and the transfers that finished. Inner part of net/http.
 *
 * Past some 300 connections a multi handle walks long lists on every add and remove, so http keeps several. A socket's
 * libuv handle lives as long as the socket: between two requests of a keep-alive connection it is only parked. */
#ifndef FIDELIO_NET_HTTP_SHARD_H
#define FIDELIO_NET_HTTP_SHARD_H

#include "base/vec.h"
#include "net/curl_late.h"
#include "net/loop_uv.h"

#include <stdbool.h>

struct watch;
struct shard {
    uv_loop_t *uv;
    CURLM *multi;
    uv_timer_t *timer;       /* heap */
    bool touched;            /* transfers may have finished */
    struct sockets *sockets; /* borrowed, shared by all shards */
};
/* Sockets by descriptor. */
struct sockets {
    uv_loop_t *uv;
    struct watch **watches; /* owned; [fd], NULL = none */
    size_t count;
};

bool shard_open(struct shard *shard, struct sockets *sockets, size_t connections);
void shard_close(struct shard *shard);
/* Tells libcurl to open and close sockets through us; for each easy handle. */
void sockets_attach(struct sockets *sockets, CURL *easy);
void sockets_release(struct sockets *sockets);

#endif
