/* L2-regularised logistic regression over sparse rows, several heads at once, by dual coordinate descent
 * (Yu, Huang and Lin, "Dual coordinate descent methods for logistic regression and maximum entropy models", 2011).
 * Deterministic: rows are visited in an order shuffled by a fixed seed. */
#ifndef FIDELIO_ACCURACY_LOGISTIC_H
#define FIDELIO_ACCURACY_LOGISTIC_H

#include "base/vec.h"

#include <stdbool.h>
#include <stdint.h>

enum { HEADS_MAX = 16 };

struct cell {
    uint32_t column;
    float value;
};
struct row {
    size_t first, count; /* into cells */
    uint32_t truth;      /* bit h: head h is true */
    uint32_t fold;
    bool skip;   /* neither fitted to nor counted */
    double more; /* times 1 + this in the cost */
};
struct matrix {
    VEC(struct cell) cells;
    VEC(struct row) rows;
    size_t columns;
    uint32_t *heads; /* owned; one a column: the heads that may use it, as bits; NULL = all */
    uint32_t *half;  /* owned; one a column: the heads that are fitted as if its value were half, as bits; NULL = none.
                        Their weights are for the whole value. */
};

struct logistic_options {
    double cost;          /* 1 / regularisation */
    double positive_cost; /* times `cost` for true rows */
    size_t epochs;
    size_t heads;
};

/* weights: columns x HEADS_MAX, column 0 is the bias (its value is in every row). Rows of fold `leave_out` are not
 * seen. */
void logistic_fit(const struct matrix *matrix, uint32_t leave_out, const struct logistic_options *options,
                  float *weights);
void logistic_score(const struct matrix *matrix, size_t row, const float *weights, double odds[HEADS_MAX]);
void matrix_release(struct matrix *matrix);

#endif
