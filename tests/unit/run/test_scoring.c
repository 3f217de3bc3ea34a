#include "run/scoring.h"

#include <criterion/criterion.h>
#include <pthread.h>
#include <unistd.h>

enum { THREADS = 4, MOST = 2 * SCORING_ALONG + 1 };

/* Whoever comes with a score waits until all jobs are there, and until so many threads have come. */
struct hall {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool open;
    size_t scored, came, wanted; /* of threads, without the test's own */
    pid_t threads[THREADS];
};

static void come(size_t place, struct score *score, void *context)
{
    struct hall *hall = context;
    pid_t self = gettid();
    size_t i = 0;
    (void)place;
    score_free(score);
    pthread_mutex_lock(&hall->lock);
    hall->scored++;
    while (i < hall->came && hall->threads[i] != self)
        i++;
    if (i == hall->came && self != getpid())
        hall->threads[hall->came++] = self;
    pthread_cond_broadcast(&hall->changed);
    while (self != getpid() && (!hall->open || hall->came < hall->wanted))
        pthread_cond_wait(&hall->changed, &hall->lock);
    pthread_mutex_unlock(&hall->lock);
}

/* How many threads beside the loop's score so many calls. */
static size_t threads_for(size_t calls, size_t backlog, size_t wanted)
{
    struct hall hall = {.lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER, .wanted = wanted};
    struct scenario *scenario = scenario_read("personas/delivery-callback.md", NULL);
    struct rubric *rubric = rubric_for(scenario, NULL, 0, NULL);
    struct signal_context *signs = signal_context_new(scenario);
    struct transcript *transcript = transcript_new();
    transcript_add(transcript, ROLE_CALLER, STR("您好，方便说两句吗？"));
    transcript_add(transcript, ROLE_PERSONA, STR("嗯，您哪位？"));
    struct scoring *scoring = scoring_open(MOST, THREADS, backlog, come, &hall);
    for (size_t i = 0; i < calls; i++)
        scoring_add(scoring, i, &(struct score_job){.rubric = rubric, .context = signs, .transcript = transcript});
    pthread_mutex_lock(&hall.lock);
    hall.open = true;
    while (hall.came < wanted) /* the test's own thread would leave nothing to who is late */
        pthread_cond_wait(&hall.changed, &hall.lock);
    pthread_cond_broadcast(&hall.changed);
    pthread_mutex_unlock(&hall.lock);
    scoring_close(scoring);
    cr_expect_eq(hall.scored, calls);
    transcript_free(transcript);
    signal_context_free(signs);
    rubric_free(rubric);
    scenario_free(scenario);
    return hall.came;
}

/* Each has caches and memory to fill, which costs a run more than it gains. */
Test(scoring, leaves_a_wave_of_calls_to_one_thread_while_conversations_go_on)
{
    cr_expect_eq(threads_for(40, SCORING_ALONG, 0), 0);
    cr_expect_leq(threads_for(MOST - 2, SCORING_ALONG, 1), 1);
    /* One more than wakes two: the first to come has taken one by then, or has not. */
    cr_expect_eq(threads_for(MOST, SCORING_ALONG, 2), 2);
}

Test(scoring, takes_all_threads_when_all_calls_are_there)
{
    cr_expect_eq(threads_for(40, SCORING_AT_ONCE, THREADS - 1), THREADS - 1);
}
