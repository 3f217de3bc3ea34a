/* What conversations cost, in tokens and in money: by conversation, by party. Replies of the tape count as they did
 * when they were paid for. */
#ifndef FIDELIO_RUN_COSTS_H
#define FIDELIO_RUN_COSTS_H

#include "run/plan.h"

struct buf;

struct cost {
    bool begun; /* of a conversation */
    struct usage usage;
    double amount;             /* 0 where no price is known */
    size_t replies, unmetered; /* the second: of them, those whose tokens the server did not tell */
};
void cost_add(struct cost *cost, const struct endpoint *endpoint, struct usage usage, bool unmetered);
/* costs.jsonl (fidelio.cost/1): a line for each conversation that was begun, in plan order, with the cost of all its
 * parties; `costs` as many as the plan's conversations. */
void costs_write(const struct plan *plan, const struct cost *costs, struct buf *out);

/* Who is paid: the models in their order, then the callers, then the chooser. */
size_t costs_party_count(const struct experiment *experiment);
size_t costs_of_caller(const struct experiment *experiment, size_t caller);
size_t costs_of_chooser(const struct experiment *experiment);
/* NULL: a scripted caller, or no chooser. */
const struct endpoint *costs_party(const struct experiment *experiment, size_t party);

#endif
