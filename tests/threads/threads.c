/* Scores every labelled set with one thread and with several, and compares the bytes: for ThreadSanitizer, which takes
 * no Criterion. A race ends the program with its own status.
 *
 * threads FOLDER [THREADS]: the NAME.jsonl of FOLDER with their NAME.md. */
#include "base/file.h"
#include "score/score.h"
#include "syntax/json_writer.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { THREADS = 8, ROUNDS = 2 };

struct work {
    struct scenario *scenario;
    struct rubric *rubric;
    struct signal_context *context;
    struct transcripts calls;
};

static bool read_set(struct work *work, const struct signal_context *shared, const char *folder, const char *name,
                     struct error *err)
{
    char path[1024];
    struct bad_lines bad = {0};
    *work = (struct work){0};
    snprintf(path, sizeof path, "%s/%s.md", folder, name);
    work->scenario = scenario_read(path, err);
    work->rubric = work->scenario != NULL ? rubric_for(work->scenario, NULL, 0, err) : NULL;
    work->context = work->rubric != NULL ? signal_context_beside(shared, work->scenario, err) : NULL;
    snprintf(path, sizeof path, "%s/%s.jsonl", folder, name);
    bool good = work->context != NULL && transcripts_read(path, NULL, &work->calls, &bad, err);
    VEC_RELEASE(&bad);
    return good;
}

/* The scores of all calls as lines. */
static void score_all(const struct work *works, size_t count, size_t threads, struct buf *out)
{
    size_t jobs_count = 0, at = 0;
    for (size_t i = 0; i < count; i++)
        jobs_count += works[i].calls.count;
    struct score_job *jobs = memory_alloc((jobs_count + 1) * sizeof *jobs);
    struct score **scores = memory_alloc((jobs_count + 1) * sizeof *scores);
    for (size_t i = 0; i < count; i++)
        for (size_t c = 0; c < works[i].calls.count; c++)
            jobs[at++] = (struct score_job){works[i].rubric, works[i].context, works[i].calls.items[c], NULL};
    score_many(jobs, jobs_count, threads, scores);
    for (size_t i = 0; i < jobs_count; i++) {
        struct json_writer w;
        json_writer_init(&w, out, 0);
        score_write(scores[i], &w);
        buf_add_byte(out, '\n');
        score_free(scores[i]);
    }
    free(scores);
    free(jobs);
}

static bool compare(const struct work *works, size_t count, size_t threads)
{
    struct buf one, many;
    bool same = true;
    buf_init(&one, 0);
    score_all(works, count, 1, &one);
    for (size_t round = 0; round < ROUNDS && same; round++) {
        buf_init(&many, 0);
        score_all(works, count, threads, &many);
        same = one.len > 0 && str_eq(buf_str(&one), buf_str(&many));
        buf_release(&many);
    }
    printf("%zu sets, %zu bytes of scores: %s with 1 and %zu threads\n", count, one.len,
           same ? "the same" : "DIFFERENT", threads);
    buf_release(&one);
    return same;
}

static void release(struct work *work)
{
    transcripts_release(&work->calls);
    if (work->context != NULL)
        signal_context_free(work->context);
    if (work->rubric != NULL)
        rubric_free(work->rubric);
    if (work->scenario != NULL)
        scenario_free(work->scenario);
}

int main(int argc, char **argv)
{
    struct {
        VEC(struct work) all;
    } works = {0};
    struct error err = {0};
    DIR *dir = argc > 1 ? opendir(argv[1]) : NULL;
    size_t threads = argc > 2 ? strtoul(argv[2], NULL, 10) : THREADS;
    bool good = dir != NULL;
    for (struct dirent *entry; good && (entry = readdir(dir)) != NULL;) {
        char name[256];
        struct work work;
        size_t len = strlen(entry->d_name);
        if (len < 7 || len >= sizeof name || strcmp(entry->d_name + len - 6, ".jsonl") != 0)
            continue;
        snprintf(name, sizeof name, "%.*s", (int)(len - 6), entry->d_name);
        good = read_set(&work, works.all.count > 0 ? works.all.items[0].context : NULL, argv[1], name, &err);
        VEC_PUSH(&works.all, work);
    }
    if (dir != NULL)
        closedir(dir);
    if (!good)
        printf("the sets cannot be read: %s %s\n", err.path, err.message);
    good = good && works.all.count > 0 && compare(works.all.items, works.all.count, threads);
    for (size_t i = 0; i < works.all.count; i++)
        release(&works.all.items[i]);
    VEC_RELEASE(&works.all);
    printf("%d passed, %d failed\n", good, !good);
    return good ? 0 : 1;
}
