/* Bootstrap intervals for means: percentile method (Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, ch.
 * 13).
 *
 * The unit that is drawn is the conversation; the same seed gives the same interval on every machine. */
#ifndef FIDELIO_STATS_BOOTSTRAP_H
#define FIDELIO_STATS_BOOTSTRAP_H

#include <stddef.h>
#include <stdint.h>

enum { BOOTSTRAP_DRAWS = 2000 };

struct bootstrap_interval {
    double low, high; /* NaN when there are no values; the mean itself when they are alike */
};

/* `level` in (0, 1), 0.95 as a rule. */
struct bootstrap_interval bootstrap_mean(const double *values, size_t count, double level, uint64_t seed);

#endif
