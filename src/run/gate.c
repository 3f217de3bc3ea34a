/* Both sides of a comparison scored under the frozen rubric and the new one. */
#include "run/baseline.h"

#include <stdlib.h>

/* Scores the transcripts of `side` with the rubrics of `yardstick`; a transcript whose scenario the yardstick does not
 * know, or that was not held to its end, stays NULL. */
static struct score **score_under(const struct gate_side *side, const struct gate_side *yardstick, size_t threads)
{
    size_t count = side->transcripts.count, jobs_count = 0;
    struct score **scores = memory_alloc((count + 1) * sizeof(struct score *));
    struct score **packed = memory_alloc((count + 1) * sizeof(struct score *));
    struct score_job *jobs = memory_alloc((count + 1) * sizeof *jobs);
    size_t *place = memory_alloc((count + 1) * sizeof *place);
    for (size_t i = 0; i < count; i++) {
        const struct transcript *t = side->transcripts.items[i];
        size_t s = names_find(&yardstick->ids, t->scenario);
        if (s == STR_NONE || ended_broken_off(t->ended_by))
            continue;
        place[jobs_count] = i;
        jobs[jobs_count++] = (struct score_job){yardstick->rubrics[s], yardstick->contexts[s], t, side->judgements};
    }
    score_many(jobs, jobs_count, threads, packed);
    for (size_t i = 0; i < jobs_count; i++)
        scores[place[i]] = packed[i];
    free(packed);
    free(jobs);
    free(place);
    return scores;
}

struct comparison *gate_compare(const struct gate_side *before, const struct gate_side *after,
                                const struct compare_options *options, size_t threads, struct gate_scores *kept)
{
    *kept = (struct gate_scores){.before = score_under(before, before, threads),
                                 .after = score_under(after, before, threads),
                                 .after_now = score_under(after, after, threads),
                                 .before_count = before->transcripts.count,
                                 .after_count = after->transcripts.count};
    struct compare_side old = {kept->before, kept->before, kept->before_count, before->planned};
    struct compare_side new = {kept->after, kept->after_now, kept->after_count, after->planned};
    return compare_sides(&old, &new, options);
}

struct gate_scores gate_score(const struct gate_side *side, size_t threads)
{
    return (struct gate_scores){.before = score_under(side, side, threads), .before_count = side->transcripts.count};
}

static void release_scores(struct score **scores, size_t count)
{
    for (size_t i = 0; i < count && scores != NULL; i++)
        if (scores[i] != NULL)
            score_free(scores[i]);
    free(scores);
}

void gate_scores_release(struct gate_scores *scores)
{
    release_scores(scores->before, scores->before_count);
    release_scores(scores->after, scores->after_count);
    release_scores(scores->after_now, scores->after_count);
    *scores = (struct gate_scores){0};
}
