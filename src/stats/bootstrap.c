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

static bool are_alike(const double *values, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (values[i] < values[0] || values[i] > values[0])
            return false;
    return true;
}

/* Of as many values as there are, drawn with replacement. */
static double drawn_mean(const double *values, size_t count, struct rng *rng, const struct rng_range *any)
{
    struct rng own = *rng;     /* whose state no value can be: it stays in registers */
    double sum = 0, other = 0; /* neither addition waits for the other */
    for (size_t i = 0; i < count; i += 2) {
        uint32_t pair[2];
        rng_pair_in(&own, any, pair);
        sum += values[pair[0]];
        other += i + 1 < count ? values[pair[1]] : 0;
    }
    *rng = own;
    return (sum + other) / (double)count;
}

/* Drawn in pieces of PIECE, each with random numbers of its own, so that it is all the same how many threads draw. */
enum { PIECE = 250, WORTH_THREADS = 500 /* values: from there on a piece takes as long as several threads to start */ };
struct drawing {
    const double *values;
    size_t count;
    uint64_t seed;
    double *means;
    size_t draws;
};

static void draw_piece(size_t index, void *context)
{
    const struct drawing *drawing = context;
    struct rng rng;
    struct rng_range any = rng_range((uint32_t)drawing->count);
    rng_init(&rng, drawing->seed + index);
    for (size_t d = index * PIECE; d < drawing->draws && d < (index + 1) * PIECE; d++)
        drawing->means[d] = drawn_mean(drawing->values, drawing->count, &rng, &any);
}

struct bootstrap_interval bootstrap_mean(const double *values, size_t count, double level, uint64_t seed)
{
    if (count == 0)
        return (struct bootstrap_interval){NAN, NAN};
    double *means = memory_grow(NULL, BOOTSTRAP_DRAWS, sizeof *means);
    size_t draws = are_alike(values, count) ? 1 : BOOTSTRAP_DRAWS, pieces = (draws + PIECE - 1) / PIECE;
    struct drawing drawing = {values, count, seed, means, draws};
    parallel_end(parallel_begin(pieces, count < WORTH_THREADS || pieces == 1 ? 0 : parallel_processors() - 1,
                                draw_piece, &drawing));
    sort_numbers(means, draws);
    struct bootstrap_interval interval = {.low = quantile(means, draws, (1 - level) / 2),
                                          .high = quantile(means, draws, (1 + level) / 2)};
    free(means);
    return interval;
}
