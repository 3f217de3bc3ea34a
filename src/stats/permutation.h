/* Did it get worse? Stratified permutation tests of a difference of means, and the sizes that go with them.
 *
 * Paired values: each pair's sign is flipped (exact for up to 20 pairs that differ, else drawn). Unpaired: labels are
 * shuffled within each stratum (scenario), so that a change of mix is no difference. Drawn p-values are (hits + 1) /
 * (draws + 1) (Phipson and Smyth, 2010), never 0. Seeded: the same on every machine. */
#ifndef FIDELIO_STATS_PERMUTATION_H
#define FIDELIO_STATS_PERMUTATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PERMUTATION_DRAWS = 20000, PERMUTATION_EXACT_PAIRS = 20 };

/* One-sided p: how often, were there no difference, the mean of `differences` (new - old) would be as low or lower. 1
 * when count is 0. */
double permutation_paired_lower(const double *differences, size_t count, uint64_t seed);
/* Two-sided p of the same. */
double permutation_paired(const double *differences, size_t count, uint64_t seed);

struct permutation_value {
    size_t stratum; /* any numbers; equal = same stratum */
    bool new_side;
    double value;
};
/* One-sided p for the mean over strata of (new mean - old mean), weighted by the stratum's size; strata with one side
 * only are left out. *difference (may be NULL) receives the observed value. The array is reordered. */
double permutation_stratified_lower(struct permutation_value *values, size_t count, uint64_t seed, double *difference);

/* Standard error of that weighted difference: the variance is pooled over all strata and sides. NaN without a stratum
 * that holds both sides, or without a degree of freedom. The array is reordered. */
double stratified_standard_error(struct permutation_value *values, size_t count);

/* The smallest p that so many values of either side in each stratum can give: 1 when no stratum holds both sides. The
 * array is reordered. */
double stratified_least_p(struct permutation_value *values, size_t count);

/* Fisher's exact test for the outermost table: how often all of `hits` would fall among the `before` of before + after
 * trials, and none among the `after`, were there no difference. hits <= before. */
double exact_none_after(size_t hits, size_t before, size_t after);

/* Holm's step-down correction (Holm 1979) in place: p[i] becomes the adjusted value. */
void holm_adjust(double *p, size_t count);

double normal_quantile(double p); /* inverse of the standard normal distribution; p in (0, 1) */
/* The smallest drop of a mean that n pairs with standard deviation `sd` of their differences show with `power` at
 * one-sided `alpha`: (z[1-alpha] + z[power]) sd / sqrt(n). NaN when n < 2, and when n pairs can
 * show nothing: the smallest p of a sign-flip test, 2^-n, is not below alpha. */
double smallest_detectable_drop(double sd, size_t n, double alpha, double power);
/* Pairs needed to show a drop of `drop`: never fewer than the test itself needs; 0 when drop is 0. */
size_t pairs_needed(double sd, double drop, double alpha, double power);
double standard_deviation(const double *values, size_t count); /* n - 1 in the denominator; 0 when count < 2 */

#endif
