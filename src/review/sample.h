/* Which conversations a reviewer is shown: 'fails:all,passes:20%', drawn by seed, the same for every reviewer of a run.
 */
#ifndef FIDELIO_REVIEW_SAMPLE_H
#define FIDELIO_REVIEW_SAMPLE_H

#include "score/score.h"

struct sample_plan {
    double share[VERDICT_ERROR + 1]; /* by verdict, in [0, 1] */
};

/* "all" for everything; else a list of fails, passes, errors with all, none, N% each; what is not named is none. */
bool sample_parse(struct sample_plan *plan, struct str text, struct error *err);
/* Draws by the conversation's id: each is in or out whatever else the run holds. */
bool sample_takes(const struct sample_plan *plan, enum verdict verdict, struct str id, uint64_t seed);

#endif
