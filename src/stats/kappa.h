/* Agreement beyond chance: Cohen's kappa (Cohen 1960), its large-sample standard error (Fleiss, Cohen and Everitt
 * 1969). */
#ifndef FIDELIO_STATS_KAPPA_H
#define FIDELIO_STATS_KAPPA_H

#include <stddef.h>

struct kappa {
    double value;     /* NaN when n is 0 or chance alone explains everything (one class only) */
    double low, high; /* 95 % interval, clamped to [-1, 1] */
    double agreement; /* share of equal answers */
    size_t n;
};

/* a[i], b[i] in [0, classes): two raters' answers on the same items. */
struct kappa kappa_of(const unsigned *a, const unsigned *b, size_t n, unsigned classes);

#endif
