/* What conversations cost, in tokens and in money: by conversation, by model. Replies of the tape count as they did
 * when they were paid for. */
#ifndef FIDELIO_RUN_COSTS_H
#define FIDELIO_RUN_COSTS_H

#include "run/plan.h"

struct buf;

/* Of all parties: persona, caller, chooser. */
struct cost {
    bool begun;
    struct usage usage;
    double amount; /* 0 where no price is known */
};
void cost_add(struct cost *cost, const struct endpoint *endpoint, struct usage usage);
/* costs.jsonl (fidelio.cost/1): a line for each conversation that was begun, in plan order; `costs` as many as the
 * plan's conversations. */
void costs_write(const struct plan *plan, const struct cost *costs, struct buf *out);
/* Into by_model, zeroed, one a model of the experiment; returns the conversations of each in `conversations`. */
void costs_by_model(const struct plan *plan, const struct cost *costs, struct cost *by_model, size_t *conversations);

#endif
