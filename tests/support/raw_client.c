#include "support/raw_client.h"

#include "base/arena.h"

#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

struct raw_client {
    pthread_t thread;
    uint16_t port;
    struct str bytes;
    int patience_ms;
    bool joined;
    struct buf answer;
    uint64_t first_byte_ms;
    void (*done)(void *);
    void *context;
};

static uint64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static void talk(struct raw_client *client, int fd)
{
    size_t sent = 0;
    uint64_t start = now_ms();
    while (sent < client->bytes.len) {
        ssize_t count = send(fd, client->bytes.ptr + sent, client->bytes.len - sent, MSG_NOSIGNAL);
        if (count <= 0) {
            break;
        }
        sent += (size_t)count;
    }
    struct pollfd poll_fd = {.fd = fd, .events = POLLIN};
    char chunk[4096];
    while (poll(&poll_fd, 1, client->patience_ms) > 0) {
        ssize_t count = recv(fd, chunk, sizeof chunk, 0);
        if (count <= 0) {
            break;
        }
        if (client->answer.len == 0) {
            client->first_byte_ms = now_ms() - start;
        }
        buf_add_bytes(&client->answer, chunk, (size_t)count);
    }
}

static void *run(void *argument)
{
    struct raw_client *client = argument;
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(client->port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0 && connect(fd, (const struct sockaddr *)&address, sizeof address) == 0) {
        talk(client, fd);
    }
    if (fd >= 0) {
        close(fd);
    }
    if (client->done != NULL) {
        client->done(client->context);
    }
    return NULL;
}

struct raw_client *raw_client_start(uint16_t port, struct str bytes, int patience_ms, void (*done)(void *),
                                    void *context)
{
    struct raw_client *client = memory_alloc(sizeof *client);
    client->port = port;
    client->bytes = bytes;
    client->patience_ms = patience_ms;
    client->done = done;
    client->context = context;
    buf_init(&client->answer, 0);
    if (pthread_create(&client->thread, NULL, run, client) != 0) {
        abort();
    }
    return client;
}

struct str raw_client_wait(struct raw_client *client)
{
    if (!client->joined) {
        pthread_join(client->thread, NULL);
        client->joined = true;
    }
    return buf_str(&client->answer);
}

uint64_t raw_client_first_byte_ms(const struct raw_client *client)
{
    return client->first_byte_ms;
}

void raw_client_free(struct raw_client *client)
{
    buf_release(&client->answer);
    free(client);
}
