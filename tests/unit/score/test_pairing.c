#include "score/pairing.h"

#include "support/within.h"

#include <criterion/criterion.h>
#include <stdlib.h>

Test(pairing, a_hundred_thousand_cells_are_paired_in_linear_time)
{
    enum { CELLS = 100000 };
    struct arena arena;
    within(60);
    arena_init(&arena);
    struct transcript *transcripts = calloc(CELLS, sizeof *transcripts);
    struct score *scores = calloc(CELLS, sizeof *scores), **before = calloc(CELLS, sizeof(struct score *)),
                 **after = calloc(CELLS, sizeof(struct score *));
    for (size_t i = 0; i < CELLS; i++) {
        transcripts[i] = (struct transcript){
            .scenario = STR("s"), .model = str_from(arena_printf(&arena, "model-%zu", i)), .repeat = 1};
        scores[i].transcript = &transcripts[i];
        before[i] = &scores[i];
        after[CELLS - 1 - i] = &scores[i];
    }
    struct compare_side old = {before, before, CELLS, CELLS}, new = {after, after, CELLS, CELLS};
    struct grid grid = grid_of(&arena, &old, &new);
    cr_assert(grid.models, "both sides hold the same models");
    cr_assert_eq(grid.count, CELLS);
    struct pairing pairs = pair_up(&arena, &grid);
    cr_assert_eq(pairs.count, CELLS);
    for (size_t i = 0; i < CELLS; i++)
        cr_assert_eq(pairs.before[i], pairs.after[i]);
    free(transcripts);
    free(scores);
    free(before);
    free(after);
    arena_release(&arena);
}

Test(pairing, sides_with_other_models_are_compared_across_them)
{
    struct arena arena;
    struct transcript transcripts[2] = {{.scenario = STR("s"), .model = STR("m"), .repeat = 1},
                                        {.scenario = STR("s"), .model = STR("n"), .repeat = 1}};
    struct score scores[2] = {{.transcript = &transcripts[0]}, {.transcript = &transcripts[1]}};
    struct score *before[] = {&scores[0], NULL}, *after[] = {NULL, &scores[1]};
    struct compare_side old = {before, before, 2, 2}, new = {after, after, 2, 2};
    arena_init(&arena);
    struct grid grid = grid_of(&arena, &old, &new);
    cr_assert_not(grid.models);
    cr_assert_eq(grid.count, 1);
    cr_assert_eq(pair_up(&arena, &grid).count, 1);
    arena_release(&arena);
}

/* One of two models was exchanged, and they come in another order: the one that stayed is held against itself. */
Test(pairing, a_model_that_both_sides_hold_is_compared_with_itself)
{
    static const char *const models[2][2] = {{"stays", "old"}, {"new", "stays"}};
    struct arena arena;
    struct transcript transcripts[2][2];
    struct score scores[2][2], *lists[2][2];
    struct compare_side sides[2];
    for (size_t s = 0; s < 2; s++) {
        for (size_t i = 0; i < 2; i++) {
            transcripts[s][i] = (struct transcript){.scenario = STR("s"), .model = str_from(models[s][i]), .repeat = 1};
            scores[s][i] = (struct score){.transcript = &transcripts[s][i]};
            lists[s][i] = &scores[s][i];
        }
        sides[s] = (struct compare_side){lists[s], lists[s], 2, 2};
    }
    arena_init(&arena);
    struct grid grid = grid_of(&arena, &sides[0], &sides[1]);
    struct pairing pairs = pair_up(&arena, &grid);
    cr_assert_eq(pairs.count, 2);
    for (size_t i = 0; i < 2; i++)
        cr_expect_eq(str_eq_cstring(pairs.before[i]->transcript->model, "stays"),
                     str_eq_cstring(pairs.after[i]->transcript->model, "stays"));
    cr_expect(pairs.alone_before == 0 && pairs.alone_after == 0);
    arena_release(&arena);
}
