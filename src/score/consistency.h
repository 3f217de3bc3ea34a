/* The same question gets the same answer, whoever asks it: answers of one caller that name different figures.
 *
 * Two questions of one scenario's customers are the same when they are nearly alike by character n-grams; the caller's
 * answers contradict when both name figures of one unit and none is common to both. */
#ifndef FIDELIO_SCORE_CONSISTENCY_H
#define FIDELIO_SCORE_CONSISTENCY_H

#include "score/score.h"

struct differing_answers {
    const struct score *first, *second;     /* borrowed; two conversations, or one */
    size_t first_question, second_question; /* messages; the answers are the ones behind them */
    struct str first_figure, second_figure; /* as said; arena */
};

enum { CONSISTENCY_QUESTIONS_MOST = 4000 }; /* further questions are not looked at */

/* In order of appearance, each first question once; in `arena`. Entries of `scores` may be NULL. */
struct differing_answers *consistency_of(struct arena *arena, const struct score *const *scores, size_t count,
                                         size_t *found);

#endif
