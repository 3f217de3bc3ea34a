/* Fidelity and verdict from the findings: sum(weight x score) / sum(weight) over pass and fail.
 *
 * Two numbers, never mixed: without the rules that a judge answers, and with them. Null when less than COVERAGE_FLOOR
 * of the owed weight could be evaluated. Verdict: a failed gate is fail, even beside errors; else an errored gate or
 * null is error; else the threshold. In an exam a guard that did not hold makes it not valid: error, and null. */
#include "score/parts.h"

static const double COVERAGE_FLOOR = 0.7;

struct sum {
    double earned, weight, owed;
};

static void add_to(struct sum *sum, const struct finding *finding)
{
    double weight = finding->rule->weight;
    bool evaluated = finding->outcome == OUTCOME_PASS || finding->outcome == OUTCOME_FAIL;
    if (evaluated) {
        sum->earned += weight * finding->score;
        sum->weight += weight;
    }
    if (evaluated || finding->owed)
        sum->owed += weight;
}

struct dimension_sum {
    struct str name;
    struct sum sum;
};
struct sums {
    struct sum rules, judged;         /* without and with the rules that a judge answers */
    struct dimension_sum *dimensions; /* scratch; of the rules, in order of appearance */
    size_t count;
};

static struct sum *dimension_of(struct sums *sums, struct str name)
{
    size_t i = 0;
    while (i < sums->count && !str_eq(sums->dimensions[i].name, name))
        i++;
    if (i == sums->count)
        sums->dimensions[sums->count++] = (struct dimension_sum){name, {0, 0, 0}};
    return &sums->dimensions[i].sum;
}

static struct sums sum_up(struct work *work)
{
    const struct score *score = work->score;
    struct sums sums = {.dimensions = arena_raw(work->scratch, score->finding_count, sizeof *sums.dimensions)};
    for (size_t i = 0; i < score->finding_count; i++) {
        const struct finding *finding = &score->findings[i];
        struct sum *dimension = dimension_of(&sums, finding->rule->dimension);
        if (finding->rule->guard)
            continue;
        add_to(&sums.judged, finding);
        if (finding->rule->kind == RULE_JUDGE)
            continue;
        add_to(&sums.rules, finding);
        add_to(dimension, finding);
    }
    return sums;
}

static void fill_dimensions(struct score *score, const struct sums *sums)
{
    score->dimensions = arena_array(&score->arena, sums->count, sizeof *score->dimensions);
    for (size_t i = 0; i < sums->count; i++) {
        const struct dimension_sum *of = &sums->dimensions[i];
        if (of->sum.weight > 0)
            score->dimensions[score->dimension_count++] =
                (struct dimension_score){str_cstring(&score->arena, of->name), of->sum.earned / of->sum.weight};
    }
}

/* How a call ends that the caller, an endpoint or the budget broke off, or that the caller never brought to an end, is
 * not the persona's doing. */
static bool is_others_ending(const struct score *score, const struct finding *finding)
{
    const enum ended_by by = score->ending.ended_by;
    return finding->rule->kind == RULE_ENDING &&
           (ended_broken_off(by) ||
            (finding->outcome == OUTCOME_FAIL && (by == ENDED_CALLER || by == ENDED_MAX_TURNS)));
}

/* An exam says something of the caller only when the persona kept its role: its gates are the exam's guards. */
static const struct finding *broken_guard(const struct score *score)
{
    for (size_t i = 0; i < score->finding_count; i++)
        if (score->findings[i].rule->guard && !score->findings[i].rule->disabled &&
            !is_others_ending(score, &score->findings[i]) &&
            (score->findings[i].outcome == OUTCOME_FAIL || score->findings[i].outcome == OUTCOME_ERROR))
            return &score->findings[i];
    return NULL;
}

static enum verdict verdict_of(const struct score *score)
{
    bool errored = false;
    if (score->not_valid != NULL || ended_broken_off(score->transcript->ended_by))
        return VERDICT_ERROR;
    for (size_t i = 0; i < score->finding_count; i++) {
        if (!score->findings[i].rule->gate)
            continue;
        if (score->findings[i].outcome == OUTCOME_FAIL)
            return VERDICT_FAIL;
        errored = errored || score->findings[i].outcome == OUTCOME_ERROR;
    }
    if (errored || !score->has_fidelity)
        return VERDICT_ERROR;
    return score->fidelity + 1e-9 >= score->rubric->threshold ? VERDICT_PASS : VERDICT_FAIL;
}

/* Silence is no performance: without a spoken word there is nothing to be faithful. */
static bool anything_said(const struct transcript *transcript)
{
    for (size_t i = 0; i < transcript->count; i++)
        if (transcript->messages[i].role == ROLE_PERSONA && str_trim(transcript->messages[i].content).len > 0)
            return true;
    return false;
}

void score_fidelity(struct work *work)
{
    struct score *score = work->score;
    const struct sums sums = sum_up(work);
    const struct sum rules = sums.rules, judged = sums.judged;
    score->not_valid = broken_guard(score);
    score->coverage = rules.owed > 0 ? rules.weight / rules.owed : 0;
    score->has_fidelity = score->not_valid == NULL && !ended_broken_off(score->transcript->ended_by) &&
                          anything_said(score->transcript) && rules.weight > 0 &&
                          score->coverage + 1e-9 >= COVERAGE_FLOOR;
    score->fidelity = score->has_fidelity ? rules.earned / rules.weight : 0;
    score->has_judged = score->has_fidelity && judged.weight > rules.weight; /* some answer was recorded */
    score->judged_fidelity = score->has_judged ? judged.earned / judged.weight : 0;
    fill_dimensions(score, &sums);
    score->verdict = verdict_of(score);
}
