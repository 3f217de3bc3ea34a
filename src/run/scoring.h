/* Scores conversations while others are still being held, on threads of their own: the loop never waits for them. */
#ifndef FIDELIO_RUN_SCORING_H
#define FIDELIO_RUN_SCORING_H

#include "score/score.h"

struct scoring;

/* `most` jobs at most; threads start with the first one. Each score is handed to `scored`, on the thread that made it,
 * as its owner. */
typedef void scoring_taker(size_t place, struct score *score, void *context);
struct scoring *scoring_open(size_t most, size_t threads, scoring_taker *scored, void *context);
/* What the job points to outlives the scoring. Each place once. */
void scoring_add(struct scoring *scoring, size_t place, const struct score_job *job);
void scoring_close(struct scoring *scoring); /* waits until all that was added is scored; NULL is fine */

#endif
