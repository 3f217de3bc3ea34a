/* Which conversation of a plan is begun next. Fair between endpoints: the model with the fewest under way is next, so
 * that a slow or limited one does not keep the others waiting. Fair between the cells of a model: each has its first
 * repeat before any has its second, so that a run that is stopped early has shown something of all. */
#ifndef FIDELIO_RUN_TURNS_H
#define FIDELIO_RUN_TURNS_H

#include "run/plan.h"

struct turns {
    const struct plan *plan; /* borrowed */
    size_t *order;           /* owned: indices of the plan by model, then repeat */
    size_t *next, *end;      /* owned; a model each: what is left of its part of the order */
    size_t *active, *most;   /* owned; a model each: conversations under way, and how many are of use */
    size_t *heap, *places; /* owned; models that may begin one, fewest under way first; a model's place there, from 1 */
    size_t heap_count;
    bool *begun; /* owned; a conversation each */
    size_t left; /* conversations not begun */
};

void turns_init(struct turns *turns, const struct plan *plan);
void turns_release(struct turns *turns);
/* The index of a conversation that may be begun; SIZE_MAX: none, for now or for good. */
size_t turns_next(const struct turns *turns);
void turns_begin(struct turns *turns, size_t index); /* also one that turns_next did not give */
void turns_end(struct turns *turns, size_t index);
/* The first conversations of the plan in which each endpoint that is reached over the network is asked: `*count` of
 * them, to be freed. */
size_t *turns_scouts(const struct plan *plan, size_t *count);

#endif
