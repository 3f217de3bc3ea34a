/* Agreement with human labels: of the scorer (each core signal by reply, the ending, the verdict) and of a judge (each
 * question by conversation).
 *
 * A label is what a careful reader said of one conversation, in the format of tests/accuracy/sets: `labels` with any of
 * `replies` (signal names, a list a persona message), `end`, `faithful` and `questions` ({id: true or false}). Where
 * the other side gave no answer (an abstention, an error, a verdict of error) the item counts as unanswered, beside n,
 * never in it. Intervals: stats/kappa.h. */
#ifndef FIDELIO_SCORE_AGREE_H
#define FIDELIO_SCORE_AGREE_H

#include "base/lookup.h"
#include "base/vec.h"
#include "score/score.h"
#include "stats/kappa.h"

/* What a question must show before a rule on it may be a gate; the rubric reader holds rules to the same. */
#define AGREE_GATE_KAPPA 0.7
enum { AGREE_GATE_LABELS = 50 };

struct agreement_row {
    const char *kind; /* "signal", "ending", "verdict", "question" */
    struct str name;
    size_t place; /* in which it came */
    size_t n, unanswered;
    size_t truth, found, hits; /* labelled so, answered so, both; of n */
    struct kappa kappa;
    VEC(unsigned) labels; /* owned; one an item, with `answers` beside it */
    VEC(unsigned) answers;
};
struct agreement {
    struct arena arena;
    VEC(struct agreement_row) rows;
    struct lookup places; /* of rows by kind and name, from 1; until the rows are sorted */
    size_t conversations;
    VEC(struct str) odd_keys; /* owned; arena; those that were told */
};

void agreement_init(struct agreement *agreement);
void agreement_release(struct agreement *agreement);
/* Adds one conversation. `record` is its line, with `labels`. False and `err` (ERROR_USER) when they do not fit the
 * conversation: nothing is added then. `judgements` may be NULL. */
bool agreement_add(struct agreement *agreement, const struct score *score, const struct judgements *judgements,
                   const struct json *record, const char *path, size_t line, struct error *err);
/* The next key beside the known ones that was not told before: nobody reads it. A warning (ERROR_NONE) with its place
 * and the key that was probably meant; false: there is none. */
bool agreement_odd_key(struct agreement *agreement, const struct json *record, const char *path, size_t line,
                       struct error *warning);
/* After the last addition: counts, kappas, and the rows in order. */
void agreement_finish(struct agreement *agreement);
const struct agreement_row *agreement_question(const struct agreement *agreement, struct str id); /* NULL: no label */
double agreement_precision(const struct agreement_row *row); /* NaN when nothing was found */
double agreement_recall(const struct agreement_row *row);    /* NaN when nothing is true */
double agreement_kappa(const struct agreement_row *row); /* as it is told and recorded: to three places, never more */
/* NULL: a rule on this question may be a gate; else why it may not, in `arena`. */
const char *agreement_refusal(const struct agreement_row *row, struct arena *arena);
void agreement_write(const struct agreement *agreement, struct json_writer *w);

#endif
