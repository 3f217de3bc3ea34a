/* The expected numbers were computed by R 4.2 (docs/statistics.md has the commands). */
#include "stats/bootstrap.h"
#include "stats/kappa.h"
#include "stats/permutation.h"

#include <criterion/criterion.h>
#include <math.h>

static const double drops[] = {-0.2, 0.1, -0.3, 0, -0.15, 0.05, -0.1, -0.25};

Test(permutation, is_exact_for_few_pairs)
{
    cr_expect_float_eq(permutation_paired_lower(drops, 8, 1), 0.0546875, 1e-12);
    cr_expect_float_eq(permutation_paired(drops, 8, 1), 0.109375, 1e-12);
    cr_expect_eq(permutation_paired_lower(NULL, 0, 1), 1);
}

Test(permutation, draws_near_the_exact_value_when_pairs_are_many)
{
    double many[64];
    for (size_t i = 0; i < 64; i++)
        many[i] = (i % 2 == 0 ? 1.0 : -1.0) * (1 + (double)(i % 7)) - 0.4;
    double p = permutation_paired_lower(many, 64, 7);
    cr_expect(p > 0.1 && p < 0.6, "%g", p);
    cr_expect_eq(p, permutation_paired_lower(many, 64, 7), "the same seed gives the same p");
    for (size_t i = 0; i < 64; i++)
        many[i] = -1;
    cr_expect_float_eq(permutation_paired_lower(many, 64, 7), 1.0 / (PERMUTATION_DRAWS + 1), 1e-12);
}

Test(permutation, shuffles_within_strata_only)
{
    struct permutation_value v[] = {{1, false, 1},  {1, false, 2}, {1, true, 0},  {2, false, .9},
                                    {2, false, .8}, {2, true, .5}, {2, true, .7}, {3, true, 9}};
    double difference;
    double p = permutation_stratified_lower(v, 8, 3, &difference);
    cr_expect_float_eq(difference, -0.785714285714286, 1e-12);
    cr_expect_float_eq(p, 0.0555555, 0.006, "%g", p);
}

/* Three of one stratum, and two of the other: 1 in 3 and 1 in 6. */
Test(permutation, the_least_p_is_one_in_all_ways_to_part_the_strata)
{
    struct permutation_value v[] = {{1, false, 1},  {1, false, 2}, {1, true, 0},  {2, false, .9},
                                    {2, false, .8}, {2, true, .5}, {2, true, .7}, {3, true, 9}};
    cr_expect_float_eq(stratified_least_p(v, 8), 1.0 / 18, 1e-12);
    cr_expect_eq(stratified_least_p(v, 2), 1, "one side only");
    cr_expect_eq(permutation_stratified_lower(v, 2, 3, NULL), 1);
}

/* Computed apart by Python, over all 60 ways: the old side is the smaller one in one stratum, the larger in another. */
Test(permutation, goes_by_the_smaller_side_whichever_it_is)
{
    struct permutation_value v[] = {{1, false, .5}, {1, true, .4}, {1, true, .6},  {1, true, .1},  {2, false, .9},
                                    {2, true, .3},  {2, true, .8}, {2, false, .7}, {2, false, .6}, {2, false, 1}};
    double difference;
    double p = permutation_stratified_lower(v, 10, 3, &difference);
    cr_expect_float_eq(difference, -0.203333333333333, 1e-12, "%.15g", difference);
    cr_expect_float_eq(p, 8.0 / 60, 0.01, "%g", p);
}

Test(permutation, holm_steps_down)
{
    double p[] = {0.01, 0.04, 0.03, 0.005, 0.6}, want[] = {0.04, 0.09, 0.09, 0.025, 0.6};
    holm_adjust(p, 5);
    for (size_t i = 0; i < 5; i++)
        cr_expect_float_eq(p[i], want[i], 1e-12);
}

Test(permutation, quantiles_and_sizes_agree_with_the_tables)
{
    cr_expect_float_eq(normal_quantile(0.95), 1.644853626951472, 1e-9);
    cr_expect_float_eq(normal_quantile(0.001), -3.090232306167813, 1e-9);
    cr_expect_float_eq(standard_deviation((double[]){1, 2, 4, 8}, 4), 3.09569593683445, 1e-12);
    cr_expect_float_eq(smallest_detectable_drop(0.2, 100, 0.05, 0.8), 0.0497294972, 1e-9);
    cr_expect_eq(pairs_needed(0.2, 0.05, 0.05, 0.8), 99);
    cr_expect(isnan(smallest_detectable_drop(0.2, 1, 0.05, 0.8)));
}

Test(permutation, so_few_pairs_that_no_p_is_small_enough_show_nothing)
{
    cr_expect(isnan(smallest_detectable_drop(0, 4, 0.04, 0.8)));
    cr_expect(!isnan(smallest_detectable_drop(0, 5, 0.04, 0.8)));
    cr_expect_eq(pairs_needed(0, 0.05, 0.04, 0.8), 5);
    cr_expect_eq(pairs_needed(0.01, 0.05, 0.04, 0.8), 5);
}

Test(kappa, agrees_with_the_published_formulas)
{
    unsigned a[50], b[50];
    size_t n = 0;
    static const struct {
        unsigned a, b;
        size_t times;
    } cells[] = {{0, 0, 20}, {0, 1, 5}, {1, 0, 10}, {1, 1, 15}};
    for (size_t c = 0; c < 4; c++)
        for (size_t i = 0; i < cells[c].times; i++, n++) {
            a[n] = cells[c].a;
            b[n] = cells[c].b;
        }
    struct kappa kappa = kappa_of(a, b, n, 2);
    cr_expect_float_eq(kappa.value, 0.4, 1e-12);
    cr_expect_float_eq(kappa.low, 0.151092290476661, 1e-9);
    cr_expect_float_eq(kappa.agreement, 0.7, 1e-12);
    cr_expect(isnan(kappa_of(a, a, 0, 2).value));
    cr_expect(isnan(kappa_of((unsigned[]){1, 1}, (unsigned[]){1, 1}, 2, 2).value), "one class only says nothing");
}

/* 21 and 30 alike, 9 not: (51/60 - 1/2) / (1 - 1/2). The gate of a question stands at just this value. */
Test(kappa, of_just_seven_tenths_is_no_less)
{
    unsigned a[60], b[60];
    for (size_t i = 0; i < 60; i++) {
        a[i] = i >= 21;
        b[i] = i >= 30;
    }
    cr_expect_eq(kappa_of(a, b, 60, 2).value, 0.7, "%.17g", kappa_of(a, b, 60, 2).value);
    for (size_t i = 0; i < 60; i++)
        a[i] = 1;
    cr_expect_eq(kappa_of(a, b, 60, 2).value, 0, "who always says the same agrees by chance only");
}

Test(bootstrap, covers_as_the_reference_does)
{
    static const double x[] = {.91, .84, .77, .95, .88, .62, .99, .71, .8, .93};
    struct bootstrap_interval i = bootstrap_mean(x, 10, 0.95, 5);
    cr_expect_float_eq(i.low, 0.769, 0.008, "%g", i.low);
    cr_expect_float_eq(i.high, 0.905, 0.008, "%g", i.high);
    cr_expect(isnan(bootstrap_mean(x, 0, 0.95, 5).low));
    struct bootstrap_interval odd = bootstrap_mean(x, 9, 0.95, 5), one = bootstrap_mean(x + 9, 1, 0.95, 5);
    cr_expect_float_eq(odd.low, 0.756, 0.008, "%g", odd.low);
    cr_expect_float_eq(odd.high, 0.9, 0.008, "%g", odd.high);
    cr_expect(one.low == one.high && one.low == x[9]);
}

Test(bootstrap, is_a_point_where_all_are_alike)
{
    static const double x[] = {.5, .5, .5, .5};
    struct bootstrap_interval i = bootstrap_mean(x, 4, 0.95, 5);
    cr_expect(i.low == i.high && i.low == x[0]);
}

/* As many as several threads draw. 0 and 1 in turn: the mean's standard error is 0.5 / sqrt(count). */
Test(bootstrap, says_the_same_of_many_each_time_and_what_the_normal_law_says)
{
    static double x[4000];
    for (size_t i = 0; i < 4000; i++)
        x[i] = (double)(i % 2);
    struct bootstrap_interval i = bootstrap_mean(x, 4000, 0.95, 5), again = bootstrap_mean(x, 4000, 0.95, 5);
    cr_expect(i.low == again.low && i.high == again.high);
    cr_expect_float_eq(i.low, 0.5 - 1.96 * 0.5 / sqrt(4000), 0.001, "%g", i.low);
    cr_expect_float_eq(i.high, 0.5 + 1.96 * 0.5 / sqrt(4000), 0.001, "%g", i.high);
}

/* Computed apart by Python's statistics module (docs/statistics.md). */
Test(permutation, the_error_of_a_stratified_difference_pools_the_variance)
{
    struct permutation_value v[] = {{1, false, 1},  {1, false, 2}, {1, true, 0},  {2, false, .9},
                                    {2, false, .8}, {2, true, .5}, {2, true, .7}, {3, true, 9}};
    cr_expect_float_eq(stratified_standard_error(v, 8), 0.3245876505, 1e-9, "%g", stratified_standard_error(v, 8));
    cr_expect(isnan(stratified_standard_error(v, 1)));
}

Test(permutation, all_of_six_and_none_of_six_is_one_table_in_924)
{
    cr_expect_float_eq(exact_none_after(6, 6, 6), 1.0 / 924, 1e-12);
    cr_expect_float_eq(exact_none_after(3, 6, 6), 1.0 / 11, 1e-12);
    cr_expect_eq(exact_none_after(0, 6, 6), 1);
}
