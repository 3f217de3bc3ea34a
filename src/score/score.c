#include "score/score.h"

#include "score/parts.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

const char *outcome_name(enum outcome outcome)
{
    static const char *const names[] = {"pass", "fail", "error", "n/a"};
    return (size_t)outcome < 4 ? names[outcome] : "";
}

const char *attribution_name(enum attribution by)
{
    static const char *const names[] = {"persona",  "caller", "script", "document", "rubric",
                                        "endpoint", "judge",  "scorer", ""};
    return (size_t)by < 9 ? names[by] : "";
}

const char *ending_verdict_name(enum ending_verdict v)
{
    static const char *const names[] = {"correct", "premature", "late", "missing", "unknown"};
    return (size_t)v < 5 ? names[v] : "";
}

const char *verdict_name(enum verdict verdict)
{
    static const char *const names[] = {"pass", "fail", "error"};
    return (size_t)verdict < 3 ? names[verdict] : "";
}

const char *scorer_version(void)
{
    return "fidelio.scorer/13";
}

size_t last_message_of(const struct scene *scene, enum role role)
{
    for (size_t i = scene->count; i-- > 0;)
        if (scene->utterances[i].message->role == role)
            return i;
    return SIZE_MAX;
}

/* All but finding the signals: score->hits are there. */
static void score_scene(struct score *score, struct scene *scene, const struct find_errors *errors,
                        const struct judgements *judgements, struct stopwatch *watch)
{
    struct work work = {.score = score,
                        .scene = scene,
                        .scratch = &scene->arena,
                        .rubric = score->rubric,
                        .errors = errors,
                        .judgements = judgements,
                        .watch = watch};
    uint64_t since = stopwatch_now(watch);
    work.english = score->rubric->lang == LANG_EN;
    if (judgements != NULL && score->rubric->question_count > 0)
        transcript_hash(scene->transcript, work.hash);
    read_messages(&work);
    score->replies = scene->replies;
    since = stopwatch_add(watch, "step", STR("reading"), since);
    score_concerns(&work);
    since = stopwatch_add(watch, "step", STR("concerns"), since);
    score_ending(&work);
    stopwatch_add(watch, "step", STR("ending"), since);
    score_outcomes(&work);
    score_fidelity(&work);
}

/* It lives in its own arena. `size`: what it will probably take. */
static struct score *score_new(const struct rubric *rubric, const struct transcript *transcript, size_t size)
{
    struct arena arena;
    arena_init_for(&arena, size);
    struct score *score = arena_alloc(&arena, sizeof *score);
    *score = (struct score){.arena = arena, .transcript = transcript, .rubric = rubric};
    return score;
}

struct scorer {
    struct match_scratch *match;
    struct scene scene; /* the last conversation, until the next is read */
    struct hits hits;   /* of it */
    size_t usual;       /* the most bytes that a score took so far, unless it was huge */
};

struct scorer *scorer_new(void)
{
    struct scorer *scorer = memory_alloc(sizeof *scorer);
    scorer->match = match_scratch_new();
    return scorer;
}

void scorer_free(struct scorer *scorer)
{
    match_scratch_free(scorer->match);
    scene_release(&scorer->scene);
    hits_release(&scorer->hits);
    free(scorer);
}

/* Hits are the score's from now on. */
static void take_hits(struct score *score, const struct hit *hits, size_t count)
{
    score->hits.items = arena_raw(&score->arena, count, sizeof *hits);
    score->hits.count = count;
    if (count > 0)
        memcpy(score->hits.items, hits, count * sizeof *hits);
}

struct score *score_timed(const struct rubric *rubric, const struct signal_context *context,
                          const struct transcript *transcript, const struct judgements *judgements,
                          struct scorer *scorer, struct stopwatch *watch)
{
    enum { MOST_AT_ONCE = 32 << 10 };
    struct score *score = score_new(rubric, transcript, scorer->usual);
    struct scene *scene = &scorer->scene;
    struct find_errors errors = {0};
    uint64_t since = stopwatch_now(watch);
    scene_read(scene, context, rubric->scenario, transcript);
    stopwatch_add(watch, "step", STR("normalising"), since);
    scene->watch = watch;
    scorer->hits.count = 0;
    rubric_find(rubric, context, scene, scorer->match, &score->arena, &scorer->hits, &errors, watch);
    take_hits(score, scorer->hits.items, scorer->hits.count);
    score_scene(score, scene, &errors, judgements, watch);
    if (score->arena.used > scorer->usual && score->arena.used < MOST_AT_ONCE)
        scorer->usual = score->arena.used;
    return score;
}

struct score *score_conversation(const struct rubric *rubric, const struct signal_context *context,
                                 const struct transcript *transcript, const struct judgements *judgements,
                                 struct scorer *scorer)
{
    return score_timed(rubric, context, transcript, judgements, scorer, NULL);
}

struct score *score_with_hits(const struct rubric *rubric, const struct signal_context *context,
                              const struct transcript *transcript, const struct hit *hits, size_t count)
{
    struct score *score = score_new(rubric, transcript, 0);
    struct scene scene;
    struct find_errors errors = {0};
    errors.failed = arena_array(&score->arena, rubric->signal_count, sizeof *errors.failed);
    errors.why = arena_array(&score->arena, rubric->signal_count, sizeof *errors.why);
    scene_init(&scene, context, rubric->scenario, transcript);
    take_hits(score, hits, count);
    score_scene(score, &scene, &errors, NULL, NULL);
    scene_release(&scene);
    return score;
}

void score_free(struct score *score)
{
    if (score == NULL)
        return;
    struct arena arena = score->arena; /* the score is in it */
    arena_release(&arena);
}

/* Workers take the next job under a lock and put the result into its slot: the order of the results is the input's. */
struct pool {
    const struct score_job *jobs;
    struct score **scores;
    size_t count, next;
    pthread_mutex_t lock;
};

static void *work_off(void *argument)
{
    struct pool *pool = argument;
    struct scorer *scorer = scorer_new();
    for (;;) {
        pthread_mutex_lock(&pool->lock);
        size_t index = pool->next < pool->count ? pool->next++ : SIZE_MAX;
        pthread_mutex_unlock(&pool->lock);
        if (index == SIZE_MAX)
            break;
        const struct score_job *job = &pool->jobs[index];
        pool->scores[index] = score_conversation(job->rubric, job->context, job->transcript, job->judgements, scorer);
    }
    scorer_free(scorer);
    return NULL;
}

void score_many(const struct score_job *jobs, size_t count, size_t threads, struct score **scores)
{
    enum { MOST_THREADS = 256 };
    struct pool pool = {.jobs = jobs, .scores = scores, .count = count};
    pthread_t ids[MOST_THREADS];
    size_t started = 0;
    threads = threads > count ? count : threads;
    threads = threads > MOST_THREADS ? MOST_THREADS : threads;
    pthread_mutex_init(&pool.lock, NULL);
    while (started + 1 < threads && pthread_create(&ids[started], NULL, work_off, &pool) == 0)
        started++;
    work_off(&pool); /* this thread is one of them, and enough where no other starts */
    for (size_t i = 0; i < started; i++)
        pthread_join(ids[i], NULL);
    pthread_mutex_destroy(&pool.lock);
}
