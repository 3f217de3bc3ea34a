/* Bootstrap intervals for means: percentile method (Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, ch.
 * 13).
 *
 * The unit that is drawn is the conversation, or the cluster (scenario) when there are enough of them; the same seed
 * gives the same interval on every machine. */
#ifndef FIDELIO_STATS_BOOTSTRAP_H
#define FIDELIO_STATS_BOOTSTRAP_H

#include <stddef.h>
#include <stdint.h>

enum { BOOTSTRAP_DRAWS = 2000, BOOTSTRAP_MIN_CLUSTERS = 10 };

struct bootstrap_interval {
    double mean, low, high; /* NaN when count is 0; low == high == mean when count is 1 */
    size_t count;           /* values */
};

/* `level` in (0, 1), 0.95 as a rule. */
struct bootstrap_interval bootstrap_mean(const double *values, size_t count, double level, uint64_t seed);
/* Draws whole clusters: cluster[i] in [0, clusters) is the cluster of values[i]. For statements beyond "these scenarios
 * only"; with fewer than BOOTSTRAP_MIN_CLUSTERS clusters it must not be used, and falls back to bootstrap_mean. */
struct bootstrap_interval bootstrap_cluster_mean(const double *values, const size_t *cluster, size_t count,
                                                 size_t clusters, double level, uint64_t seed);

#endif
