/* The server on our loop. libmicrohttpd's own epoll thread stalls, so its epoll descriptor is watched by ours, and
 * MHD_run is called before the loop waits whenever there may be something for it to do. */
#include "net/httpd_inner.h"

#include "base/language.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

enum {
    CONNECTION_MEMORY = 16 << 10,
    LISTEN_BACKLOG = 4096,
    MAX_CONNECTIONS = 60000,
    SPARE_FILES = 64, /* left for the rest of the program */
};

static void on_readable(uv_poll_t *poll, int status, int events)
{
    struct httpd *httpd = poll->data;
    (void)status;
    (void)events;
    httpd->dirty = true;
}

static void on_timeout(uv_timer_t *timer)
{
    struct httpd *httpd = timer->data;
    httpd->dirty = true;
}

static void on_prepare(uv_prepare_t *prepare)
{
    struct httpd *httpd = prepare->data;
    if (!httpd->dirty)
        return;
    httpd->dirty = false;
    MHD_run(httpd->daemon);
    MHD_UNSIGNED_LONG_LONG ms;
    if (MHD_get_timeout(httpd->daemon, &ms) == MHD_YES)
        uv_timer_start(httpd->timer, on_timeout, ms, 0);
    else
        uv_timer_stop(httpd->timer);
}

static unsigned connection_limit(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur <= 2 * SPARE_FILES)
        return SPARE_FILES;
    rlim_t count = limit.rlim_cur - SPARE_FILES;
    return count > MAX_CONNECTIONS ? MAX_CONNECTIONS : (unsigned)count;
}

/* `key` is NULL for plain HTTP. */
static struct MHD_Daemon *start_daemon(struct httpd *httpd, uint16_t port, const char *key, const char *certificate)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    unsigned flags = MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | (key != NULL ? MHD_USE_TLS : 0u);
    char *pem[2];
    memcpy(pem, (const char *[]){key, certificate}, sizeof pem);
    struct MHD_OptionItem tls[] = {
        {MHD_OPTION_HTTPS_MEM_KEY, 0, pem[0]}, {MHD_OPTION_HTTPS_MEM_CERT, 0, pem[1]}, {MHD_OPTION_END, 0, NULL}};
    return MHD_start_daemon(flags, port, NULL, NULL, httpd_on_data, httpd, MHD_OPTION_NOTIFY_COMPLETED,
                            httpd_on_completed, NULL, MHD_OPTION_SOCK_ADDR, &address, MHD_OPTION_CONNECTION_LIMIT,
                            connection_limit(), MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
                            MHD_OPTION_LISTEN_BACKLOG_SIZE, (unsigned)LISTEN_BACKLOG, MHD_OPTION_ARRAY,
                            key != NULL ? tls : tls + 2, MHD_OPTION_END);
}

static bool put_on_loop(struct httpd *httpd, struct error *err)
{
    const union MHD_DaemonInfo *epoll = MHD_get_daemon_info(httpd->daemon, MHD_DAEMON_INFO_EPOLL_FD);
    const union MHD_DaemonInfo *bound = MHD_get_daemon_info(httpd->daemon, MHD_DAEMON_INFO_BIND_PORT);
    uv_loop_t *uv = loop_uv(httpd->loop);
    httpd->port = bound != NULL ? bound->port : 0;
    httpd->poll = memory_alloc(sizeof *httpd->poll);
    int status = epoll != NULL ? uv_poll_init(uv, httpd->poll, epoll->epoll_fd) : UV_EINVAL;
    if (status != 0) {
        free(httpd->poll);
        httpd->poll = NULL;
        return error_set(err, ERROR_INFRA,
                         TEXT("cannot watch the local server's sockets: %s", "无法监视本地服务的套接字：%s"),
                         uv_strerror(status));
    }
    httpd->prepare = memory_alloc(sizeof *httpd->prepare);
    httpd->timer = memory_alloc(sizeof *httpd->timer);
    httpd->poll->data = httpd->prepare->data = httpd->timer->data = httpd;
    uv_prepare_init(uv, httpd->prepare);
    uv_timer_init(uv, httpd->timer);
    uv_poll_start(httpd->poll, UV_READABLE, on_readable);
    uv_prepare_start(httpd->prepare, on_prepare);
    httpd->dirty = true;
    return true;
}

struct httpd *httpd_open(struct loop *loop, uint16_t port, size_t body_ceiling, httpd_handler *handler, void *context,
                         struct error *err)
{
    return httpd_open_tls(loop, port, body_ceiling, handler, context, NULL, NULL, err);
}

struct httpd *httpd_open_tls(struct loop *loop, uint16_t port, size_t body_ceiling, httpd_handler *handler,
                             void *context, const char *key, const char *certificate, struct error *err)
{
    if (!microhttpd_load(err))
        return NULL;
    struct httpd *httpd = memory_alloc(sizeof *httpd);
    httpd->loop = loop;
    httpd->body_ceiling = body_ceiling;
    httpd->handler = handler;
    httpd->context = context;
    errno = 0;
    httpd->daemon = start_daemon(httpd, port, key, certificate);
    if (httpd->daemon == NULL) {
        error_set(err, errno == EADDRINUSE || errno == EACCES ? ERROR_USER : ERROR_INFRA,
                  TEXT("cannot listen on 127.0.0.1:%u: %s", "无法在 127.0.0.1:%u 上监听：%s"), (unsigned)port,
                  errno != 0 ? error_reason(errno) : TEXT("the server did not start", "服务没有启动"));
        free(httpd);
        return NULL;
    }
    if (!put_on_loop(httpd, err)) {
        MHD_stop_daemon(httpd->daemon);
        free(httpd);
        return NULL;
    }
    return httpd;
}

void httpd_close(struct httpd *httpd)
{
    if (httpd == NULL)
        return;
    httpd->closing = true;
    for (struct httpd_request *request = httpd->requests; request != NULL; request = request->next)
        httpd_give_up(request);
    MHD_run(httpd->daemon);
    uv_poll_stop(httpd->poll);
    loop_close_and_free((uv_handle_t *)httpd->poll);
    loop_close_and_free((uv_handle_t *)httpd->prepare);
    loop_close_and_free((uv_handle_t *)httpd->timer);
    MHD_stop_daemon(httpd->daemon);
    free(httpd);
}

uint16_t httpd_port(const struct httpd *httpd)
{
    return httpd->port;
}

size_t httpd_open_requests(const struct httpd *httpd)
{
    return httpd->open;
}
