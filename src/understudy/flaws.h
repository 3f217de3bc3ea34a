/* The flaws: what each temperament makes of a faithful reply. */
#ifndef FIDELIO_UNDERSTUDY_FLAWS_H
#define FIDELIO_UNDERSTUDY_FLAWS_H

#include "base/rng.h"
#include "understudy/brain.h"
#include "understudy/lines.h"
#include "understudy/persona.h"

/* A conversation as the player follows it; made anew for every request. */
struct mind {
    struct arena *arena;
    const struct persona *persona; /* borrowed */
    struct rng rng;
    size_t start[OCCASIONS], used[OCCASIONS]; /* where in an occasion's lines the seed begins, and how many were used */
    size_t reply;                             /* from 1 */
    size_t raised, to_raise;                  /* concerns */
    size_t doubt_at[2], repeat_at, patience, unsure, spared;
    size_t flaws;     /* shown so far */
    struct str heard; /* the caller's words */
    struct str kept;  /* an earlier reply, for who repeats it */
    bool asked;       /* the last reply asked something */
    bool over;        /* this reply hangs up */
};

/* The next line of an occasion, its hole filled. No line comes twice before all have come. */
struct str mind_line(struct mind *mind, enum occasion occasion, struct str hole);
struct str mind_join(struct mind *mind, struct str a, struct str b);

/* The reply as the temperament gives it. May set mind->over (hasty) or clear it (clinging). */
struct str flaw_apply(struct mind *mind, const struct brain_model *model, struct rng *rng, struct str base);

#endif
