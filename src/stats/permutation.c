#include "stats/permutation.h"

#include "base/arena.h"
#include "base/rng.h"

#include <math.h>
#include <stdlib.h>

/* Sums that are equal up to rounding count as equal: the observed arrangement must count itself. */
static double slack(const double *values, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += fabs(values[i]);
    return sum * 1e-12;
}

struct tails {
    double lower, both;
};

static struct tails exact_paired(const double *d, size_t n, double observed, double tolerance)
{
    uint64_t all = (uint64_t)1 << n, lower = 0, both = 0;
    for (uint64_t signs = 0; signs < all; signs++) {
        double sum = 0;
        for (size_t i = 0; i < n; i++)
            sum += signs >> i & 1 ? -d[i] : d[i];
        lower += sum <= observed + tolerance;
        both += fabs(sum) >= fabs(observed) - tolerance;
    }
    return (struct tails){(double)lower / (double)all, (double)both / (double)all};
}

static struct tails drawn_paired(const double *d, size_t n, double observed, double tolerance, uint64_t seed)
{
    struct rng rng;
    uint64_t lower = 0, both = 0;
    rng_init(&rng, seed);
    for (size_t draw = 0; draw < PERMUTATION_DRAWS; draw++) {
        double sum = 0;
        uint64_t bits = 0;
        for (size_t i = 0; i < n; i++) {
            if (i % 64 == 0)
                bits = rng_next(&rng);
            sum += bits >> (i % 64) & 1 ? -d[i] : d[i];
        }
        lower += sum <= observed + tolerance;
        both += fabs(sum) >= fabs(observed) - tolerance;
    }
    return (struct tails){(double)(lower + 1) / (PERMUTATION_DRAWS + 1), (double)(both + 1) / (PERMUTATION_DRAWS + 1)};
}

static struct tails paired(const double *differences, size_t count, uint64_t seed)
{
    double *d = memory_grow(NULL, count + 1, sizeof *d), observed = 0;
    size_t n = 0;
    for (size_t i = 0; i < count; i++) { /* a pair that does not differ says nothing either way */
        if (differences[i] == 0)
            continue;
        d[n++] = differences[i];
        observed += differences[i];
    }
    struct tails tails = {1, 1};
    if (n > 0)
        tails = n <= PERMUTATION_EXACT_PAIRS ? exact_paired(d, n, observed, slack(d, n))
                                             : drawn_paired(d, n, observed, slack(d, n), seed);
    free(d);
    return tails;
}

double permutation_paired_lower(const double *differences, size_t count, uint64_t seed)
{
    return paired(differences, count, seed).lower;
}

double permutation_paired(const double *differences, size_t count, uint64_t seed)
{
    return paired(differences, count, seed).both;
}

static int compare_strata(const void *a, const void *b)
{
    const struct permutation_value *x = a, *y = b;
    if (x->stratum != y->stratum)
        return (x->stratum > y->stratum) - (x->stratum < y->stratum);
    return (x->new_side > y->new_side) - (x->new_side < y->new_side);
}

/* Within a stratum of size n whose first `old` values are the old side: weighted difference of means. */
static double stratum_difference(const struct permutation_value *v, size_t n, size_t old)
{
    double before = 0, after = 0;
    for (size_t i = 0; i < n; i++)
        *(i < old ? &before : &after) += v[i].value;
    return ((after / (double)(n - old)) - before / (double)old) * (double)n;
}

static double all_strata(const struct permutation_value *v, size_t count, double *weight)
{
    double sum = 0;
    *weight = 0;
    for (size_t from = 0, to; from < count; from = to) {
        size_t old = 0;
        for (to = from; to < count && v[to].stratum == v[from].stratum; to++)
            old += !v[to].new_side;
        if (old == 0 || old == to - from)
            continue;
        sum += stratum_difference(v + from, to - from, old);
        *weight += (double)(to - from);
    }
    return sum;
}

static void shuffle_strata(struct permutation_value *v, size_t count, struct rng *rng)
{
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from; to < count && v[to].stratum == v[from].stratum; to++)
            ;
        for (size_t i = to - from; i > 1; i--) { /* the values move, the sides stay in their places */
            size_t j = from + rng_below(rng, i);
            double value = v[from + i - 1].value;
            v[from + i - 1].value = v[j].value;
            v[j].value = value;
        }
    }
}

double permutation_stratified_lower(struct permutation_value *values, size_t count, uint64_t seed, double *difference)
{
    double weight = 0, tolerance = 0, ignored;
    struct rng rng;
    size_t lower = 0;
    qsort(values, count, sizeof *values, compare_strata);
    double observed = all_strata(values, count, &weight);
    if (difference != NULL)
        *difference = weight > 0 ? observed / weight : NAN;
    if (weight <= 0)
        return 1;
    for (size_t i = 0; i < count; i++)
        tolerance += fabs(values[i].value);
    tolerance *= 1e-12 * (double)count;
    rng_init(&rng, seed);
    for (size_t draw = 0; draw < PERMUTATION_DRAWS; draw++) {
        shuffle_strata(values, count, &rng);
        lower += all_strata(values, count, &ignored) <= observed + tolerance;
    }
    return (double)(lower + 1) / (PERMUTATION_DRAWS + 1);
}

/* One stratum: squares around each side's mean, and what its two sizes contribute to the error. */
static void add_stratum(const struct permutation_value *v, size_t n, size_t old, double *squares, double *degrees,
                        double *spread)
{
    double mean[2] = {0, 0};
    for (size_t i = 0; i < n; i++)
        mean[i >= old] += v[i].value / (double)(i < old ? old : n - old);
    for (size_t i = 0; i < n; i++)
        *squares += (v[i].value - mean[i >= old]) * (v[i].value - mean[i >= old]);
    *degrees += (double)n - 2;
    *spread += (double)n * (double)n * (1 / (double)old + 1 / (double)(n - old));
}

double stratified_standard_error(struct permutation_value *values, size_t count)
{
    double squares = 0, degrees = 0, spread = 0, weight = 0;
    qsort(values, count, sizeof *values, compare_strata);
    for (size_t from = 0, to; from < count; from = to) {
        size_t old = 0;
        for (to = from; to < count && values[to].stratum == values[from].stratum; to++)
            old += !values[to].new_side;
        if (old == 0 || old == to - from)
            continue;
        add_stratum(values + from, to - from, old, &squares, &degrees, &spread);
        weight += (double)(to - from);
    }
    return weight > 0 && degrees > 0 ? sqrt(squares / degrees * spread) / weight : NAN;
}

double exact_none_after(size_t hits, size_t before, size_t after)
{
    double p = 1;
    for (size_t i = 0; i < hits; i++)
        p *= (double)(before - i) / (double)(before + after - i);
    return p;
}

void holm_adjust(double *p, size_t count)
{
    double *adjusted = memory_grow(NULL, count + 1, sizeof *adjusted);
    bool *done = memory_alloc(count + 1);
    double floor = 0;
    for (size_t k = 0; k < count; k++) {
        size_t least = count;
        for (size_t i = 0; i < count; i++)
            if (!done[i] && (least == count || p[i] < p[least]))
                least = i;
        double value = p[least] * (double)(count - k);
        floor = value > floor ? value : floor;
        adjusted[least] = floor < 1 ? floor : 1;
        done[least] = true;
    }
    for (size_t i = 0; i < count; i++)
        p[i] = adjusted[i];
    free(adjusted);
    free(done);
}

double normal_quantile(double p)
{
    double low = -40, high = 40;
    for (int i = 0; i < 200; i++) {
        double middle = (low + high) / 2;
        if (0.5 * erfc(-middle / sqrt(2)) < p)
            low = middle;
        else
            high = middle;
    }
    return (low + high) / 2;
}

double standard_deviation(const double *values, size_t count)
{
    double mean = 0, squares = 0;
    if (count < 2)
        return 0;
    for (size_t i = 0; i < count; i++)
        mean += values[i];
    mean /= (double)count;
    for (size_t i = 0; i < count; i++)
        squares += (values[i] - mean) * (values[i] - mean);
    return sqrt(squares / (double)(count - 1));
}

/* With n pairs no sign-flip test can give a p below 2^-n. */
static size_t fewest_pairs(double alpha)
{
    return alpha > 0 && alpha < 1 ? (size_t)floor(-log2(alpha)) + 1 : 2;
}

double smallest_detectable_drop(double sd, size_t n, double alpha, double power)
{
    return n < 2 || n < fewest_pairs(alpha)
               ? NAN
               : (normal_quantile(1 - alpha) + normal_quantile(power)) * sd / sqrt((double)n);
}

size_t pairs_needed(double sd, double drop, double alpha, double power)
{
    if (drop <= 0)
        return 0;
    size_t fewest = fewest_pairs(alpha);
    if (sd <= 0)
        return fewest;
    double root = (normal_quantile(1 - alpha) + normal_quantile(power)) * sd / drop, needed = ceil(root * root);
    if (needed >= 1e15)
        return SIZE_MAX;
    return (size_t)needed > fewest ? (size_t)needed : fewest;
}
