#include "net/http_shard.h"

#include "base/arena.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct watch {
    uv_poll_t uv; /* first: loop_close_and_free */
    struct shard *shard;
    curl_socket_t fd;
    int events;
    bool parked;
    bool ours; /* opened and closed through us; the others (the resolver's) libcurl closes behind our back */
};

static struct watch *watch_new(struct sockets *sockets, curl_socket_t fd, bool ours)
{
    size_t index = (size_t)fd;
    if (index >= sockets->count) {
        size_t count = index + 64 > 2 * sockets->count ? index + 64 : 2 * sockets->count;
        sockets->watches = memory_grow(sockets->watches, count, sizeof(struct watch *));
        memset(sockets->watches + sockets->count, 0, (count - sockets->count) * sizeof(struct watch *));
        sockets->count = count;
    }
    struct watch *watch = memory_alloc(sizeof *watch);
    watch->fd = fd;
    watch->ours = ours;
    if (uv_poll_init(sockets->uv, &watch->uv, fd) != 0) {
        free(watch);
        return NULL;
    }
    uv_unref((uv_handle_t *)&watch->uv);
    sockets->watches[index] = watch;
    return watch;
}

static struct watch *watch_of(struct sockets *sockets, curl_socket_t fd)
{
    return fd >= 0 && (size_t)fd < sockets->count ? sockets->watches[fd] : NULL;
}

static void watch_close(struct sockets *sockets, struct watch *watch)
{
    sockets->watches[watch->fd] = NULL;
    uv_poll_stop(&watch->uv);
    loop_close_and_free((uv_handle_t *)&watch->uv);
}

static void on_socket(uv_poll_t *uv, int status, int events)
{
    struct watch *watch = (struct watch *)uv;
    if (watch->parked) { /* the server closed an idle connection: libcurl sees it when it wants to use it again */
        uv_poll_stop(uv);
        watch->events = 0;
        return;
    }
    int action = status < 0 ? CURL_CSELECT_ERR : 0;
    action |= (events & UV_READABLE) != 0 ? CURL_CSELECT_IN : 0;
    action |= (events & UV_WRITABLE) != 0 ? CURL_CSELECT_OUT : 0;
    int running;
    watch->shard->touched = true;
    curl_multi_socket_action(watch->shard->multi, watch->fd, action, &running);
}

static int watch_socket(CURL *easy, curl_socket_t fd, int what, void *context, void *unused)
{
    struct shard *shard = context;
    struct watch *watch = watch_of(shard->sockets, fd);
    (void)easy;
    (void)unused;
    if (what == CURL_POLL_REMOVE) {
        if (watch != NULL && watch->ours) {
            watch->parked = true;
        } else if (watch != NULL) {
            watch_close(shard->sockets, watch);
        }
        return 0;
    }
    if (watch == NULL) {
        watch = watch_new(shard->sockets, fd, false);
        if (watch == NULL) {
            return -1;
        }
    }
    watch->shard = shard;
    watch->parked = false;
    int events = ((what & CURL_POLL_IN) != 0 ? UV_READABLE : 0) | ((what & CURL_POLL_OUT) != 0 ? UV_WRITABLE : 0);
    if (watch->events != events) {
        uv_poll_start(&watch->uv, events, on_socket);
        watch->events = events;
    }
    return 0;
}

static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
    struct sockets *sockets = context;
    (void)purpose;
    int fd = socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
    if (fd >= 0 && watch_new(sockets, fd, true) == NULL) {
        close(fd);
        return CURL_SOCKET_BAD;
    }
    return fd;
}

static int close_socket(void *context, curl_socket_t fd)
{
    struct sockets *sockets = context;
    struct watch *watch = watch_of(sockets, fd);
    if (watch != NULL) {
        watch_close(sockets, watch);
    }
    return close(fd);
}

void sockets_attach(struct sockets *sockets, CURL *easy)
{
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, sockets);
    curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, close_socket);
    curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, sockets);
}

void sockets_release(struct sockets *sockets)
{
    for (size_t i = 0; i < sockets->count; i++) {
        if (sockets->watches[i] != NULL) {
            watch_close(sockets, sockets->watches[i]);
        }
    }
    free(sockets->watches);
    *sockets = (struct sockets){0};
}

static void on_timer(uv_timer_t *timer)
{
    struct shard *shard = timer->data;
    int running;
    shard->touched = true;
    curl_multi_socket_action(shard->multi, CURL_SOCKET_TIMEOUT, 0, &running);
}

static int set_timer(CURLM *multi, long ms, void *context)
{
    struct shard *shard = context;
    (void)multi;
    if (ms < 0) {
        uv_timer_stop(shard->timer);
    } else {
        uv_timer_start(shard->timer, on_timer, (uint64_t)ms, 0);
    }
    return 0;
}

bool shard_open(struct shard *shard, struct sockets *sockets, size_t connections)
{
    shard->uv = sockets->uv;
    shard->sockets = sockets;
    shard->multi = curl_multi_init();
    if (shard->multi == NULL) {
        return false;
    }
    shard->timer = memory_alloc(sizeof *shard->timer);
    uv_timer_init(shard->uv, shard->timer);
    uv_unref((uv_handle_t *)shard->timer);
    shard->timer->data = shard;
    curl_multi_setopt(shard->multi, CURLMOPT_SOCKETFUNCTION, watch_socket);
    curl_multi_setopt(shard->multi, CURLMOPT_SOCKETDATA, shard);
    curl_multi_setopt(shard->multi, CURLMOPT_TIMERFUNCTION, set_timer);
    curl_multi_setopt(shard->multi, CURLMOPT_TIMERDATA, shard);
    curl_multi_setopt(shard->multi, CURLMOPT_MAXCONNECTS, (long)connections);
    return true;
}

void shard_close(struct shard *shard)
{
    if (shard->multi != NULL) {
        curl_multi_cleanup(shard->multi);
        uv_timer_stop(shard->timer);
        loop_close_and_free((uv_handle_t *)shard->timer);
    }
    *shard = (struct shard){0};
}
