/* The tape's way to the disk: fdatasync on a thread of the pool, one at a time, once a second at most while
 * conversations go on and at each conversation's end. */
#include "exchange/exchange_inner.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    SYNC_EVERY_MS = 1000,
    END_MS = 200, /* conversations that end within so little share a sync */
};

struct sync_job {
    struct exchange *exchange; /* NULL: the exchange is gone */
    int fd;                    /* our own copy: the tape may be closed meanwhile */
};

static void sync_now(struct exchange *exchange);

static void settle(struct exchange *exchange, int number)
{
    struct error err = {0};
    if (!tape_sync_end(exchange->tape, number, &err))
        exchange_stop(exchange, ENDED_ERROR, exchange_tape_lost(&exchange->scratch, &err).ptr);
}

static void synced(int number, void *context)
{
    struct sync_job *job = context;
    struct exchange *exchange = job->exchange;
    close(job->fd);
    free(job);
    if (exchange == NULL)
        return;
    exchange->sync = NULL;
    settle(exchange, number);
    if (exchange->sync_again) {
        exchange->sync_again = false;
        sync_now(exchange);
    }
}

static void sync_now(struct exchange *exchange)
{
    if (exchange->tape == NULL || exchange->closing)
        return;
    if (exchange->sync != NULL) {
        exchange->sync_again = true;
        return;
    }
    int fd = tape_sync_begin(exchange->tape);
    if (fd < 0)
        return;
    struct sync_job *job = memory_alloc(sizeof *job);
    *job = (struct sync_job){exchange, fcntl(fd, F_DUPFD_CLOEXEC, 3)};
    if (job->fd >= 0 && loop_sync_file(exchange->loop, job->fd, synced, job, NULL)) {
        exchange->sync = job;
        return;
    }
    if (job->fd >= 0)
        close(job->fd);
    free(job);
    settle(exchange, fdatasync(fd) == 0 ? 0 : errno);
}

static void time_came(void *context)
{
    struct exchange *exchange = context;
    exchange->sync_timer = NULL;
    sync_now(exchange);
}

static void sync_within(struct exchange *exchange, uint64_t ms)
{
    uint64_t at = loop_now_ms(exchange->loop) + ms;
    if (exchange->tape == NULL || exchange->closing || (exchange->sync_timer != NULL && exchange->sync_at_ms <= at))
        return;
    loop_cancel(exchange->sync_timer);
    exchange->sync_at_ms = at;
    exchange->sync_timer = loop_after(exchange->loop, ms, time_came, exchange);
}

void sync_soon(struct exchange *exchange)
{
    sync_within(exchange, SYNC_EVERY_MS);
}

void sync_at_end(struct exchange *exchange)
{
    sync_within(exchange, END_MS);
}

void sync_detach(struct exchange *exchange)
{
    if (exchange->sync != NULL)
        exchange->sync->exchange = NULL;
    exchange->sync = NULL;
    loop_cancel(exchange->sync_timer);
    exchange->sync_timer = NULL;
}
