/* Asks a judge about the conversations of a run: the ordinary exchange with a tape of its own (judge-tape.jsonl), so
 * that asking again goes on where it was, and answers recorded in judge.jsonl.
 *
 * A conversation is asked about JUDGE_VOTES times, each with a seed of its own, and recorded when all of its votes are
 * there. What was answered before by the same model is not asked again. What the endpoint could not answer is a
 * failure, is not recorded, and is asked again the next time; what the judge answered badly is an error of the judge
 * and is recorded. */
#ifndef FIDELIO_RUN_JUDGE_H
#define FIDELIO_RUN_JUDGE_H

#include "exchange/exchange.h"
#include "run/results.h"
#include "score/judge.h"

struct judge_subject {
    const struct transcript *transcript; /* borrowed */
    const struct rubric *rubric;         /* borrowed: its questions */
};
struct judge_progress {
    size_t planned, done, failed; /* conversations with something to ask */
    struct str last, why;         /* the conversation that ended now, and why it failed ("" = it did not) */
    bool stopping;                /* a signal asked to stop: what is in flight is waited for */
    size_t requests;              /* then: in flight */
    uint64_t most_ms;             /* then: how long they may take */
};
struct judge_options {
    struct exchange_options exchange;
    bool durable;
    void (*progress)(const struct judge_progress *progress, void *context); /* may be NULL */
    void *context;
};
struct judge_result {
    size_t planned, done, failed; /* conversations; planned - done - failed were not begun */
    size_t known;                 /* conversations of which everything had been answered before */
    struct exchange_counts exchanged;
    bool interrupted, budget_spent, gave_up, tape_cut;
};

/* Adds to `judgements` and to FOLDER/judge.jsonl, in the order of `subjects`. `judgements` holds what the file held.
 * False when nothing could be asked or written; conversations that failed are in the result. */
bool judge_run(const char *folder, const struct judge_subject *subjects, size_t count, const struct endpoint *endpoint,
               const struct judge_options *options, struct judgements *judgements, struct judge_result *result,
               struct error *err);

#endif
