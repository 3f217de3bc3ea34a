#include "run/scoring.h"

#include "base/arena.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

enum {
    MOST_THREADS = 64,
    NICE = 5, /* where there are fewer processors than threads, the conversations come first */
};

struct place {
    size_t place;
    struct score_job job;
};

struct scoring {
    scoring_taker *scored;
    void *context;
    struct place *queue; /* owned; in the order of adding */
    size_t added, taken;
    size_t backlog;
    bool closing;
    struct worker {
        struct scoring *scoring;
        size_t wakes_at; /* so many wait */
        pthread_t thread;
        pthread_cond_t enough;
    } workers[MOST_THREADS];
    size_t wanted, started;
    pthread_mutex_t lock;
};

static size_t waiting(const struct scoring *scoring)
{
    return scoring->added - scoring->taken;
}

/* The next job's index; SIZE_MAX: there is none, and none will come, for which a worker waits. */
static size_t take(struct scoring *scoring, struct worker *worker)
{
    pthread_mutex_lock(&scoring->lock);
    if (worker != NULL && waiting(scoring) == 0)
        while (!scoring->closing && waiting(scoring) < worker->wakes_at)
            pthread_cond_wait(&worker->enough, &scoring->lock);
    size_t index = waiting(scoring) > 0 ? scoring->taken++ : SIZE_MAX;
    pthread_mutex_unlock(&scoring->lock);
    return index;
}

/* `worker`: NULL for the loop's own thread, when all is added. */
static void work_off(struct scoring *scoring, struct worker *worker)
{
    struct scorer *scorer = scorer_new();
    for (size_t index; (index = take(scoring, worker)) != SIZE_MAX;) {
        const struct place *place = &scoring->queue[index];
        const struct score_job *job = &place->job;
        struct score *score = score_conversation(job->rubric, job->context, job->transcript, job->judgements, scorer);
        scoring->scored(place->place, score, scoring->context);
    }
    scorer_free(scorer);
}

static void *work(void *argument)
{
    struct worker *worker = argument;
    setpriority(PRIO_PROCESS, (id_t)gettid(), NICE);
    work_off(worker->scoring, worker);
    return NULL;
}

static void start(struct scoring *scoring)
{
    struct worker *worker = &scoring->workers[scoring->started];
    worker->scoring = scoring;
    worker->wakes_at = (scoring->started + 1) * scoring->backlog;
    pthread_cond_init(&worker->enough, NULL);
    if (pthread_create(&worker->thread, NULL, work, worker) == 0)
        scoring->started++;
    else
        pthread_cond_destroy(&worker->enough);
}

struct scoring *scoring_open(size_t most, size_t threads, size_t backlog, scoring_taker *scored, void *context)
{
    struct scoring *scoring = memory_alloc(sizeof *scoring);
    scoring->backlog = backlog;
    scoring->scored = scored;
    scoring->context = context;
    scoring->queue = memory_alloc(most * sizeof *scoring->queue);
    scoring->wanted = threads > MOST_THREADS ? MOST_THREADS : threads > 0 ? threads : 1;
    pthread_mutex_init(&scoring->lock, NULL);
    return scoring;
}

void scoring_add(struct scoring *scoring, size_t place, const struct score_job *job)
{
    size_t others = scoring->wanted > 1 ? scoring->wanted - 1 : 1; /* beside the loop's own thread */
    pthread_mutex_lock(&scoring->lock);
    scoring->queue[scoring->added++] = (struct place){place, *job};
    size_t due = waiting(scoring) / scoring->backlog;
    if (due > 0 && due <= scoring->started)
        pthread_cond_signal(&scoring->workers[due - 1].enough);
    pthread_mutex_unlock(&scoring->lock);
    if (due > scoring->started && scoring->started < others)
        start(scoring);
}

static int by_place(const void *a, const void *b)
{
    const struct place *x = a, *y = b;
    return (x->place > y->place) - (x->place < y->place);
}

/* What is left is taken in the order of places, in which its texts are written: none has to be kept until its turn. */
void scoring_close(struct scoring *scoring)
{
    if (scoring == NULL)
        return;
    pthread_mutex_lock(&scoring->lock);
    scoring->closing = true;
    qsort(scoring->queue + scoring->taken, waiting(scoring), sizeof *scoring->queue, by_place);
    for (size_t i = 0; i < scoring->started; i++)
        pthread_cond_signal(&scoring->workers[i].enough);
    pthread_mutex_unlock(&scoring->lock);
    if (scoring->wanted > scoring->started)
        work_off(scoring, NULL);
    for (size_t i = 0; i < scoring->started; i++) {
        pthread_join(scoring->workers[i].thread, NULL);
        pthread_cond_destroy(&scoring->workers[i].enough);
    }
    pthread_mutex_destroy(&scoring->lock);
    free(scoring->queue);
    free(scoring);
}
