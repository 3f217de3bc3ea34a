/* Confidence intervals for shares, pure. Means have theirs in stats/bootstrap.h. */
#ifndef FIDELIO_STATS_INTERVAL_H
#define FIDELIO_STATS_INTERVAL_H

#include <stdbool.h>
#include <stddef.h>

struct interval {
    bool known; /* false: nothing can be said: no trials, too few values */
    double low, high;
};

/* Wilson's score interval for a share of `successes` in `trials`, two-sided at 95 % (E. B. Wilson, JASA 22, 1927). */
struct interval interval_wilson(size_t successes, size_t trials);

#endif
