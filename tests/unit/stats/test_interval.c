#include "stats/interval.h"
#include "stats/pass_k.h"

#include <criterion/criterion.h>

/* Expected values: R 4.2, prop.test(x, n, correct = FALSE)$conf.int, which is Wilson's interval. */
Test(interval, wilson_agrees_with_r)
{
    static const struct {
        size_t successes, trials;
        double low, high;
    } rows[] = {{8, 10, 0.4901625, 0.9433178},
                {3, 3, 0.4385030, 1.0},
                {0, 10, 0.0, 0.2775328},
                {1, 2, 0.0945312, 0.9054688},
                {50, 100, 0.4038315, 0.5961685}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct interval interval = interval_wilson(rows[i].successes, rows[i].trials);
        cr_assert(interval.known);
        cr_assert_float_eq(interval.low, rows[i].low, 5e-7, "row %zu: %.7f", i, interval.low);
        cr_assert_float_eq(interval.high, rows[i].high, 5e-7, "row %zu: %.7f", i, interval.high);
    }
}

Test(interval, of_no_trials_nothing_is_known)
{
    cr_assert_not(interval_wilson(0, 0).known);
    cr_assert_not(interval_wilson(3, 2).known);
}

Test(pass_k, is_the_share_of_draws_that_all_pass)
{
    double value = -1;
    cr_assert(pass_hat_k(3, 4, 2, &value));
    cr_assert_float_eq(value, 0.5, 1e-12); /* C(3,2)/C(4,2) = 3/6 */
    cr_assert(pass_hat_k(3, 4, 1, &value));
    cr_assert_float_eq(value, 0.75, 1e-12);
    cr_assert(pass_hat_k(3, 4, 4, &value));
    cr_assert_float_eq(value, 0, 1e-12);
    cr_assert(pass_hat_k(4, 4, 4, &value));
    cr_assert_float_eq(value, 1, 1e-12);
    cr_assert(pass_hat_k(500, 1000, 100, &value)); /* no factorials to overflow */
    cr_assert(value > 0 && value < 1e-30);
}

Test(pass_k, needs_as_many_trials_as_k)
{
    double value = -1;
    cr_assert_not(pass_hat_k(1, 2, 3, &value));
    cr_assert_not(pass_hat_k(1, 2, 0, &value));
    cr_assert_float_eq(value, -1, 0);
}
