#include "stats/kappa.h"

#include "base/arena.h"

#include <math.h>
#include <stdlib.h>

struct kappa kappa_of(const unsigned *a, const unsigned *b, size_t n, unsigned classes)
{
    struct kappa kappa = {NAN, NAN, NAN, NAN, n};
    if (n == 0)
        return kappa;
    double *cell = memory_alloc(sizeof *cell * classes * classes);
    double *row = memory_alloc(sizeof *row * classes), *column = memory_alloc(sizeof *column * classes);
    for (size_t i = 0; i < n; i++) {
        cell[a[i] * classes + b[i]] += 1.0 / (double)n;
        row[a[i]] += 1.0 / (double)n;
        column[b[i]] += 1.0 / (double)n;
    }
    double observed = 0, expected = 0;
    for (unsigned i = 0; i < classes; i++) {
        observed += cell[i * classes + i];
        expected += row[i] * column[i];
    }
    kappa.agreement = observed;
    if (expected < 1 - 1e-12) {
        double k = (observed - expected) / (1 - expected), first = 0, second = 0;
        for (unsigned i = 0; i < classes; i++) {
            double d = 1 - (row[i] + column[i]) * (1 - k);
            first += cell[i * classes + i] * d * d;
            for (unsigned j = 0; j < classes; j++)
                if (i != j)
                    second += cell[i * classes + j] * (column[i] + row[j]) * (column[i] + row[j]);
        }
        second *= (1 - k) * (1 - k);
        double third = k - expected * (1 - k);
        double variance = (first + second - third * third) / ((1 - expected) * (1 - expected) * (double)n);
        double half = 1.959963984540054 * sqrt(variance > 0 ? variance : 0);
        kappa.value = k;
        kappa.low = fmax(-1, k - half);
        kappa.high = fmin(1, k + half);
    }
    free(cell);
    free(row);
    free(column);
    return kappa;
}
