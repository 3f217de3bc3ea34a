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
    for (size_t i = 0; i < n; i++) { /* whole numbers: a kappa of just 0.7 must not come out below it */
        cell[a[i] * classes + b[i]]++;
        row[a[i]]++;
        column[b[i]]++;
    }
    double items = (double)n, all = items * items, equal = 0, chance = 0;
    for (unsigned i = 0; i < classes; i++) {
        equal += cell[i * classes + i];
        chance += row[i] * column[i];
    }
    kappa.agreement = equal / items;
    if (chance < all) {
        double k = (equal * items - chance) / (all - chance), expected = chance / all, first = 0, second = 0;
        for (unsigned i = 0; i < classes; i++) {
            double d = 1 - (row[i] + column[i]) / items * (1 - k);
            first += cell[i * classes + i] / items * d * d;
            for (unsigned j = 0; j < classes; j++)
                if (i != j)
                    second += cell[i * classes + j] * (column[i] + row[j]) * (column[i] + row[j]) / (all * items);
        }
        second *= (1 - k) * (1 - k);
        double third = k - expected * (1 - k);
        double variance = (first + second - third * third) / ((1 - expected) * (1 - expected) * items);
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
