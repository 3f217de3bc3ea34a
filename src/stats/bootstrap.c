#include "stats/bootstrap.h"

#include "base/arena.h"
#include "base/parallel.h"
#include "base/rng.h"
#include "base/sort.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

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

/* Group g has sums[g] over sizes[g] values, over one each where sizes is NULL. */
struct groups {
    const double *sums;
    const size_t *sizes;
    size_t count;
};

static bool are_alike(const struct groups *groups)
{
    for (size_t g = 1; g < groups->count; g++)
        if (groups->sums[g] < groups->sums[0] || groups->sums[g] > groups->sums[0] ||
            (groups->sizes != NULL && groups->sizes[g] != groups->sizes[0]))
            return false;
    return true;
}

/* Of as many groups as there are, drawn with replacement. */
static double drawn_mean(const struct groups *groups, struct rng *rng, const struct rng_range *any)
{
    struct rng own = *rng;     /* whose state no size can be: it stays in registers */
    double sum = 0, other = 0; /* neither addition waits for the other */
    size_t size = groups->sizes == NULL ? groups->count : 0;
    for (size_t i = 0; i < groups->count; i += 2) {
        uint32_t pair[2];
        bool both = i + 1 < groups->count;
        rng_pair_in(&own, any, pair);
        sum += groups->sums[pair[0]];
        other += both ? groups->sums[pair[1]] : 0;
        if (groups->sizes != NULL)
            size += groups->sizes[pair[0]] + (both ? groups->sizes[pair[1]] : 0);
    }
    *rng = own;
    return (sum + other) / (double)size;
}

/* Drawn in pieces of PIECE, each with random numbers of its own, so that it is all the same how many threads draw. */
enum { PIECE = 250, WORTH_THREADS = 500 /* groups: from there on a piece takes as long as several threads to start */ };
struct drawing {
    const struct groups *groups;
    uint64_t seed;
    double *means;
    size_t draws;
};

static void draw_piece(size_t index, void *context)
{
    const struct drawing *drawing = context;
    struct rng rng;
    struct rng_range any = rng_range((uint32_t)drawing->groups->count);
    rng_init(&rng, drawing->seed + index);
    for (size_t d = index * PIECE; d < drawing->draws && d < (index + 1) * PIECE; d++)
        drawing->means[d] = drawn_mean(drawing->groups, &rng, &any);
}

static struct bootstrap_interval draw(const struct groups *groups, double level, uint64_t seed)
{
    double *means = memory_grow(NULL, BOOTSTRAP_DRAWS, sizeof *means);
    size_t draws = are_alike(groups) ? 1 : BOOTSTRAP_DRAWS, pieces = (draws + PIECE - 1) / PIECE;
    struct drawing drawing = {groups, seed, means, draws};
    parallel_end(parallel_begin(pieces, groups->count < WORTH_THREADS || pieces == 1 ? 0 : parallel_processors() - 1,
                                draw_piece, &drawing));
    sort_numbers(means, draws);
    struct bootstrap_interval interval = {.low = quantile(means, draws, (1 - level) / 2),
                                          .high = quantile(means, draws, (1 + level) / 2)};
    free(means);
    return interval;
}

struct bootstrap_interval bootstrap_mean(const double *values, size_t count, double level, uint64_t seed)
{
    if (count == 0)
        return (struct bootstrap_interval){NAN, NAN, NAN, 0};
    struct bootstrap_interval interval = draw(&(struct groups){values, NULL, count}, level, seed);
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
    struct bootstrap_interval interval = draw(&(struct groups){sums, sizes, filled}, level, seed);
    free(sums);
    free(sizes);
    interval.mean = mean_of(values, count);
    interval.count = count;
    return interval;
}
