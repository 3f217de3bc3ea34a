#include "score/weigh.h"

#include <math.h>

static const double RAISED = 0; /* odds from which a concern was raised */
static const double HOLDS = 0;  /* odds from which a condition holds beside the likeliest */
static const double NEAR = 1;   /* and no further behind it than this */

double weigh(const double *weights, const double *signs, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += weights[i] * signs[i];
    return sum;
}

double weigh_end(const struct end_condition *end, const double *signs)
{
    double sum = weigh(end_weights[end->kind], signs, END_SIGN_COUNT);
    for (size_t m = 0; m < END_MATTER_COUNT; m++)
        if (end->matters >> m & 1)
            sum += weigh(end_matter_weights[m], signs, END_SIGN_COUNT);
    return sum;
}

bool weigh_concern(double odds)
{
    return odds >= RAISED;
}

void weigh_conditions(const double *odds, size_t count, bool closed, bool *held)
{
    size_t best = count;
    for (size_t i = 0; i < count; i++)
        if (!isnan(odds[i]) && (best == count || odds[i] > odds[best]))
            best = i;
    for (size_t i = 0; i < count && best < count; i++)
        held[i] = (i == best && closed) || (odds[i] >= HOLDS && odds[i] >= odds[best] - NEAR);
}
