#include "support/raw_server.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/vec.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

struct raw_server {
    int listener;
    uint16_t port;
    const struct raw_step *const *scripts;
    size_t count;
    pthread_t thread;
    pthread_mutex_t lock;
    VEC(pthread_t) workers;
    atomic_bool stopping;
    atomic_size_t requests;
    struct buf last;
    struct arena copies;
};

struct worker {
    struct raw_server *server;
    int fd;
};

static bool wait_ms(struct raw_server *server, unsigned ms)
{
    for (unsigned waited = 0; waited < ms && !atomic_load(&server->stopping); waited += 5) {
        usleep((ms - waited < 5 ? ms - waited : 5) * 1000);
    }
    return !atomic_load(&server->stopping);
}

static bool send_all(int fd, struct str text)
{
    while (text.len > 0) {
        ssize_t count = send(fd, text.ptr, text.len, MSG_NOSIGNAL);
        if (count <= 0) {
            return false;
        }
        text = str_slice(text, (size_t)count, text.len);
    }
    return true;
}

/* Length of the first whole request in `in`, 0 while there is none. */
static size_t request_length(struct str in)
{
    size_t head = str_find(in, STR("\r\n\r\n"));
    if (head == STR_NONE) {
        return 0;
    }
    size_t body = 0;
    struct str rest = str_slice(in, 0, head), line;
    while (str_next_line(&rest, &line)) {
        if (line.len > 15 && strncasecmp(line.ptr, "content-length:", 15) == 0) {
            str_to_size(str_trim(str_slice(line, 15, line.len)), SIZE_MAX / 2, &body);
        }
    }
    return in.len >= head + 4 + body ? head + 4 + body : 0;
}

/* Waits until something is there to be read, or the end of it; false when the server stops. */
static bool await(struct raw_server *server, int fd)
{
    struct pollfd poll_fd = {.fd = fd, .events = POLLIN};
    while (!atomic_load(&server->stopping)) {
        if (poll(&poll_fd, 1, 20) != 0) {
            return true;
        }
    }
    return false;
}

static bool read_request(struct raw_server *server, int fd, struct buf *in)
{
    char chunk[65536];
    size_t len;
    while ((len = request_length(buf_str(in))) == 0) {
        if (!await(server, fd)) {
            return false;
        }
        ssize_t count = recv(fd, chunk, sizeof chunk, 0);
        if (count <= 0) {
            return false;
        }
        buf_add_bytes(in, chunk, (size_t)count);
    }
    pthread_mutex_lock(&server->lock);
    buf_clear(&server->last);
    buf_add_bytes(&server->last, in->bytes, len);
    pthread_mutex_unlock(&server->lock);
    memmove(in->bytes, in->bytes + len, in->len - len);
    in->len -= len;
    return true;
}

static void reset(int fd)
{
    struct linger linger = {.l_onoff = 1, .l_linger = 0};
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
}

/* False when the connection is to be closed. */
static bool play(struct raw_server *server, int fd, const struct raw_step *step)
{
    for (;; step++) {
        bool alive = true;
        switch (step->kind) {
        case RAW_GREET:
            break;
        case RAW_END:
            return true;
        case RAW_SEND:
            for (size_t i = 0; alive && i < (step->repeat > 0 ? step->repeat : 1); i++) {
                alive = send_all(fd, step->text);
            }
            break;
        case RAW_DRIP:
            for (size_t i = 0; alive && i < step->text.len; i++) {
                alive = send_all(fd, str_slice(step->text, i, i + 1)) && wait_ms(server, step->ms);
            }
            break;
        case RAW_SLEEP:
            alive = wait_ms(server, step->ms);
            break;
        case RAW_AWAIT:
            alive = await(server, fd);
            break;
        case RAW_CLOSE:
            return false;
        case RAW_RESET:
            reset(fd);
            return false;
        }
        if (!alive) {
            return false;
        }
    }
}

static void *serve(void *argument)
{
    struct worker *worker = argument;
    struct raw_server *server = worker->server;
    struct buf in;
    buf_init(&in, 0);
    int on = 1;
    setsockopt(worker->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    bool open = true;
    bool greets = server->scripts[0][0].kind == RAW_GREET;
    while (open && (greets || read_request(server, worker->fd, &in))) {
        size_t number = atomic_fetch_add(&server->requests, 1);
        open = play(server, worker->fd, server->scripts[number < server->count ? number : server->count - 1]);
    }
    close(worker->fd);
    buf_release(&in);
    free(worker);
    return NULL;
}

static void *accept_all(void *argument)
{
    struct raw_server *server = argument;
    while (!atomic_load(&server->stopping)) {
        struct pollfd poll_fd = {.fd = server->listener, .events = POLLIN};
        if (poll(&poll_fd, 1, 20) <= 0) {
            continue;
        }
        int fd = accept(server->listener, NULL, NULL);
        if (fd >= 0) {
            struct worker *worker = memory_alloc(sizeof *worker);
            *worker = (struct worker){server, fd};
            pthread_t thread;
            pthread_create(&thread, NULL, serve, worker);
            VEC_PUSH(&server->workers, thread);
        }
    }
    return NULL;
}

struct raw_server *raw_server_start_at(uint16_t port, const struct raw_step *const *scripts, size_t count)
{
    struct raw_server *server = memory_alloc(sizeof *server);
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int on = 1;
    server->scripts = scripts;
    server->count = count;
    server->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    setsockopt(server->listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(server->listener, (const struct sockaddr *)&address, size) != 0 || listen(server->listener, 1024) != 0 ||
        getsockname(server->listener, (struct sockaddr *)&address, &size) != 0) {
        abort();
    }
    server->port = ntohs(address.sin_port);
    pthread_mutex_init(&server->lock, NULL);
    buf_init(&server->last, 0);
    arena_init(&server->copies);
    pthread_create(&server->thread, NULL, accept_all, server);
    return server;
}

struct raw_server *raw_server_start(const struct raw_step *const *scripts, size_t count)
{
    return raw_server_start_at(0, scripts, count);
}

uint16_t raw_server_port(const struct raw_server *server)
{
    return server->port;
}

size_t raw_server_requests(struct raw_server *server)
{
    return atomic_load(&server->requests);
}

struct str raw_server_last_request(struct raw_server *server)
{
    pthread_mutex_lock(&server->lock);
    struct str copy = str_dup(&server->copies, buf_str(&server->last));
    pthread_mutex_unlock(&server->lock);
    return copy;
}

void raw_server_stop(struct raw_server *server)
{
    atomic_store(&server->stopping, true);
    pthread_join(server->thread, NULL);
    for (size_t i = 0; i < server->workers.count; i++) {
        pthread_join(server->workers.items[i], NULL);
    }
    VEC_RELEASE(&server->workers);
    close(server->listener);
    pthread_mutex_destroy(&server->lock);
    buf_release(&server->last);
    arena_release(&server->copies);
    free(server);
}
