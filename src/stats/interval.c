#include "stats/interval.h"

#include <math.h>

static const double Z95 = 1.959963984540054; /* the normal distribution's 97.5 % point */

struct interval interval_wilson(size_t successes, size_t trials)
{
    if (trials == 0 || successes > trials)
        return (struct interval){0};
    double n = (double)trials, p = (double)successes / n, zz = Z95 * Z95;
    double centre = (p + zz / (2 * n)) / (1 + zz / n);
    double half = Z95 / (1 + zz / n) * sqrt(p * (1 - p) / n + zz / (4 * n * n));
    /* At the ends the formula's own limits are exactly 0 and 1; rounding must not say otherwise. */
    double low = successes == 0 ? 0 : centre - half, high = successes == trials ? 1 : centre + half;
    return (struct interval){true, low, high};
}
