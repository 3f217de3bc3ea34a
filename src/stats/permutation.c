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

/* The sum of `d` under each choice of signs: bit i of the index turns d[i] over. */
static void sums_by_signs(const double *d, size_t n, double *sums)
{
    for (size_t signs = 0; signs < (size_t)1 << n; signs++) {
        sums[signs] = 0;
        for (size_t i = 0; i < n; i++)
            sums[signs] += signs >> i & 1 ? -d[i] : d[i];
    }
}

/* Each half's sums once, and then every one of them with every other. */
static struct tails exact_paired(const double *d, size_t n, double observed, double tolerance)
{
    enum { MOST = 1 << (PERMUTATION_EXACT_PAIRS + 1) / 2 };
    double sums[2][MOST], lower = 0, both = 0;
    const size_t half = n / 2, counts[2] = {(size_t)1 << half, (size_t)1 << (n - half)};
    sums_by_signs(d, half, sums[0]);
    sums_by_signs(d + half, n - half, sums[1]);
    for (size_t i = 0; i < counts[0]; i++)
        for (size_t k = 0; k < counts[1]; k++) {
            double sum = sums[0][i] + sums[1][k];
            lower += sum <= observed + tolerance;
            both += fabs(sum) >= fabs(observed) - tolerance;
        }
    const double all = (double)counts[0] * (double)counts[1];
    return (struct tails){lower / all, both / all};
}

enum { GROUP = 4, GROUP_SUMS = 1 << GROUP }; /* pairs whose signs are drawn, and whose sums are looked up, together */

/* `d` goes on with zeros to whole groups. */
static struct tails drawn_paired(const double *d, size_t n, double observed, double tolerance, uint64_t seed)
{
    struct rng rng;
    uint64_t lower = 0, both = 0;
    const size_t groups = (n + GROUP - 1) / GROUP;
    double *sums = memory_grow(NULL, groups * GROUP_SUMS, sizeof *sums);
    for (size_t g = 0; g < groups; g++)
        sums_by_signs(d + g * GROUP, GROUP, sums + g * GROUP_SUMS);
    rng_init(&rng, seed);
    for (size_t draw = 0; draw < PERMUTATION_DRAWS; draw++) {
        double sum = 0;
        uint64_t bits = 0;
        for (size_t g = 0; g < groups; g++, bits >>= GROUP) {
            if (g % (64 / GROUP) == 0)
                bits = rng_next(&rng);
            sum += sums[g * GROUP_SUMS + bits % GROUP_SUMS];
        }
        lower += sum <= observed + tolerance;
        both += fabs(sum) >= fabs(observed) - tolerance;
    }
    free(sums);
    return (struct tails){(double)(lower + 1) / (PERMUTATION_DRAWS + 1), (double)(both + 1) / (PERMUTATION_DRAWS + 1)};
}

static struct tails paired(const double *differences, size_t count, uint64_t seed)
{
    double *d = memory_alloc((count + GROUP) * sizeof *d), observed = 0;
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

/* A stratum that holds both sides, in a sorted array: the old side's values first. */
struct stratum {
    size_t from, count, old;
};

/* The next such stratum; from {0} on. False: there is none. */
static bool next_stratum(const struct permutation_value *v, size_t count, struct stratum *s)
{
    do {
        s->from += s->count;
        s->count = s->old = 0;
        for (size_t i = s->from; i < count && v[i].stratum == v[s->from].stratum; i++, s->count++)
            s->old += !v[i].new_side;
    } while (s->count > 0 && (s->old == 0 || s->old == s->count));
    return s->count > 0;
}

static void side_means(const struct permutation_value *v, const struct stratum *s, double mean[2])
{
    mean[0] = mean[1] = 0;
    for (size_t i = 0; i < s->count; i++)
        mean[i >= s->old] += v[s->from + i].value;
    mean[0] /= (double)s->old;
    mean[1] /= (double)(s->count - s->old);
}

/* A stratum as it is drawn. Its total stands, so that the difference goes by the sum of one side, the smaller. */
struct urn {
    double *values; /* those of the smaller side first */
    uint32_t count, few;
    double weight; /* of that sum; below 0 when the smaller side is the old one */
};

static struct urn urn_of(const struct permutation_value *v, const struct stratum *s, double *values)
{
    const size_t new = s->count - s->old;
    const bool old_first = s->old <= new;
    for (size_t i = 0; i < s->count; i++)
        values[i] = v[s->from + (old_first ? i : (i + s->old) % s->count)].value;
    const double weight = (double)s->count * (1 / (double)s->old + 1 / (double)new);
    return (struct urn){values, (uint32_t)s->count, (uint32_t)(old_first ? s->old : new), old_first ? -weight : weight};
}

static double sum_drawn(const struct urn *urns, size_t count, struct rng *rng)
{
    double all = 0;
    for (size_t u = 0; u < count; u++) {
        const struct urn *urn = &urns[u];
        double sum = 0;
        for (uint32_t i = 0; i < urn->few; i++) {
            const uint32_t k = i + rng_below_32(rng, urn->count - i);
            const double value = urn->values[k];
            urn->values[k] = urn->values[i];
            urn->values[i] = value;
            sum += value;
        }
        all += urn->weight * sum;
    }
    return all;
}

double permutation_stratified_lower(struct permutation_value *values, size_t count, uint64_t seed, double *difference)
{
    double difference_sum = 0, weight = 0, observed = 0, tolerance = 0, mean[2];
    double *room = memory_grow(NULL, count + 1, sizeof *room);
    struct urn *urns = memory_grow(NULL, count + 1, sizeof *urns);
    struct rng rng;
    size_t lower = 0, urn_count = 0;
    qsort(values, count, sizeof *values, compare_strata);
    for (struct stratum s = {0}; next_stratum(values, count, &s);) {
        side_means(values, &s, mean);
        difference_sum += (mean[1] - mean[0]) * (double)s.count;
        weight += (double)s.count;
        const struct urn urn = urns[urn_count++] = urn_of(values, &s, room + s.from);
        for (uint32_t i = 0; i < urn.few; i++)
            observed += urn.weight * urn.values[i];
        tolerance += fabs(urn.weight) * slack(urn.values, urn.count);
    }
    if (difference != NULL)
        *difference = weight > 0 ? difference_sum / weight : NAN;
    rng_init(&rng, seed);
    for (size_t draw = 0; draw < PERMUTATION_DRAWS; draw++)
        lower += sum_drawn(urns, urn_count, &rng) <= observed + tolerance;
    free(urns);
    free(room);
    return (double)(lower + 1) / (PERMUTATION_DRAWS + 1);
}

double stratified_least_p(struct permutation_value *values, size_t count)
{
    double p = 1;
    qsort(values, count, sizeof *values, compare_strata);
    for (struct stratum s = {0}; next_stratum(values, count, &s);)
        p *= exact_none_after(s.old, s.old, s.count - s.old);
    return p;
}

double stratified_standard_error(struct permutation_value *values, size_t count)
{
    double squares = 0, degrees = 0, spread = 0, weight = 0, mean[2];
    qsort(values, count, sizeof *values, compare_strata);
    for (struct stratum s = {0}; next_stratum(values, count, &s);) {
        const double n = (double)s.count, old = (double)s.old;
        side_means(values, &s, mean);
        for (size_t i = 0; i < s.count; i++) {
            const double off = values[s.from + i].value - mean[i >= s.old];
            squares += off * off;
        }
        degrees += n - 2;
        spread += n * n * (1 / old + 1 / (n - old));
        weight += n;
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
