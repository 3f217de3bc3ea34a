#include "score/compare.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

/* Two sides made by hand. */
struct side {
    struct transcript *transcripts;
    struct score *scores;
    struct score **list;
    struct rubric *rubrics; /* a rubric for each scenario */
    size_t count;
};

static struct side side_of(size_t room)
{
    return (struct side){calloc(room, sizeof(struct transcript)), calloc(room, sizeof(struct score)),
                         calloc(room, sizeof(struct score *)), calloc(4, sizeof(struct rubric)), 0};
}

static void release(struct side *side)
{
    free(side->transcripts);
    free(side->scores);
    free(side->list);
    free(side->rubrics);
}

static struct score *add(struct side *side, const char *scenario, uint32_t repeat, double fidelity)
{
    size_t i = side->count++;
    side->transcripts[i] = (struct transcript){
        .id = STR("id"), .scenario = str_from(scenario), .model = STR("m"), .caller = STR("script"), .repeat = repeat};
    side->scores[i] = (struct score){.transcript = &side->transcripts[i],
                                     .rubric = &side->rubrics[scenario[0] - 'a'],
                                     .has_fidelity = true,
                                     .fidelity = fidelity,
                                     .verdict = fidelity >= 0.7 ? VERDICT_PASS : VERDICT_FAIL};
    side->list[i] = &side->scores[i];
    return side->list[i];
}

static struct comparison *compare(const struct side *before, const struct side *after, bool confirmed)
{
    struct compare_side old = {before->list, before->list, before->count, before->count},
                        new = {after->list, after->list, after->count, after->count};
    return compare_sides(&old, &new, &(struct compare_options){.seed = 1, .confirmed = confirmed});
}

Test(compare, nothing_that_differs_leaves_room_that_shrinks_with_n)
{
    struct side before = side_of(100), after = side_of(100);
    for (uint32_t r = 1; r <= 16; r++) {
        add(&before, "a", r, 0.9);
        add(&after, "a", r, 0.9);
    }
    struct comparison *c = compare(&before, &after, false);
    cr_expect(c->no_difference);
    cr_expect_float_eq(c->detectable, 0.1822346, 1e-6, "%g", c->detectable); /* 1 - 0.04^(1/16) */
    cr_expect_eq(c->needed, 63);
    cr_expect_eq(c->verdict, COMPARISON_INCONCLUSIVE, "no smallest drop of 0.000 is claimed");
    comparison_free(c);
    for (uint32_t r = 17; r <= 63; r++) {
        add(&before, "a", r, 0.9);
        add(&after, "a", r, 0.9);
    }
    c = compare(&before, &after, false);
    cr_expect_eq(c->verdict, COMPARISON_NO_REGRESSION_SHOWN);
    comparison_free(c);
    release(&before);
    release(&after);
}

Test(compare, what_fell_by_the_same_everywhere_is_not_called_equal)
{
    struct side before = side_of(8), after = side_of(8);
    for (uint32_t r = 1; r <= 4; r++) {
        add(&before, "a", r, 0.9);
        add(&after, "a", r, 0.8);
    }
    struct comparison *c = compare(&before, &after, false);
    cr_expect_not(c->no_difference);
    cr_expect(isnan(c->detectable));
    cr_expect_eq(c->needed, 5);
    cr_expect_eq(c->verdict, COMPARISON_INCONCLUSIVE, "four pairs can show nothing");
    comparison_free(c);
    release(&before);
    release(&after);
}

Test(compare, a_scenario_that_is_new_is_no_conversation_that_was_not_held)
{
    struct side before = side_of(16), after = side_of(16);
    struct score *frozen[16] = {0};
    for (uint32_t r = 1; r <= 8; r++) {
        add(&before, "a", r, 0.9);
        frozen[after.count] = add(&after, "a", r, 0.9);
        add(&after, "b", r, 0.9); /* the frozen side has no rubric for it */
    }
    struct compare_side old = {before.list, before.list, 8, 8}, new = {frozen, after.list, 16, 16};
    struct comparison *c = compare_sides(&old, &new, &(struct compare_options){.seed = 1});
    cr_expect_eq(c->not_done, 0);
    cr_expect(c->paired && c->pairs == 8);
    cr_expect_eq(c->unpaired_after, 8, "but it is told");
    cr_expect_neq(c->verdict, COMPARISON_REGRESSED);
    comparison_free(c);
    release(&before);
    release(&after);
}

Test(compare, pairs_by_cell_and_repeat_in_whatever_order_they_come)
{
    struct side before = side_of(8), after = side_of(8);
    add(&before, "a", 1, 0.9);
    add(&before, "b", 1, 0.8);
    add(&before, "a", 2, 0.6);
    add(&after, "a", 2, 0.9);
    add(&after, "b", 1, 0.5);
    add(&after, "a", 3, 0.9);
    struct comparison *c = compare(&before, &after, false);
    cr_expect_eq(c->pairs, 2);
    cr_expect_eq(c->unpaired_before, 1);
    cr_expect_eq(c->unpaired_after, 1);
    cr_assert_eq(c->worse_count, 1);
    cr_expect(str_eq_cstring(c->worse[0].after->transcript->scenario, "b"));
    cr_assert_eq(c->better_count, 1);
    cr_expect(str_eq_cstring(c->better[0].after->transcript->scenario, "a"));
    cr_expect_eq(c->all, c->worse, "the gravest changes come first");
    comparison_free(c);
    release(&before);
    release(&after);
}

/* The old side is a baseline: only the new one has repeats 9 to 16. */
Test(compare, a_second_look_counts_what_has_no_partner)
{
    struct side before = side_of(32), after = side_of(32);
    for (uint32_t r = 1; r <= 16; r++) {
        if (r <= 8)
            add(&before, "a", r, 0.9 + 0.001 * r);
        add(&after, "a", r, r <= 8 ? 0.9 : 0.5);
    }
    struct comparison *c = compare(&before, &after, false);
    cr_expect(c->paired);
    cr_expect_eq(c->metrics[0].n, 8);
    comparison_free(c);
    c = compare(&before, &after, true);
    cr_expect_not(c->paired);
    cr_expect_eq(c->metrics[0].n, 16);
    cr_expect_eq(c->verdict, COMPARISON_REGRESSED);
    cr_expect(comparison_rests_on_chance(c));
    cr_expect_not(isnan(c->detectable), "an unpaired comparison says what it would have shown too");
    comparison_free(c);
    release(&before);
    release(&after);
}

/* Six new conversations: one old and three new ones a cell, the best of which p is 1/4 * 1/4. */
Test(compare, what_could_raise_no_alarm_shows_no_absence_of_one)
{
    struct side before = side_of(8), after = side_of(8);
    static const char *const cells[] = {"a", "b"};
    for (size_t s = 0; s < 2; s++) {
        add(&before, cells[s], 1, 0.9);
        for (uint32_t r = 1; r <= 3; r++)
            add(&after, cells[s], r, 0.9 + 0.001 * r);
    }
    struct comparison *c = compare(&before, &after, true);
    cr_expect_not(c->paired);
    cr_expect_float_eq(c->metrics[0].least_p, 0.0625, 1e-12);
    cr_expect(comparison_is_too_small(c));
    cr_expect(isnan(c->detectable));
    cr_expect_eq(c->needed, 0);
    cr_expect_eq(c->verdict, COMPARISON_INCONCLUSIVE);
    comparison_free(c);
    release(&before);
    release(&after);
}

Test(compare, a_judge_stands_beside_the_rules_and_never_in_them)
{
    struct side before = side_of(16), after = side_of(16);
    for (uint32_t r = 1; r <= 10; r++) {
        struct score *old = add(&before, "a", r, 0.9 + 0.001 * r), *new = add(&after, "a", r, 0.9 + 0.001 * r);
        old->has_judged = new->has_judged = true;
        old->judged_fidelity = 0.9;
        new->judged_fidelity = 0.4;
    }
    struct comparison *c = compare(&before, &after, false);
    const struct metric *last = &c->metrics[c->metric_count - 1];
    cr_expect_str_eq(last->name, "judged_fidelity");
    cr_expect_float_eq(last->difference, -0.5, 1e-9);
    cr_expect(last->alarm);
    cr_expect_float_eq(c->metrics[0].difference, 0, 1e-12);
    comparison_free(c);
    for (size_t i = 0; i < before.count; i++)
        before.scores[i].has_judged = false;
    c = compare(&before, &after, false);
    cr_expect_str_neq(c->metrics[c->metric_count - 1].name, "judged_fidelity", "one side alone compares with nothing");
    comparison_free(c);
    release(&before);
    release(&after);
}

Test(compare, every_gate_is_a_metric_however_many_there_are)
{
    enum { GATES = 100 };
    static struct rule rules[GATES];
    static struct finding findings[2][GATES];
    struct side sides[2] = {side_of(1), side_of(1)};
    struct arena arena;
    arena_init(&arena);
    for (size_t k = 0; k < GATES; k++) {
        rules[k] = (struct rule){
            .id = str_from(arena_printf(&arena, "gate-%zu", k)), .kind = RULE_NEVER, .gate = true, .weight = 1};
        for (size_t s = 0; s < 2; s++)
            findings[s][k] = (struct finding){.rule = &rules[k], .outcome = OUTCOME_PASS};
    }
    for (size_t s = 0; s < 2; s++) {
        struct score *score = add(&sides[s], "a", 1, 0.9);
        score->findings = findings[s];
        score->finding_count = GATES;
        score->has_judged = true;
    }
    struct comparison *c = compare(&sides[0], &sides[1], false);
    cr_assert_eq(c->metric_count, GATES + 4);
    cr_expect_str_eq(c->metrics[GATES + 2].name, "gate-99");
    cr_expect_str_eq(c->metrics[GATES + 3].name, "judged_fidelity");
    comparison_free(c);
    release(&sides[0]);
    release(&sides[1]);
    arena_release(&arena);
}

/* A rule that is judged in every old conversation and in no new one, `n` on each side; the new rubric is tighter or the
 * same. */
static size_t silent_rules(uint32_t n, bool changed, enum rule_kind kind, bool asked)
{
    static struct rule rules[2], tighter[2];
    static struct finding findings[2][16][2];
    struct side before = side_of(16), after = side_of(16);
    struct arena arena;
    struct names ids;
    arena_init(&arena);
    names_init(&ids, &arena);
    names_add(&ids, STR("silent"));
    names_add(&ids, STR("rare"));
    rules[0] = (struct rule){.id = STR("silent"), .kind = kind, .weight = 1};
    rules[1] = (struct rule){.id = STR("rare"), .kind = RULE_NEVER, .weight = 1};
    tighter[0] = rules[0];
    tighter[1] = rules[1];
    tighter[1].weight = 2;
    before.rubrics[0] = (struct rubric){.rules = rules, .rule_count = 2, .rule_ids = ids, .question_ids = ids};
    after.rubrics[0] =
        (struct rubric){.rules = changed ? tighter : rules, .rule_count = 2, .rule_ids = ids, .question_ids = ids};
    for (uint32_t r = 0; r < n; r++)
        for (int s = 0; s < 2; s++) {
            struct score *score = add(s == 0 ? &before : &after, "a", r + 1, 0.9);
            findings[s][r][0] = (struct finding){
                .rule = &rules[0], .owed = s == 0 || asked, .outcome = s == 0 ? OUTCOME_PASS : OUTCOME_NOT_APPLICABLE};
            findings[s][r][1] = (struct finding){.rule = &rules[1],
                                                 .outcome = s == 0 && r == 0 ? OUTCOME_PASS : OUTCOME_NOT_APPLICABLE};
            score->findings = findings[s][r];
            score->finding_count = 2;
            score->has_judged = s == 0 || asked;
        }
    struct comparison *c = compare(&before, &after, false);
    cr_expect_eq(c->not_judged, !asked);
    size_t count = c->weakening_count;
    if (count > 0) {
        cr_expect_eq(c->weakenings[0].kind, RULE_NEWLY_NA);
        cr_expect(str_eq_cstring(c->weakenings[0].what, "silent"));
        cr_expect(c->weakenings[0].why_chinese.len > 0);
        cr_expect(comparison_rests_on_chance(c), "more conversations may wake it");
    }
    comparison_free(c);
    release(&before);
    release(&after);
    arena_release(&arena);
    return count;
}

Test(compare, a_rule_that_fell_silent_is_told_from_one_that_was_rarely_due)
{
    cr_expect_eq(silent_rules(4, true, RULE_NEVER, true), 1, "the rubric was changed: its doing");
    cr_expect_eq(silent_rules(4, false, RULE_NEVER, true), 0,
                 "nothing was changed, and four conversations may be chance");
    cr_expect_eq(silent_rules(10, false, RULE_NEVER, true), 1, "ten of ten, and none of ten, are not");
}

Test(compare, a_judge_that_nobody_asked_is_no_rule_that_fell_silent)
{
    cr_expect_eq(silent_rules(10, false, RULE_JUDGE, false), 0, "nobody asked");
    cr_expect_eq(silent_rules(10, false, RULE_JUDGE, true), 1, "asked about all, and never with an answer");
}

enum { N = 20000 };

/* As many as differ, paired and not: each p takes 20,000 draws of all of them, and there are three. */
static void compare_what_differs(void)
{
    static const char *const scenarios[] = {"a", "b", "c", "d"};
    struct side before = side_of(N), after = side_of(N);
    for (uint32_t i = 0; i < N; i++) {
        add(&before, scenarios[i % 4], i / 4 + 1, 0.5 + 0.001 * (double)(i % 499));
        add(&after, scenarios[i % 4], i / 4 + 1, 0.5 + 0.001 * (double)((i * 7 + 3) % 499));
    }
    for (int confirmed = 0; confirmed < 2; confirmed++) {
        struct comparison *c = compare(&before, &after, confirmed);
        cr_expect_eq(c->paired, !confirmed);
        cr_expect(c->metrics[0].p > 0.05, "%g", c->metrics[0].p);
        comparison_free(c);
        after.list[N - 1] = NULL; /* a second look with one that has no partner is unpaired */
    }
    release(&before);
    release(&after);
}

Test(compare, twenty_thousand_conversations_are_paired_and_tested)
{
    static const char *const scenarios[] = {"a", "b", "c", "d"};
    struct side before = side_of(N), after = side_of(N);
    for (uint32_t i = 0; i < N; i++) {
        add(&before, scenarios[i % 4], i / 4 + 1, 0.9);
        add(&after, scenarios[i % 4], N / 4 - i / 4, 0.9);
    }
    struct comparison *c = compare(&before, &after, false);
    cr_expect_eq(c->pairs, N);
    comparison_free(c);
    release(&before);
    release(&after);
    compare_what_differs();
}

/* Inconclusive is about drops: how many pairs would show the gain is said beside it. */
Test(compare, a_large_gain_of_few_pairs_tells_how_many_would_show_it)
{
    static const struct {
        size_t pairs;
        double gain;
        size_t least, most; /* that are needed; 0: nothing is said */
    } rows[] = {{1, 0.4, 5, 5}, {3, 0.4, 5, 10}, {4, 0.04, 0, 0}, {4, -0.2, 0, 0}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct side before = side_of(rows[i].pairs), after = side_of(rows[i].pairs);
        for (uint32_t r = 1; r <= rows[i].pairs; r++) {
            add(&before, "a", r, 0.4);
            add(&after, "a", r, 0.4 + rows[i].gain + (r % 2 ? 0.05 : -0.05));
        }
        struct comparison *c = compare(&before, &after, false);
        cr_expect_eq(c->verdict, COMPARISON_INCONCLUSIVE, "%zu", i);
        cr_expect(c->needed_for_gain >= rows[i].least && c->needed_for_gain <= rows[i].most, "%zu: %zu", i,
                  c->needed_for_gain);
        comparison_free(c);
        release(&before);
        release(&after);
    }
}
