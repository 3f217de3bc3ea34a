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

/* The model with fewer under way is next, else the first of them. */
static bool is_before(const struct turns *turns, size_t a, size_t b)
{
    return turns->active[a] != turns->active[b] ? turns->active[a] < turns->active[b] : a < b;
}

static void put(struct turns *turns, size_t at, size_t model)
{
    turns->heap[at] = model;
    turns->places[model] = at + 1;
}

/* Moves what stands at `at` up or down to where it belongs. */
static void settle(struct turns *turns, size_t at)
{
    const size_t model = turns->heap[at];
    for (; at > 0 && is_before(turns, model, turns->heap[(at - 1) / 2]); at = (at - 1) / 2)
        put(turns, at, turns->heap[(at - 1) / 2]);
    for (size_t child; (child = 2 * at + 1) < turns->heap_count; at = child) {
        if (child + 1 < turns->heap_count && is_before(turns, turns->heap[child + 1], turns->heap[child]))
            child++;
        if (!is_before(turns, turns->heap[child], model))
            break;
        put(turns, at, turns->heap[child]);
    }
    put(turns, at, model);
}

static void leave(struct turns *turns, size_t model)
{
    const size_t at = turns->places[model] - 1, last = turns->heap[--turns->heap_count];
    turns->places[model] = 0;
    if (last == model)
        return;
    put(turns, at, last);
    settle(turns, at);
}

/* What is under way of the model, or left of it, is another number. */
static void update(struct turns *turns, size_t model)
{
    while (turns->next[model] < turns->end[model] && turns->begun[turns->order[turns->next[model]]])
        turns->next[model]++;
    const bool may = turns->next[model] < turns->end[model] && turns->active[model] < turns->most[model];
    if (may && turns->places[model] == 0)
        put(turns, turns->heap_count++, model);
    if (may)
        settle(turns, turns->places[model] - 1);
    else if (turns->places[model] != 0)
        leave(turns, model);
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
        .heap = memory_alloc(models * sizeof *turns->heap),
        .places = memory_alloc(models * sizeof *turns->places),
        .begun = memory_alloc(plan->count * sizeof *turns->begun),
        .left = plan->count,
    };
    for (size_t m = 0; m < models; m++) {
        size_t limit = plan->experiment->models[m].in_flight;
        turns->most[m] = limit > 0 ? 2 * limit : SIZE_MAX; /* as many again wait, so that it is never idle */
    }
    put_in_order(turns, models);
    for (size_t m = 0; m < models; m++)
        update(turns, m);
}

void turns_release(struct turns *turns)
{
    free(turns->order);
    free(turns->next);
    free(turns->end);
    free(turns->active);
    free(turns->most);
    free(turns->heap);
    free(turns->places);
    free(turns->begun);
    *turns = (struct turns){0};
}

size_t turns_next(const struct turns *turns)
{
    return turns->heap_count > 0 ? turns->order[turns->next[turns->heap[0]]] : SIZE_MAX;
}

void turns_begin(struct turns *turns, size_t index)
{
    const size_t model = turns->plan->conversations[index].model;
    turns->begun[index] = true;
    turns->active[model]++;
    turns->left--;
    update(turns, model);
}

void turns_end(struct turns *turns, size_t index)
{
    const size_t model = turns->plan->conversations[index].model;
    turns->active[model]--;
    update(turns, model);
}

size_t *turns_scouts(const struct plan *plan, size_t *count)
{
    const struct experiment *experiment = plan->experiment;
    const size_t most = experiment->model_count + experiment->caller_count;
    bool *models = memory_alloc(experiment->model_count * sizeof *models);
    bool *callers = memory_alloc(experiment->caller_count * sizeof *callers);
    size_t *scouts = memory_alloc(most * sizeof *scouts);
    *count = 0;
    for (size_t i = 0; i < plan->count && *count < most; i++) {
        const struct planned *planned = &plan->conversations[i];
        const struct endpoint *caller = experiment->callers[planned->caller].endpoint;
        bool fresh = !models[planned->model] && !experiment->models[planned->model].understudy;
        fresh = fresh || (!callers[planned->caller] && caller != NULL && !caller->understudy);
        if (fresh)
            scouts[(*count)++] = i;
        models[planned->model] = callers[planned->caller] = true;
    }
    free(callers);
    free(models);
    return scouts;
}
