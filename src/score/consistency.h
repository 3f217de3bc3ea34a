/* The same question gets the same answer, whoever asks it: of the questions that more than one call asked a caller, how
 * many were answered alike, and which were not.
 *
 * Questions of one scenario's customers are the same when they are nearly alike by character n-grams. Answers differ
 * when they name figures of one unit and none in common, when one says yes and the other no, or, of the scripted
 * caller, when they are different entries of its Q&A, or one is an entry and the other a note. Only the beginning of
 * the caller's turn is taken for the answer: the script goes on behind it. */
#ifndef FIDELIO_SCORE_CONSISTENCY_H
#define FIDELIO_SCORE_CONSISTENCY_H

#include "score/score.h"

struct differing_answers {
    const struct score *first, *second;     /* borrowed; two conversations */
    size_t first_question, second_question; /* messages; the answers are the ones behind them */
    struct str first_answer, second_answer; /* what differs: a figure, or how the answer begins; arena */
};
struct consistency {
    size_t repeated, same; /* questions that more than one call asked and was answered on; those answered alike */
    struct differing_answers *differing; /* arena; one a question, in order of appearance: repeated - same */
    size_t left_out;                     /* questions beyond the most of a scenario that are like none before them */
};

enum { CONSISTENCY_QUESTIONS_MOST = 1000 }; /* that differ, of a scenario's customers to one caller */

/* Lists in `arena`. Entries of `scores` may be NULL; exams that are not valid are left out. */
struct consistency consistency_of(struct arena *arena, const struct score *const *scores, size_t count);

#endif
