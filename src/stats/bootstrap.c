#include "stats/bootstrap.h"

#include "base/arena.h"
#include "base/rng.h"

#include <math.h>
#include <stdlib.h>

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Quantile of sorted values by linear interpolation (Hyndman and Fan 1996, type 7). */
static double quantile(const double *sorted, size_t count, double p)
{
    double at = p * (double)(count - 1);
    size_t below = (size_t)at;
    if (below + 1 >= count)
        return sorted[count - 1];
    return sorted[below] + (at - (double)below) * (sorted[below + 1] - sorted[below]);
}

static double mean_of(const double *values, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += values[i];
    return sum / (double)count;
}

/* Draws `groups` groups with replacement; group g has sums[g] over sizes[g] values, over one each where sizes is NULL.
 */
static struct bootstrap_interval draw(const double *sums, const size_t *sizes, size_t groups, double level,
                                      uint64_t seed)
{
    double *means = memory_grow(NULL, BOOTSTRAP_DRAWS, sizeof *means);
    struct rng rng;
    struct rng_range any = rng_range(groups);
    size_t draws = groups > 1 ? BOOTSTRAP_DRAWS : 1; /* one group is drawn alike each time */
    rng_init(&rng, seed);
    for (size_t d = 0; d < draws; d++) {
        double sum = 0;
        size_t size = 0;
        for (size_t i = 0; sizes == NULL && i < groups; i++)
            sum += sums[rng_in(&rng, &any)];
        for (size_t i = 0; sizes != NULL && i < groups; i++) {
            size_t g = rng_in(&rng, &any);
            sum += sums[g];
            size += sizes[g];
        }
        means[d] = sum / (double)(sizes != NULL ? size : groups);
    }
    qsort(means, draws, sizeof *means, compare_doubles);
    struct bootstrap_interval interval = {.low = quantile(means, draws, (1 - level) / 2),
                                          .high = quantile(means, draws, (1 + level) / 2)};
    free(means);
    return interval;
}

struct bootstrap_interval bootstrap_mean(const double *values, size_t count, double level, uint64_t seed)
{
    if (count == 0)
        return (struct bootstrap_interval){NAN, NAN, NAN, 0};
    struct bootstrap_interval interval = draw(values, NULL, count, level, seed);
    interval.mean = mean_of(values, count);
    interval.count = count;
    return interval;
}

struct bootstrap_interval bootstrap_cluster_mean(const double *values, const size_t *cluster, size_t count,
                                                 size_t clusters, double level, uint64_t seed)
{
    if (count == 0 || clusters < BOOTSTRAP_MIN_CLUSTERS)
        return bootstrap_mean(values, count, level, seed);
    double *sums = memory_alloc(clusters * sizeof *sums);
    size_t *sizes = memory_alloc(clusters * sizeof *sizes), filled = 0;
    for (size_t i = 0; i < count; i++) {
        sums[cluster[i]] += values[i];
        sizes[cluster[i]]++;
    }
    for (size_t g = 0; g < clusters; g++) { /* empty clusters are no units */
        if (sizes[g] == 0)
            continue;
        sums[filled] = sums[g];
        sizes[filled++] = sizes[g];
    }
    struct bootstrap_interval interval = draw(sums, sizes, filled, level, seed);
    free(sums);
    free(sizes);
    interval.mean = mean_of(values, count);
    interval.count = count;
    return interval;
}
