#include "run/turns.h"

#include "base/arena.h"

#include <stdlib.h>

/* Of a conversation among those of its model and repeat, from the first repeat on. */
static size_t rank_of(const struct turns *turns, size_t index, size_t repeats)
{
    const struct planned *planned = &turns->plan->conversations[index];
    return planned->model * repeats + planned->repeat - 1;
}

/* Sorted by counting: a plan may have a million conversations. */
static void put_in_order(struct turns *turns, size_t models)
{
    const struct plan *plan = turns->plan;
    size_t repeats = plan->experiment->repeats, at = 0;
    size_t *places = memory_alloc((models * repeats + 1) * sizeof *places);
    for (size_t i = 0; i < plan->count; i++)
        places[rank_of(turns, i, repeats) + 1]++;
    for (size_t rank = 0; rank <= models * repeats; rank++)
        places[rank] = at += places[rank];
    for (size_t m = 0; m < models; m++) {
        turns->next[m] = places[m * repeats];
        turns->end[m] = places[(m + 1) * repeats];
    }
    for (size_t i = 0; i < plan->count; i++)
        turns->order[places[rank_of(turns, i, repeats)]++] = i;
    free(places);
}

void turns_init(struct turns *turns, const struct plan *plan)
{
    size_t models = plan->experiment->model_count;
    *turns = (struct turns){
        .plan = plan,
        .order = memory_alloc(plan->count * sizeof *turns->order),
        .next = memory_alloc(models * sizeof *turns->next),
        .end = memory_alloc(models * sizeof *turns->end),
        .active = memory_alloc(models * sizeof *turns->active),
        .most = memory_alloc(models * sizeof *turns->most),
        .begun = memory_alloc(plan->count * sizeof *turns->begun),
        .left = plan->count,
    };
    for (size_t m = 0; m < models; m++) {
        size_t limit = plan->experiment->models[m].in_flight;
        turns->most[m] = limit > 0 ? 2 * limit : SIZE_MAX; /* as many again wait, so that it is never idle */
    }
    put_in_order(turns, models);
}

void turns_release(struct turns *turns)
{
    free(turns->order);
    free(turns->next);
    free(turns->end);
    free(turns->active);
    free(turns->most);
    free(turns->begun);
    *turns = (struct turns){0};
}

size_t turns_next(struct turns *turns)
{
    size_t best = SIZE_MAX;
    for (size_t m = 0; m < turns->plan->experiment->model_count; m++) {
        while (turns->next[m] < turns->end[m] && turns->begun[turns->order[turns->next[m]]])
            turns->next[m]++;
        bool may = turns->next[m] < turns->end[m] && turns->active[m] < turns->most[m];
        if (may && (best == SIZE_MAX || turns->active[m] < turns->active[best]))
            best = m;
    }
    return best == SIZE_MAX ? SIZE_MAX : turns->order[turns->next[best]];
}

void turns_begin(struct turns *turns, size_t index)
{
    turns->begun[index] = true;
    turns->active[turns->plan->conversations[index].model]++;
    turns->left--;
}

void turns_end(struct turns *turns, size_t index)
{
    turns->active[turns->plan->conversations[index].model]--;
}
