#include "base/parallel.h"

#include "base/arena.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

struct parallel {
    void (*piece)(size_t index, void *context);
    void *context;
    size_t count, started;
    atomic_size_t next;
    pthread_t threads[];
};

size_t parallel_processors(void)
{
    long online = sysconf(_SC_NPROCESSORS_ONLN);
    return online < 1 ? 1 : (size_t)online;
}

static void *work_off(void *argument)
{
    struct parallel *parallel = argument;
    for (size_t index; (index = atomic_fetch_add(&parallel->next, 1)) < parallel->count;)
        parallel->piece(index, parallel->context);
    return NULL;
}

struct parallel *parallel_begin(size_t count, size_t threads, void (*piece)(size_t index, void *context), void *context)
{
    size_t wanted = threads < count ? threads : count;
    struct parallel *parallel = memory_alloc(sizeof *parallel + wanted * sizeof *parallel->threads);
    parallel->piece = piece;
    parallel->context = context;
    parallel->count = count;
    while (parallel->started < wanted &&
           pthread_create(&parallel->threads[parallel->started], NULL, work_off, parallel) == 0)
        parallel->started++;
    return parallel;
}

void parallel_drop(struct parallel *parallel)
{
    if (parallel == NULL)
        return;
    atomic_fetch_add(&parallel->next, parallel->count);
    for (size_t i = 0; i < parallel->started; i++)
        pthread_join(parallel->threads[i], NULL);
    free(parallel);
}

void parallel_end(struct parallel *parallel)
{
    if (parallel != NULL)
        work_off(parallel);
    parallel_drop(parallel);
}
