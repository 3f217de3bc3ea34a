#include "support/scored_sets.h"

#include <stdio.h>
#include <stdlib.h>

bool scored_set_read(struct scored_set *set, const char *folder, const char *name, struct error *err)
{
    char path[1024];
    struct bad_lines bad = {0};
    *set = (struct scored_set){0};
    snprintf(path, sizeof path, "%s/%s.md", folder, name);
    set->scenario = scenario_read(path, err);
    set->rubric = set->scenario != NULL ? rubric_for(set->scenario, NULL, 0, err) : NULL;
    set->context = set->rubric != NULL ? signal_context_new(set->scenario) : NULL;
    snprintf(path, sizeof path, "%s/%s.jsonl", folder, name);
    bool good = set->context != NULL && transcripts_read(path, NULL, &set->calls, &bad, err);
    VEC_RELEASE(&bad);
    return good;
}

void scored_set_release(struct scored_set *set)
{
    transcripts_release(&set->calls);
    if (set->context != NULL)
        signal_context_free(set->context);
    if (set->rubric != NULL)
        rubric_free(set->rubric);
    if (set->scenario != NULL)
        scenario_free(set->scenario);
}

size_t scored_sets_score(const struct scored_set *sets, size_t count, size_t rounds, size_t threads, struct buf *out)
{
    size_t calls = 0, at = 0, replies = 0;
    for (size_t i = 0; i < count; i++)
        calls += sets[i].calls.count;
    struct score_job *jobs = memory_alloc((calls * rounds + 1) * sizeof *jobs);
    struct score **scores = memory_alloc((calls * rounds + 1) * sizeof *scores);
    for (size_t round = 0; round < rounds; round++)
        for (size_t i = 0; i < count; i++)
            for (size_t c = 0; c < sets[i].calls.count; c++)
                jobs[at++] = (struct score_job){sets[i].rubric, sets[i].context, sets[i].calls.items[c], NULL};
    score_many(jobs, at, threads, scores);
    for (size_t i = 0; i < at; i++) {
        replies += scores[i]->replies;
        if (out != NULL && i < calls) {
            score_write(scores[i], NULL, out);
            buf_add_byte(out, '\n');
        }
        score_free(scores[i]);
    }
    free(scores);
    free(jobs);
    return replies;
}
