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
    size_t most, added, taken;
    bool closing;
    pthread_t threads[MOST_THREADS];
    size_t wanted, started;
    pthread_mutex_t lock;
    pthread_cond_t news;
};

size_t scoring_processors(void)
{
    long online = sysconf(_SC_NPROCESSORS_ONLN);
    return online < 1 ? 1 : online > MOST_THREADS ? MOST_THREADS : (size_t)online;
}

/* The next job's index; SIZE_MAX: there is none, and none will come (when `wait`) or came yet. */
static size_t take(struct scoring *scoring, bool wait)
{
    pthread_mutex_lock(&scoring->lock);
    while (wait && scoring->taken == scoring->added && !scoring->closing)
        pthread_cond_wait(&scoring->news, &scoring->lock);
    size_t index = scoring->taken < scoring->added ? scoring->taken++ : SIZE_MAX;
    pthread_mutex_unlock(&scoring->lock);
    return index;
}

static void work_off(struct scoring *scoring, bool wait)
{
    struct scorer *scorer = scorer_new();
    for (size_t index; (index = take(scoring, wait)) != SIZE_MAX;) {
        const struct place *place = &scoring->queue[index];
        const struct score_job *job = &place->job;
        struct score *score = score_conversation(job->rubric, job->context, job->transcript, job->judgements, scorer);
        scoring->scored(place->place, score, scoring->context);
    }
    scorer_free(scorer);
}

static void *work(void *argument)
{
    setpriority(PRIO_PROCESS, (id_t)gettid(), NICE);
    work_off(argument, true);
    return NULL;
}

struct scoring *scoring_open(size_t most, size_t threads, scoring_taker *scored, void *context)
{
    struct scoring *scoring = memory_alloc(sizeof *scoring);
    scoring->scored = scored;
    scoring->context = context;
    scoring->queue = memory_alloc(most * sizeof *scoring->queue);
    scoring->most = most;
    scoring->wanted = threads > MOST_THREADS ? MOST_THREADS : threads > 0 ? threads : 1;
    pthread_mutex_init(&scoring->lock, NULL);
    pthread_cond_init(&scoring->news, NULL);
    return scoring;
}

void scoring_add(struct scoring *scoring, size_t place, const struct score_job *job)
{
    size_t others = scoring->wanted > 1 ? scoring->wanted - 1 : 1; /* beside the loop's own thread */
    pthread_mutex_lock(&scoring->lock);
    scoring->queue[scoring->added++] = (struct place){place, *job};
    pthread_cond_signal(&scoring->news);
    pthread_mutex_unlock(&scoring->lock);
    if (scoring->started < others && scoring->started < scoring->added &&
        pthread_create(&scoring->threads[scoring->started], NULL, work, scoring) == 0)
        scoring->started++;
}

void scoring_close(struct scoring *scoring)
{
    if (scoring == NULL)
        return;
    pthread_mutex_lock(&scoring->lock);
    scoring->closing = true;
    pthread_cond_broadcast(&scoring->news);
    pthread_mutex_unlock(&scoring->lock);
    if (scoring->wanted > scoring->started)
        work_off(scoring, false);
    for (size_t i = 0; i < scoring->started; i++)
        pthread_join(scoring->threads[i], NULL);
    pthread_cond_destroy(&scoring->news);
    pthread_mutex_destroy(&scoring->lock);
    free(scoring->queue);
    free(scoring);
}
