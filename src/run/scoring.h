/* Scores conversations while others are still being held, on threads of their own: the loop never waits for them. */
#ifndef FIDELIO_RUN_SCORING_H
#define FIDELIO_RUN_SCORING_H

#include "score/score.h"

struct scoring;

/* Jobs that wait for each thread: it fills caches and memory of its own, and takes from the loop of a core it shares.
 */
enum {
    SCORING_AT_ONCE = 8, /* all are there: the sooner they are scored the better */
    SCORING_ALONG = 256, /* conversations go on: the processors are theirs, and what is left in the end is soon done */
};

/* `most` jobs at most; threads start as jobs wait. Each score is handed to `scored`, on the thread that made it, as its
 * owner. */
typedef void scoring_taker(size_t place, struct score *score, void *context);
struct scoring *scoring_open(size_t most, size_t threads, size_t backlog, scoring_taker *scored, void *context);
/* What the job points to outlives the scoring. Each place once. */
void scoring_add(struct scoring *scoring, size_t place, const struct score_job *job);
void scoring_close(struct scoring *scoring); /* waits until all that was added is scored; NULL is fine */

#endif
