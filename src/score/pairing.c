#include "score/pairing.h"

#include "base/hash.h"
#include "base/lookup.h"

#include <stdlib.h>

static bool same_cell(const struct transcript *a, const struct transcript *b, bool models)
{
    return str_eq(a->scenario, b->scenario) && str_eq(a->prompt, b->prompt) && str_eq(a->caller, b->caller) &&
           (!models || str_eq(a->model, b->model));
}

/* The sides hold the same models: then a model is compared with itself only. */
static bool models_match(struct arena *arena, const struct compare_side *before, const struct compare_side *after)
{
    struct names models;
    names_init(&models, arena);
    for (size_t i = 0; i < before->count; i++)
        if (before->frozen[i] != NULL && names_find(&models, before->frozen[i]->transcript->model) == STR_NONE)
            names_add(&models, before->frozen[i]->transcript->model);
    for (size_t i = 0; i < after->count; i++)
        if (after->frozen[i] != NULL && names_find(&models, after->frozen[i]->transcript->model) == STR_NONE)
            return false;
    return true;
}

/* `places`: of the cells, from 1. */
static size_t cell_number(struct grid *grid, struct lookup *places, const struct transcript *t)
{
    const struct str model = grid->models ? t->model : STR("");
    uint64_t key = hash64(t->caller, hash64(t->prompt, hash64(model, hash64(t->scenario, 0)))), *place;
    while (*(place = lookup_place(places, key)) != 0 && !same_cell(grid->cells[*place - 1], t, grid->models))
        key++;
    if (*place == 0) {
        grid->cells[grid->count++] = t;
        *place = grid->count;
    }
    return *place - 1;
}

struct grid grid_of(struct arena *arena, const struct compare_side *before, const struct compare_side *after)
{
    struct grid grid = {.models = models_match(arena, before, after),
                        .cells = arena_array(arena, before->count + after->count + 1, sizeof *grid.cells),
                        .sides = {before, after}};
    struct lookup places;
    lookup_init(&places, arena, 0);
    for (size_t s = 0; s < 2; s++) {
        const struct compare_side *side = grid.sides[s];
        grid.cell_of[s] = arena_array(arena, side->count + 1, sizeof *grid.cell_of[s]);
        for (size_t i = 0; i < side->count; i++)
            if (side->frozen[i] != NULL)
                grid.cell_of[s][i] = cell_number(&grid, &places, side->frozen[i]->transcript);
    }
    return grid;
}

struct place { /* of a conversation of the old side */
    size_t cell, index;
    uint32_t repeat;
    const struct score *score;
};

static int compare_places(const void *a, const void *b)
{
    const struct place *x = a, *y = b;
    if (x->cell != y->cell)
        return x->cell < y->cell ? -1 : 1;
    if (x->repeat != y->repeat)
        return x->repeat < y->repeat ? -1 : 1;
    return (x->index > y->index) - (x->index < y->index);
}

/* The first place of the cell and repeat, or where it would stand. */
static size_t find_place(const struct place *places, size_t count, size_t cell, uint32_t repeat)
{
    struct place key = {.cell = cell, .repeat = repeat};
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_places(&places[middle], &key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* A place of the same cell and repeat, and of the same model if it must be, that is free; `count`: there is none. */
static size_t free_place(const struct grid *grid, const struct place *places, size_t count, const bool *taken, size_t i,
                         bool same_model)
{
    const struct transcript *t = grid->sides[1]->frozen[i]->transcript;
    const size_t cell = grid->cell_of[1][i];
    size_t k = find_place(places, count, cell, t->repeat);
    for (; k < count && places[k].cell == cell && places[k].repeat == t->repeat; k++)
        if (!taken[k] && (!same_model || str_eq(places[k].score->transcript->model, t->model)))
            return k;
    return count;
}

struct pairing pair_up(struct arena *arena, const struct grid *grid)
{
    const struct compare_side *before = grid->sides[0], *after = grid->sides[1];
    struct pairing pairs = {.before = arena_array(arena, after->count + 1, sizeof(const struct score *)),
                            .after = arena_array(arena, after->count + 1, sizeof(const struct score *))};
    struct place *places = arena_array(arena, before->count + 1, sizeof *places);
    bool *taken = arena_array(arena, before->count + 1, sizeof *taken),
         *paired = arena_array(arena, after->count + 1, sizeof *paired);
    size_t count = 0, held = 0;
    for (size_t k = 0; k < before->count; k++)
        if (before->frozen[k] != NULL)
            places[count++] =
                (struct place){grid->cell_of[0][k], k, before->frozen[k]->transcript->repeat, before->frozen[k]};
    qsort(places, count, sizeof *places, compare_places);
    for (size_t i = 0; i < after->count; i++)
        held += after->frozen[i] != NULL;
    for (int round = 0; round < 2; round++) /* a model is held against another only where its own has no place left */
        for (size_t i = 0; i < after->count; i++) {
            if (after->frozen[i] == NULL || paired[i])
                continue;
            const size_t k = free_place(grid, places, count, taken, i, round == 0);
            if (k == count)
                continue;
            taken[k] = paired[i] = true;
            pairs.before[pairs.count] = places[k].score;
            pairs.after[pairs.count++] = after->frozen[i];
        }
    pairs.alone_before = count - pairs.count;
    pairs.alone_after = held - pairs.count;
    return pairs;
}
