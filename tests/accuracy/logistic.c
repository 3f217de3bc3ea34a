#include "accuracy/logistic.h"

#include "base/arena.h"
#include "base/rng.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void matrix_release(struct matrix *matrix)
{
    VEC_RELEASE(&matrix->cells);
    VEC_RELEASE(&matrix->rows);
    free(matrix->heads);
    free(matrix->half);
    matrix->heads = matrix->half = NULL;
}

static void dot(const struct matrix *matrix, const struct row *row, const float *weights, size_t heads,
                float sums[HEADS_MAX])
{
    memset(sums, 0, HEADS_MAX * sizeof *sums);
    if (heads == 1) { /* whole calls: no vector to fill */
        for (size_t i = 0; i < row->count; i++) {
            const struct cell *cell = &matrix->cells.items[row->first + i];
            sums[0] += weights[(size_t)cell->column * HEADS_MAX] * cell->value;
        }
        return;
    }
    for (size_t i = 0; i < row->count; i++) {
        const struct cell *cell = &matrix->cells.items[row->first + i];
        const float *w = weights + (size_t)cell->column * HEADS_MAX;
        for (size_t h = 0; h < HEADS_MAX; h++)
            sums[h] += w[h] * cell->value;
    }
}

void logistic_score(const struct matrix *matrix, size_t row, const float *weights, double odds[HEADS_MAX])
{
    float sums[HEADS_MAX];
    dot(matrix, &matrix->rows.items[row], weights, HEADS_MAX, sums);
    for (size_t h = 0; h < HEADS_MAX; h++)
        odds[h] = (double)sums[h];
}

/* The dual variable z = cost * sigma(t) that solves t + norm * (z - old) + margin = 0, by Newton's method kept within
 * its bracket. */
static double solve(double t, double old, double cost, double norm, double margin)
{
    double low = -margin - norm * (cost - old), high = -margin + norm * old;
    for (int i = 0; i < 12; i++) {
        double s = 1 / (1 + exp(-t)), value = t + norm * (cost * s - old) + margin;
        if (fabs(value) < 1e-4)
            break;
        if (value > 0)
            high = t;
        else
            low = t;
        t -= value / (1 + norm * cost * s * (1 - s));
        if (t <= low || t >= high)
            t = (low + high) / 2;
    }
    return t;
}

/* How much of a step reaches the column's weight: half of the value, of which the weight then is half. */
static float reach(const struct matrix *matrix, uint32_t column, size_t head)
{
    return matrix->half != NULL && matrix->half[column] >> head & 1 ? 0.25f : 1;
}

static bool may_use(const struct matrix *matrix, uint32_t column, size_t head)
{
    return matrix->heads == NULL || matrix->heads[column] >> head & 1;
}

static void visit(const struct matrix *matrix, const struct row *row, const struct logistic_options *options,
                  const double *norms, double *dual, float *weights)
{
    float sums[HEADS_MAX], steps[HEADS_MAX] = {0};
    dot(matrix, row, weights, options->heads, sums);
    for (size_t h = 0; h < options->heads; h++) {
        bool truth = row->truth >> h & 1;
        double sign = truth ? 1 : -1, cost = options->cost * (1 + row->more) * (truth ? options->positive_cost : 1);
        double before = cost / (1 + exp(-dual[h]));
        double t = solve(dual[h], before, cost, norms[h], sign * (double)sums[h]);
        steps[h] = (float)(sign * (cost / (1 + exp(-t)) - before));
        dual[h] = t;
    }
    for (size_t i = 0; i < row->count; i++) {
        const struct cell *cell = &matrix->cells.items[row->first + i];
        float *w = weights + (size_t)cell->column * HEADS_MAX;
        for (size_t h = 0; h < options->heads; h++)
            w[h] += may_use(matrix, cell->column, h) ? steps[h] * cell->value * reach(matrix, cell->column, h) : 0;
    }
}

void logistic_fit(const struct matrix *matrix, uint32_t leave_out, const struct logistic_options *options,
                  float *weights)
{
    enum { SEED = 20 };
    const double start = -8; /* dual variables begin near zero */
    size_t count = 0, rows = matrix->rows.count;
    size_t *order = memory_grow(NULL, rows + 1, sizeof *order);
    double *dual = memory_grow(NULL, rows * HEADS_MAX + 1, sizeof *dual),
           *norms = memory_grow(NULL, rows * HEADS_MAX + 1, sizeof *norms);
    struct rng rng;
    rng_init(&rng, SEED);
    memset(weights, 0, matrix->columns * HEADS_MAX * sizeof *weights);
    for (size_t r = 0; r < rows; r++) {
        const struct row *row = &matrix->rows.items[r];
        if (row->fold == leave_out || row->skip)
            continue;
        order[count++] = r;
        const struct cell *cells = &matrix->cells.items[row->first];
        for (size_t h = 0; h < options->heads; h++) {
            double *norm = &norms[r * HEADS_MAX + h];
            dual[r * HEADS_MAX + h] = start;
            *norm = 0;
            for (size_t i = 0; i < row->count; i++)
                *norm += (double)cells[i].value * (double)cells[i].value * (double)reach(matrix, cells[i].column, h);
            bool truth = row->truth >> h & 1;
            double z = options->cost * (1 + row->more) * (truth ? options->positive_cost : 1) / (1 + exp(-start));
            for (size_t i = 0; i < row->count; i++)
                if (may_use(matrix, cells[i].column, h))
                    weights[(size_t)cells[i].column * HEADS_MAX + h] +=
                        (float)(truth ? z : -z) * cells[i].value * reach(matrix, cells[i].column, h);
        }
    }
    for (size_t epoch = 0; epoch < options->epochs; epoch++) {
        for (size_t i = count; i > 1; i--) {
            size_t j = (size_t)rng_below(&rng, i), swap = order[i - 1];
            order[i - 1] = order[j];
            order[j] = swap;
        }
        for (size_t i = 0; i < count; i++)
            visit(matrix, &matrix->rows.items[order[i]], options, norms + order[i] * HEADS_MAX, dual + order[i] * HEADS_MAX,
                  weights);
    }
    free(order);
    free(dual);
    free(norms);
}
