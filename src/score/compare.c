#include "score/compare.h"

#include "stats/permutation.h"
#include "syntax/json_writer.h"

#include <math.h>
#include <stdlib.h>

enum { GATES_MOST = 64 };

struct pairing {
    const struct score **before, **after; /* the same index: a pair */
    size_t count;
};

const char *comparison_verdict_name(enum comparison_verdict verdict)
{
    static const char *const names[] = {"regressed", "no regression shown", "inconclusive"};
    return names[verdict];
}

static bool same_cell(const struct transcript *a, const struct transcript *b, bool models)
{
    return str_eq(a->scenario, b->scenario) && str_eq(a->prompt, b->prompt) && str_eq(a->caller, b->caller) &&
           (!models || str_eq(a->model, b->model));
}

/* The sides hold the same models: then a model is compared with itself only. */
static bool models_match(const struct compare_side *before, const struct compare_side *after)
{
    for (size_t i = 0; i < after->count; i++) {
        bool found = after->frozen[i] == NULL;
        for (size_t k = 0; k < before->count && !found; k++)
            found = before->frozen[k] != NULL &&
                    str_eq(before->frozen[k]->transcript->model, after->frozen[i]->transcript->model);
        if (!found)
            return false;
    }
    return true;
}

static struct pairing pair_up(struct comparison *c, const struct compare_side *before, const struct compare_side *after,
                              bool models)
{
    struct pairing pairs = {arena_array(&c->arena, after->count + 1, sizeof(const struct score *)),
                            arena_array(&c->arena, after->count + 1, sizeof(const struct score *)), 0};
    bool *taken = arena_array(&c->arena, before->count + 1, sizeof *taken);
    for (size_t i = 0; i < after->count; i++) {
        if (after->frozen[i] == NULL)
            continue;
        const struct transcript *t = after->frozen[i]->transcript;
        size_t k = 0;
        while (k < before->count &&
               (taken[k] || before->frozen[k] == NULL || before->frozen[k]->transcript->repeat != t->repeat ||
                !same_cell(before->frozen[k]->transcript, t, models)))
            k++;
        if (k == before->count) {
            c->unpaired_after++;
            continue;
        }
        taken[k] = true;
        pairs.before[pairs.count] = before->frozen[k];
        pairs.after[pairs.count++] = after->frozen[i];
    }
    for (size_t k = 0; k < before->count; k++)
        c->unpaired_before += !taken[k] && before->frozen[k] != NULL;
    return pairs;
}

/* A metric of one conversation; false where it says nothing. Higher is better. */
typedef bool measure(const struct score *score, struct str rule, double *value);

static bool measure_fidelity(const struct score *score, struct str rule, double *value)
{
    (void)rule;
    *value = score->fidelity;
    return score->has_fidelity;
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

static size_t stratum_of(const struct compare_side *side, struct str scenario)
{
    for (size_t i = 0; i < side->count; i++)
        if (side->frozen[i] != NULL && str_eq(side->frozen[i]->transcript->scenario, scenario))
            return i;
    return side->count; /* unknown to the other side: a stratum with one side only is left out */
}

static void test_unpaired(struct comparison *c, struct metric *m, const struct compare_side *before,
                          const struct compare_side *after, measure *of, struct str rule, uint64_t seed)
{
    struct permutation_value *values = arena_array(&c->arena, before->count + after->count + 1, sizeof *values);
    size_t count = 0, old = 0;
    double v;
    for (int side = 0; side < 2; side++) {
        const struct compare_side *s = side == 0 ? before : after;
        for (size_t i = 0; i < s->count; i++) {
            if (s->frozen[i] == NULL || !of(s->frozen[i], rule, &v))
                continue;
            values[count++] =
                (struct permutation_value){stratum_of(before, s->frozen[i]->transcript->scenario), side == 1, v};
            *(side == 0 ? &m->before : &m->after) += v;
            old += side == 0;
        }
    }
    m->n = count - old;
    m->before /= old > 0 ? (double)old : NAN;
    m->after /= m->n > 0 ? (double)m->n : NAN;
    m->p = permutation_stratified_lower(values, count, seed, &m->difference);
}

static void test_paired(struct comparison *c, struct metric *m, const struct pairing *pairs, measure *of,
                        struct str rule, uint64_t seed, double *sd)
{
    double *differences = arena_array(&c->arena, pairs->count + 1, sizeof *differences), v, w;
    for (size_t i = 0; i < pairs->count; i++) {
        if (!of(pairs->before[i], rule, &v) || !of(pairs->after[i], rule, &w))
            continue;
        differences[m->n++] = w - v;
        m->before += v;
        m->after += w;
    }
    m->before /= m->n > 0 ? (double)m->n : NAN;
    m->after /= m->n > 0 ? (double)m->n : NAN;
    m->difference = m->after - m->before;
    m->p = permutation_paired_lower(differences, m->n, seed);
    if (sd != NULL)
        *sd = standard_deviation(differences, m->n);
}

static struct metric *add_metric(struct comparison *c, const char *name)
{
    c->metrics[c->metric_count] = (struct metric){.name = name};
    return &c->metrics[c->metric_count++];
}

static void add_gates(struct comparison *c, const struct compare_side *side)
{
    for (size_t i = 0; i < side->count; i++)
        for (size_t f = 0; side->frozen[i] != NULL && f < side->frozen[i]->finding_count; f++) {
            const struct rule *rule = side->frozen[i]->findings[f].rule;
            size_t k = 0;
            while (k < c->metric_count && !str_eq_cstring(rule->id, c->metrics[k].name))
                k++;
            if (rule->gate && rule->kind != RULE_ENDING && k == c->metric_count && c->metric_count < GATES_MOST)
                add_metric(c, str_cstring(&c->arena, rule->id));
        }
}

static void test_all(struct comparison *c, const struct compare_side *before, const struct compare_side *after,
                     const struct pairing *pairs, const struct compare_options *o, double *sd)
{
    static measure *const measures[] = {measure_fidelity, measure_pass, measure_ending};
    double p[GATES_MOST];
    c->metrics = arena_array(&c->arena, GATES_MOST, sizeof *c->metrics);
    add_metric(c, "fidelity")->primary = true;
    add_metric(c, "pass_rate");
    add_metric(c, "ending_correct");
    add_gates(c, before);
    for (size_t i = 0; i < c->metric_count; i++) {
        struct metric *m = &c->metrics[i];
        measure *of = i < 3 ? measures[i] : measure_rule;
        if (c->paired)
            test_paired(c, m, pairs, of, str_from(m->name), o->seed + i, i == 0 ? sd : NULL);
        else
            test_unpaired(c, m, before, after, of, str_from(m->name), o->seed + i);
        p[i] = m->p;
    }
    holm_adjust(p + 1, c->metric_count - 1);
    for (size_t i = 0; i < c->metric_count; i++) {
        struct metric *m = &c->metrics[i];
        m->adjusted = m->primary ? m->p : p[i];
        m->alarm = m->adjusted < (m->primary ? 0.8 : 0.2) * c->alpha && m->difference < 0;
    }
}

static void find_flips(struct comparison *c, const struct pairing *pairs)
{
    c->worse = arena_array(&c->arena, pairs->count + 1, sizeof *c->worse);
    c->better = arena_array(&c->arena, pairs->count + 1, sizeof *c->better);
    for (size_t i = 0; i < pairs->count; i++) {
        struct flip flip = {pairs->before[i], pairs->after[i]};
        if (flip.before->verdict == VERDICT_PASS && flip.after->verdict == VERDICT_FAIL)
            c->worse[c->worse_count++] = flip;
        if (flip.before->verdict == VERDICT_FAIL && flip.after->verdict == VERDICT_PASS)
            c->better[c->better_count++] = flip;
    }
}

/* Rules that were judged in the old conversations and in none of the new ones under the new rubric. */
static void find_newly_na(const struct compare_side *before, const struct compare_side *after, struct weakenings *list)
{
    for (size_t i = 0; i < before->count; i++) {
        if (before->frozen[i] == NULL)
            continue;
        const struct rubric *rubric = before->frozen[i]->rubric;
        bool first = true;
        for (size_t k = 0; k < i && first; k++)
            first = before->frozen[k] == NULL || before->frozen[k]->rubric != rubric;
        for (size_t r = 0; first && r < rubric->rule_count; r++) {
            size_t judged_before = 0, held_before = 0, judged_after = 0, held_after = 0;
            double v;
            for (size_t k = 0; k < before->count; k++)
                if (before->frozen[k] != NULL && before->frozen[k]->rubric == rubric) {
                    held_before++;
                    judged_before += measure_rule(before->frozen[k], rubric->rules[r].id, &v);
                }
            for (size_t k = 0; k < after->count; k++)
                if (after->now[k] != NULL &&
                    str_eq(after->now[k]->transcript->scenario, before->frozen[i]->transcript->scenario)) {
                    held_after++;
                    judged_after += measure_rule(after->now[k], rubric->rules[r].id, &v);
                }
            bool still_there = false;
            for (size_t k = 0; k < after->count && !still_there; k++)
                still_there = after->now[k] != NULL &&
                              str_eq(after->now[k]->transcript->scenario, before->frozen[i]->transcript->scenario) &&
                              rubric_rule(after->now[k]->rubric, rubric->rules[r].id) != NULL;
            if (2 * judged_before >= held_before && judged_before >= 3 && held_after >= 3 && judged_after == 0 &&
                still_there) {
                struct weakening w = {
                    RULE_NEWLY_NA,         rubric->id,
                    rubric->rules[r].id,   STR("it was judged before and is not applicable in any new conversation"),
                    rubric->rules[r].file, rubric->rules[r].line};
                VEC_PUSH(list, w);
            }
        }
    }
}

static void find_weakenings(struct comparison *c, const struct compare_side *before, const struct compare_side *after)
{
    struct weakenings list = {0};
    for (size_t i = 0; i < after->count;
         i++) { /* each pair of rubrics once: conversations of a scenario share theirs */
        if (after->now[i] == NULL || after->frozen[i] == NULL)
            continue;
        bool first = true;
        for (size_t k = 0; k < i && first; k++)
            first = after->now[k] == NULL || after->now[k]->rubric != after->now[i]->rubric;
        if (first)
            compare_rubrics(after->frozen[i]->rubric, after->now[i]->rubric, &c->arena, &list);
    }
    find_newly_na(before, after, &list);
    c->weakenings = arena_array(&c->arena, list.count + 1, sizeof *c->weakenings);
    for (size_t i = 0; i < list.count; i++)
        c->weakenings[i] = list.items[i];
    c->weakening_count = list.count;
    VEC_RELEASE(&list);
}

static size_t count_lost_cells(const struct compare_side *before, const struct compare_side *after, bool models)
{
    size_t lost = 0;
    for (size_t i = 0; i < before->count; i++) {
        if (before->frozen[i] == NULL)
            continue;
        const struct transcript *t = before->frozen[i]->transcript;
        bool counted = false, found = false;
        for (size_t k = 0; k < i && !counted; k++)
            counted = before->frozen[k] != NULL && same_cell(before->frozen[k]->transcript, t, models);
        for (size_t k = 0; k < after->count && !found; k++)
            found = after->frozen[k] != NULL && same_cell(after->frozen[k]->transcript, t, models);
        lost += !counted && !found;
    }
    return lost;
}

static enum comparison_verdict decide(const struct comparison *c)
{
    bool alarm = c->weakening_count > 0 || c->lost_cells > 0 || c->not_done > 0;
    for (size_t i = 0; i < c->metric_count; i++)
        alarm = alarm || c->metrics[i].alarm;
    if (alarm)
        return COMPARISON_REGRESSED;
    bool shown = c->paired && c->metrics[0].n >= 2 && c->detectable <= c->tolerance;
    return shown ? COMPARISON_NO_REGRESSION_SHOWN : COMPARISON_INCONCLUSIVE;
}

struct comparison *compare_sides(const struct compare_side *before, const struct compare_side *after,
                                 const struct compare_options *options)
{
    struct comparison *c = memory_alloc(sizeof *c);
    double sd = 0, power = options->power > 0 ? options->power : 0.8;
    arena_init(&c->arena);
    c->alpha = options->alpha > 0 ? options->alpha : 0.05;
    c->tolerance = options->tolerance > 0 ? options->tolerance : 0.05;
    bool models = models_match(before, after);
    struct pairing pairs = pair_up(c, before, after, models);
    c->pairs = pairs.count;
    c->paired = pairs.count > 0 && c->unpaired_before + c->unpaired_after <= pairs.count;
    for (size_t i = 0; i < after->count; i++)
        c->done += after->frozen[i] != NULL;
    c->planned = after->planned;
    c->not_done = c->planned > c->done ? c->planned - c->done : 0;
    c->lost_cells = count_lost_cells(before, after, models);
    test_all(c, before, after, &pairs, options, &sd);
    c->detectable = c->paired ? smallest_detectable_drop(sd, c->metrics[0].n, 0.8 * c->alpha, power) : NAN;
    c->needed = c->paired ? pairs_needed(sd, c->tolerance, 0.8 * c->alpha, power) : 0;
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

static void put_flips(struct json_writer *w, const char *key, const struct flip *flips, size_t count)
{
    json_open_array(w, key);
    for (size_t i = 0; i < count; i++) {
        json_open_object(w, NULL);
        json_put_string(w, "before", flips[i].before->transcript->id);
        json_put_string(w, "after", flips[i].after->transcript->id);
        json_close_object(w);
    }
    json_close_array(w);
}

void comparison_write(const struct comparison *c, struct json_writer *w)
{
    static const char *const kinds[] = {"rule_removed",    "rule_loosened",         "rule_newly_na",
                                        "concern_removed", "end_condition_removed", "threshold_lowered"};
    json_open_object(w, NULL);
    json_put_cstring(w, "schema", "fidelio.comparison/1");
    json_put_cstring(w, "verdict", comparison_verdict_name(c->verdict));
    json_put_bool(w, "paired", c->paired);
    json_put_integer(w, "pairs", (int64_t)c->pairs);
    json_put_integer(w, "unpaired_before", (int64_t)c->unpaired_before);
    json_put_integer(w, "unpaired_after", (int64_t)c->unpaired_after);
    json_put_integer(w, "planned", (int64_t)c->planned);
    json_put_integer(w, "done", (int64_t)c->done);
    json_put_integer(w, "lost_cells", (int64_t)c->lost_cells);
    json_put_number(w, "alpha", c->alpha);
    json_put_number(w, "tolerance", c->tolerance);
    json_put_number(w, "smallest_detectable_drop", c->detectable);
    json_put_integer(w, "pairs_needed", (int64_t)c->needed);
    json_open_array(w, "metrics");
    for (size_t i = 0; i < c->metric_count; i++) {
        const struct metric *m = &c->metrics[i];
        json_open_object(w, NULL);
        json_put_cstring(w, "name", m->name);
        json_put_bool(w, "primary", m->primary);
        json_put_integer(w, "n", (int64_t)m->n);
        json_put_number(w, "before", m->before);
        json_put_number(w, "after", m->after);
        json_put_number(w, "difference", m->difference);
        json_put_number(w, "p", m->p);
        json_put_number(w, "p_adjusted", m->adjusted);
        json_put_bool(w, "alarm", m->alarm);
        json_close_object(w);
    }
    json_close_array(w);
    json_open_array(w, "weakenings");
    for (size_t i = 0; i < c->weakening_count; i++) {
        const struct weakening *x = &c->weakenings[i];
        json_open_object(w, NULL);
        json_put_cstring(w, "kind", kinds[x->kind]);
        json_put_string(w, "scenario", x->scenario);
        json_put_string(w, "what", x->what);
        json_put_string(w, "why", x->why);
        json_put_string(w, "file", x->file);
        json_put_integer(w, "line", (int64_t)x->line);
        json_close_object(w);
    }
    json_close_array(w);
    put_flips(w, "worse", c->worse, c->worse_count);
    put_flips(w, "better", c->better, c->better_count);
    json_close_object(w);
}
