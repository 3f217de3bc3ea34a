#include "understudy/faults.h"

#include <criterion/criterion.h>

Test(faults, a_plan_says_which_requests_go_wrong)
{
    struct arena arena;
    struct error err = {0};
    arena_init(&arena);
    struct fault_plan *plan = fault_plan_read(&arena, "at=2:429+3, every=5:reset,from=11:500,until=1:html", &err);
    cr_assert_not_null(plan, "%s", err.message);
    cr_assert_eq(fault_for(plan, 1).kind, FAULT_HTML);
    cr_assert_eq(fault_for(plan, 2).status, 429);
    cr_assert_eq(fault_for(plan, 2).retry_after, 3);
    cr_assert_eq(fault_for(plan, 3).kind, FAULT_NONE);
    cr_assert_eq(fault_for(plan, 5).kind, FAULT_RESET);
    cr_assert_eq(fault_for(plan, 10).kind, FAULT_RESET);
    cr_assert_eq(fault_for(plan, 12).status, 500);
    arena_release(&arena);
}

Test(faults, what_is_no_plan_is_refused_with_the_piece_that_is_wrong)
{
    static const char *const bad[] = {"429",        "every=0:429", "every=x:429", "at=1:200", "at=1:boom",
                                      "at=1:429+x", "at=1:429,,",  ":",           "at=1:600", NULL};
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; bad[i] != NULL; i++) {
        struct error err = {0};
        cr_expect_null(fault_plan_read(&arena, bad[i], &err), "%s", bad[i]);
        cr_expect_eq(err.kind, ERROR_USER, "%s", bad[i]);
    }
    cr_assert_eq(fault_for(fault_plan_read(&arena, NULL, NULL), 1).kind, FAULT_NONE);
    arena_release(&arena);
}
