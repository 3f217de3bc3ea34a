/* The mystery shopper: conversations drawn by the seed instead of all there are. Each draw takes a customer segment
 * (the tag "segment"), a scenario of it and a mood; the moods are prompts: the built-in one with a sentence behind it.
 */
#ifndef FIDELIO_RUN_MYSTERY_H
#define FIDELIO_RUN_MYSTERY_H

#include "run/plan.h"

/* Gives the experiment a prompt for each mood, in place of the built-in one; with prompts of the user's own those are
 * drawn from instead. */
void mystery_add_moods(struct experiment *experiment);
/* The segments of the plan's scenarios, in the documents' order. */
struct mystery {
    struct arena arena;
    const struct experiment *experiment; /* borrowed */
    size_t segments;
    size_t *starts, *members; /* arena; segment s has the scenarios members[starts[s]] to members[starts[s + 1] - 1] */
};
void mystery_init(struct mystery *mystery, const struct plan *plan);
void mystery_release(struct mystery *mystery);
/* The scenario and the prompt of the draw (from 1): a function of the experiment's seed and the documents' order. */
void mystery_draw(const struct mystery *mystery, size_t draw, size_t *scenario, size_t *prompt);

#endif
