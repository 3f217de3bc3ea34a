/* The gate: a run frozen into one file to commit, and a new run held against it.
 *
 * baseline.json (fidelio.baseline/1) holds the documents, the derived rubrics as printed, the transcripts, a judge's
 * recorded answers and what was planned: enough to score it again with today's scorer. It carries the hash of its own
 * content: a truncated or edited file fails closed. */
#ifndef FIDELIO_RUN_BASELINE_H
#define FIDELIO_RUN_BASELINE_H

#include "base/lookup.h"
#include "score/compare.h"

/* One side of a comparison, whatever it was read from. */
struct gate_side {
    struct arena arena;
    struct str id, reason, path; /* path: the run's folder; "" for a baseline, which holds no report to link to */
    struct scenario **scenarios; /* owned */
    struct rubric **rubrics;     /* owned; one a scenario */
    struct signal_context **contexts;
    size_t scenario_count;
    struct names ids; /* of the scenarios */
    struct transcripts transcripts;
    struct judgements *judgements; /* owned; a judge's recorded answers, when there are any */
    size_t planned;
    uint32_t confirm_from; /* repeats from this one on lie in PATH/confirm (run/confirm.h); 0: none */
    bool finished;
};

/* PATH is a run's folder or a baseline file. On failure nothing needs release. */
bool gate_side_read(struct gate_side *side, const char *path, struct error *err);
void gate_side_release(struct gate_side *side);

/* Freezes a finished run. Refused (ERROR_USER): a run that is not complete, one of the understudy's, and, without a
 * reason, one whose rubric asks less than that of the baseline already at `path`. */
bool baseline_bless(const struct gate_side *run, const char *path, const char *reason, struct error *err);

/* Scores both sides under the frozen rubric and the new one, and compares. `kept` holds the scores the comparison
 * points into. */
struct gate_scores {
    struct score **before, **after, **after_now; /* owned */
    size_t before_count, after_count;
};
struct comparison *gate_compare(const struct gate_side *before, const struct gate_side *after,
                                const struct compare_options *options, size_t threads, struct gate_scores *kept);
/* One side alone, under its own rubric: `before` is filled, an entry NULL where the conversation was not held. */
struct gate_scores gate_score(const struct gate_side *side, size_t threads);
void gate_scores_release(struct gate_scores *scores);

#endif
