#include "base/stopwatch.h"

#include <criterion/criterion.h>

static uint64_t hands(void *context)
{
    uint64_t *now = context;
    return *now;
}

Test(stopwatch, adds_up_by_kind_and_name)
{
    uint64_t now = 100;
    struct stopwatch watch;
    stopwatch_init(&watch, (struct clock){.monotonic_ns = hands, .context = &now});
    uint64_t since = stopwatch_now(&watch);
    now += 5;
    since = stopwatch_add(&watch, "rule", STR("a"), since);
    now += 7;
    since = stopwatch_add(&watch, "step", STR("a"), since);
    now += 4;
    cr_expect_eq(stopwatch_add(&watch, "rule", STR("a"), since), now);
    stopwatch_sort(&watch);
    cr_assert_eq(watch.laps.count, 2);
    cr_expect(watch.laps.items[0].ns == 9 && watch.laps.items[0].count == 2);
    cr_expect(watch.laps.items[1].ns == 7 && watch.laps.items[1].count == 1);
    stopwatch_release(&watch);
}

Test(stopwatch, none_measures_nothing)
{
    cr_expect_eq(stopwatch_now(NULL), 0);
    cr_expect_eq(stopwatch_add(NULL, "rule", STR("a"), 0), 0);
}
