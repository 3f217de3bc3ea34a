#include "base/arena.h"
#include "text/similarity.h"

#include <criterion/criterion.h>

Test(similarity, counts_grams_once_each)
{
    struct arena arena;
    arena_init(&arena);
    struct grams a = grams_of(&arena, STR("好的好的"), 2), b = grams_of(&arena, STR("好的"), 2);
    cr_expect_eq(a.count, 2);
    cr_expect_eq(b.count, 1);
    cr_expect_eq(grams_common(a, b), 1);
    cr_expect_float_eq(grams_dice(a, b), 2.0 / 3, 1e-12);
    cr_expect_float_eq(grams_coverage(b, a), 1, 1e-12);
    cr_expect_eq(grams_of(&arena, STR(""), 2).count, 0);
    cr_expect_eq(grams_of(&arena, STR("好"), 2).count, 1);
    arena_release(&arena);
}

Test(similarity, finds_the_longest_copied_run_in_code_points)
{
    struct common_run run = longest_common_run(STR("嗯，平台挺好的吧"), STR("说平台挺好的，没有"));
    cr_expect_eq(run.length, 5);
    cr_expect_eq(run.a, 6);
    cr_expect_eq(run.b, 3);
    cr_expect_eq(run.bytes, 15);
    cr_expect_eq(longest_common_run(STR("甲"), STR("乙")).length, 0);
}
