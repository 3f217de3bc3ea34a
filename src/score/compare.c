/* The tests and the verdict of a comparison. */
#include "score/compare.h"

#include "base/lookup.h"
#include "score/pairing.h"
#include "stats/permutation.h"

#include <math.h>
#include <stdlib.h>

const char *comparison_verdict_name(enum comparison_verdict verdict)
{
    static const char *const names[] = {"regressed", "no regression shown", "inconclusive"};
    return names[verdict];
}

/* A metric of one conversation; false where it says nothing. Higher is better. */
typedef bool measure(const struct score *score, struct str rule, double *value);

static bool measure_fidelity(const struct score *score, struct str rule, double *value)
{
    (void)rule;
    *value = score->fidelity;
    return score->has_fidelity;
}

static bool measure_judged(const struct score *score, struct str rule, double *value)
{
    (void)rule;
    *value = score->judged_fidelity;
    return score->has_judged;
}

static bool measure_pass(const struct score *score, struct str rule, double *value)
{
    (void)rule;
    *value = score->verdict == VERDICT_PASS;
    return score->verdict != VERDICT_ERROR;
}

static bool measure_ending(const struct score *score, struct str rule, double *value)
{
    (void)rule;
    *value = score->ending.verdict == ENDING_CORRECT;
    return score->ending.verdict != ENDING_UNKNOWN;
}

static bool measure_rule(const struct score *score, struct str rule, double *value)
{
    for (size_t i = 0; i < score->finding_count; i++) {
        const struct finding *f = &score->findings[i];
        if (!str_eq(f->rule->id, rule))
            continue;
        *value = f->outcome == OUTCOME_PASS;
        return f->outcome == OUTCOME_PASS || f->outcome == OUTCOME_FAIL;
    }
    return false;
}

static void test_unpaired(struct arena *arena, struct metric *m, const struct grid *grid, measure *of, uint64_t seed)
{
    size_t most = grid->sides[0]->count + grid->sides[1]->count;
    struct permutation_value *values = arena_array(arena, most + 1, sizeof *values);
    bool *held[2] = {arena_array(arena, grid->count + 1, sizeof(bool)),
                     arena_array(arena, grid->count + 1, sizeof(bool))};
    size_t count = 0, old = 0;
    double v;
    for (int side = 0; side < 2; side++) {
        for (size_t i = 0; i < grid->sides[side]->count; i++) {
            const struct score *score = grid->sides[side]->frozen[i];
            if (score == NULL || !of(score, str_from(m->name), &v))
                continue;
            size_t cell = grid->cell_of[side][i];
            values[count++] = (struct permutation_value){cell, side == 1, v};
            held[side][cell] = true;
        }
    }
    for (size_t i = 0; i < count; i++) { /* as in the difference, cells of one side say nothing */
        if (!held[0][values[i].stratum] || !held[1][values[i].stratum])
            continue;
        *(values[i].new_side ? &m->after : &m->before) += values[i].value;
        m->n += values[i].new_side;
        old += !values[i].new_side;
    }
    m->before /= old > 0 ? (double)old : NAN;
    m->after /= m->n > 0 ? (double)m->n : NAN;
    m->p = permutation_stratified_lower(values, count, seed, &m->difference);
    m->error = stratified_standard_error(values, count);
    m->least_p = stratified_least_p(values, count);
}

static void test_paired(struct arena *arena, struct metric *m, const struct pairing *pairs, measure *of, uint64_t seed)
{
    double *differences = arena_array(arena, pairs->count + 1, sizeof *differences), v, w;
    for (size_t i = 0; i < pairs->count; i++) {
        if (!of(pairs->before[i], str_from(m->name), &v) || !of(pairs->after[i], str_from(m->name), &w))
            continue;
        differences[m->n++] = w - v;
        m->before += v;
        m->after += w;
    }
    m->before /= m->n > 0 ? (double)m->n : NAN;
    m->after /= m->n > 0 ? (double)m->n : NAN;
    m->difference = m->after - m->before;
    m->p = permutation_paired_lower(differences, m->n, seed);
    m->error = m->n < 2 ? NAN : standard_deviation(differences, m->n) / sqrt((double)m->n);
    m->least_p = pow(2, -(double)m->n);
}

static void add_metric(struct comparison *c, measure **measures, const char *name, measure *of)
{
    measures[c->metric_count] = of;
    c->metrics[c->metric_count++] = (struct metric){.name = name};
}

static bool any_judged(const struct compare_side *side)
{
    for (size_t i = 0; i < side->count; i++)
        if (side->frozen[i] != NULL && side->frozen[i]->has_judged)
            return true;
    return false;
}

/* The ids of the rules that are gates: each is a metric. The ending has one already. */
static struct names gates_of(struct arena *arena, const struct compare_side *side)
{
    struct names gates;
    names_init(&gates, arena);
    for (size_t i = 0; i < side->count; i++)
        for (size_t f = 0; side->frozen[i] != NULL && f < side->frozen[i]->finding_count; f++) {
            const struct rule *rule = side->frozen[i]->findings[f].rule;
            if (rule->gate && rule->kind != RULE_ENDING && names_find(&gates, rule->id) == STR_NONE)
                names_add(&gates, rule->id);
        }
    return gates;
}

double comparison_alpha(const struct comparison *c, bool primary)
{
    return (primary ? 0.8 : 0.15) * c->alpha;
}

bool comparison_is_too_small(const struct comparison *c)
{
    return !(c->metrics[0].least_p < comparison_alpha(c, true));
}

static void test_all(struct comparison *c, const struct grid *grid, const struct pairing *pairs, uint64_t seed)
{
    const struct compare_side *before = grid->sides[0], *after = grid->sides[1];
    const struct names gates = gates_of(&c->arena, before);
    const size_t most = gates.count + 4; /* the three of every comparison, the gates, and a judge's */
    measure **measures = arena_array(&c->arena, most, sizeof *measures);
    double *p = arena_array(&c->arena, most, sizeof *p);
    c->metrics = arena_array(&c->arena, most, sizeof *c->metrics);
    add_metric(c, measures, "fidelity", measure_fidelity);
    c->metrics[0].primary = true;
    add_metric(c, measures, "pass_rate", measure_pass);
    add_metric(c, measures, "ending_correct", measure_ending);
    for (size_t i = 0; i < gates.count; i++)
        add_metric(c, measures, str_cstring(&c->arena, gates.items[i]), measure_rule);
    c->not_judged = any_judged(before) && !any_judged(after);
    if (any_judged(before) && any_judged(after))
        add_metric(c, measures, "judged_fidelity", measure_judged);
    for (size_t i = 0; i < c->metric_count; i++) {
        struct metric *m = &c->metrics[i];
        if (c->paired)
            test_paired(&c->arena, m, pairs, measures[i], seed + i);
        else
            test_unpaired(&c->arena, m, grid, measures[i], seed + i);
        p[i] = m->p;
    }
    holm_adjust(p + 1, c->metric_count - 1);
    for (size_t i = 0; i < c->metric_count; i++) {
        struct metric *m = &c->metrics[i];
        m->adjusted = m->primary ? m->p : p[i];
        m->alarm = m->adjusted < comparison_alpha(c, m->primary) && m->difference < 0;
    }
}

static int flip_rank(const struct flip *flip)
{
    if (flip->before->verdict == VERDICT_PASS && flip->after->verdict == VERDICT_FAIL)
        return 0;
    return flip->before->verdict == VERDICT_FAIL && flip->after->verdict == VERDICT_PASS ? 1 : 2;
}

static double flip_drop(const struct flip *flip)
{
    return flip->before->has_fidelity && flip->after->has_fidelity ? flip->before->fidelity - flip->after->fidelity : 0;
}

static int compare_flips(const void *a, const void *b)
{
    const struct flip *x = a, *y = b;
    int rank = flip_rank(x) - flip_rank(y);
    double dx = flip_drop(x), dy = flip_drop(y);
    if (rank != 0)
        return rank;
    if (dx < dy || dx > dy)
        return dx > dy ? -1 : 1;
    return str_compare(x->after->transcript->id, y->after->transcript->id);
}

static void find_flips(struct comparison *c, const struct pairing *pairs)
{
    c->all = arena_array(&c->arena, pairs->count + 1, sizeof *c->all);
    for (size_t i = 0; i < pairs->count; i++)
        c->all[i] = (struct flip){pairs->before[i], pairs->after[i]};
    qsort(c->all, pairs->count, sizeof *c->all, compare_flips);
    while (c->worse_count < pairs->count && flip_rank(&c->all[c->worse_count]) == 0)
        c->worse_count++;
    c->worse = c->all;
    c->better = c->all + c->worse_count;
    while (c->worse_count + c->better_count < pairs->count && flip_rank(&c->better[c->better_count]) == 1)
        c->better_count++;
}

static void find_lost_cells(struct comparison *c, const struct grid *grid)
{
    bool *held[2];
    c->lost = arena_array(&c->arena, grid->count + 1, sizeof(const struct transcript *));
    for (size_t s = 0; s < 2; s++) {
        held[s] = arena_array(&c->arena, grid->count + 1, sizeof(bool));
        for (size_t i = 0; i < grid->sides[s]->count; i++)
            if (grid->sides[s]->frozen[i] != NULL)
                held[s][grid->cell_of[s][i]] = true;
    }
    for (size_t i = 0; i < grid->count; i++) {
        c->by_model = c->by_model || (grid->models && !str_eq(grid->cells[i]->model, grid->cells[0]->model));
        if (held[0][i] && !held[1][i])
            c->lost[c->lost_cells++] = grid->cells[i];
    }
}

/* What this many conversations would have shown, and how many a drop of `tolerance` would need. Where everything fell
 * by the same the standard error says nothing. Where nothing differed it says nothing either, but the share of pairs
 * that may differ after all is bounded (Clopper and Pearson for none of n), each of them by a drop from 1 to 0 at most.
 */
static void fill_sizes(struct comparison *c, double power)
{
    const struct metric *m = &c->metrics[0];
    double alpha = comparison_alpha(c, true), error = m->error;
    c->detectable = NAN;
    if (m->difference > c->tolerance)
        c->needed_for_gain =
            pairs_needed(error > 0 ? error * sqrt((double)m->n) : 0, m->difference, alpha, power); /* NaN: not > 0 */
    if (m->n < 2 || isnan(error))
        return;
    if (error <= 1e-12 && fabs(m->difference) > 1e-9) {
        c->needed = pairs_needed(0, c->tolerance, alpha, power);
        return;
    }
    if (error <= 1e-12) {
        c->no_difference = true;
        c->detectable = 1 - pow(alpha, 1 / (double)m->n);
        c->needed = c->tolerance < 1 ? (size_t)ceil(log(alpha) / log(1 - c->tolerance)) : 1;
        return;
    }
    double sd = error * sqrt((double)m->n);
    c->needed = pairs_needed(sd, c->tolerance, alpha, power);
    if (!comparison_is_too_small(c))
        c->detectable = smallest_detectable_drop(sd, m->n, alpha, power);
    else if (c->needed <= m->n) /* unpaired: it is the strata that are too small, and what they take is not known */
        c->needed = 0;
}

static enum comparison_verdict decide(const struct comparison *c)
{
    bool alarm = c->weakening_count > 0 || c->lost_cells > 0 || c->not_done > 0;
    for (size_t i = 0; i < c->metric_count; i++)
        alarm = alarm || c->metrics[i].alarm;
    if (alarm)
        return COMPARISON_REGRESSED;
    return c->detectable <= c->tolerance ? COMPARISON_NO_REGRESSION_SHOWN : COMPARISON_INCONCLUSIVE;
}

bool comparison_rests_on_chance(const struct comparison *c)
{
    if (c->lost_cells > 0 || c->not_done > 0)
        return false;
    for (size_t i = 0; i < c->weakening_count; i++)
        if (c->weakenings[i].kind != RULE_NEWLY_NA)
            return false;
    return c->verdict != COMPARISON_NO_REGRESSION_SHOWN;
}

struct comparison *compare_sides(const struct compare_side *before, const struct compare_side *after,
                                 const struct compare_options *options)
{
    struct comparison *c = memory_alloc(sizeof *c);
    arena_init(&c->arena);
    c->alpha = options->alpha > 0 ? options->alpha : 0.05;
    c->tolerance = options->tolerance > 0 ? options->tolerance : 0.05;
    struct grid grid = grid_of(&c->arena, before, after);
    struct pairing pairs = pair_up(&c->arena, &grid);
    c->pairs = pairs.count;
    c->unpaired_before = pairs.alone_before;
    c->unpaired_after = pairs.alone_after;
    /* A second look that only one side could hold counts whole: pairs alone would leave its conversations out. */
    size_t unpaired = c->unpaired_before + c->unpaired_after;
    c->paired = pairs.count > 0 && (options->confirmed ? unpaired == 0 : unpaired <= pairs.count);
    for (size_t i = 0; i < after->count; i++) { /* a document that the old side does not know is held all the same */
        c->done += after->now[i] != NULL;
        c->unpaired_after += after->now[i] != NULL && after->frozen[i] == NULL;
    }
    c->planned = after->planned;
    c->not_done = c->planned > c->done ? c->planned - c->done : 0;
    find_lost_cells(c, &grid);
    test_all(c, &grid, &pairs, options->seed);
    fill_sizes(c, options->power > 0 ? options->power : 0.8);
    find_flips(c, &pairs);
    find_weakenings(c, before, after);
    c->verdict = decide(c);
    return c;
}

void comparison_free(struct comparison *comparison)
{
    if (comparison == NULL)
        return;
    arena_release(&comparison->arena);
    free(comparison);
}
