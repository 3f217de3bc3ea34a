#include "score/contest.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

enum { MOST = 64, VERY_MANY = 60000 };

/* Scores made by hand: two or more arms over the same repeats. */
static struct transcript transcripts[MOST];
static struct score scores[MOST];
static struct score *list[MOST];
static size_t made;

static void add(const char *prompt, const char *model, uint32_t repeat, double fidelity)
{
    transcripts[made] = (struct transcript){.scenario = STR("s"),
                                            .prompt = str_from(prompt),
                                            .model = str_from(model),
                                            .caller = STR("script"),
                                            .repeat = repeat};
    scores[made] = (struct score){.transcript = &transcripts[made],
                                  .has_fidelity = fidelity >= 0,
                                  .fidelity = fidelity,
                                  .verdict = fidelity < 0 ? VERDICT_ERROR : VERDICT_PASS};
    list[made] = &scores[made];
    made++;
}

static struct contest *hold(enum contest_by by)
{
    struct error err = {0};
    struct contest *contest = contest_of(list, made, by, 0.05, &err);
    cr_assert_not_null(contest, "%s", err.message);
    made = 0;
    return contest;
}

Test(contest, a_wording_that_is_better_every_time_wins)
{
    for (uint32_t r = 1; r <= 8; r++) {
        add("plain", "m", r, 0.8 + 0.01 * r);
        add("warm", "m", r, 0.9 + 0.01 * r);
    }
    struct contest *contest = hold(CONTEST_PROMPT);
    cr_assert_eq(contest->arm_count, 2);
    cr_assert_eq(contest->duel_count, 1);
    cr_expect_eq(contest->duels[0].pairs, 8);
    cr_expect_lt(fabs(contest->duels[0].difference + 0.1), 1e-9);
    cr_expect_lt(contest->duels[0].adjusted, 0.05);
    cr_assert_eq(contest->winner, 1);
    contest_free(contest);
}

Test(contest, what_three_pairs_show_is_nothing)
{
    for (uint32_t r = 1; r <= 3; r++) {
        add("plain", "m", r, 0.5);
        add("warm", "m", r, 0.9);
    }
    struct contest *contest = hold(CONTEST_PROMPT);
    cr_expect_eq(contest->winner, SIZE_MAX);
    contest_free(contest);
}

Test(contest, the_best_of_three_must_beat_both_others)
{
    for (uint32_t r = 1; r <= 10; r++) {
        add("a", "m", r, 0.9);
        add("b", "m", r, 0.9);
        add("c", "m", r, 0.5);
    }
    struct contest *contest = hold(CONTEST_PROMPT);
    cr_expect_eq(contest->winner, SIZE_MAX);
    cr_expect_eq(contest->duel_count, 3);
    contest_free(contest);
}

Test(contest, what_was_not_scored_makes_no_pair_and_is_counted)
{
    for (uint32_t r = 1; r <= 8; r++) {
        add("plain", "m", r, r == 3 ? -1 : 0.5);
        add("warm", "m", r, 0.9);
    }
    struct contest *contest = hold(CONTEST_PROMPT);
    cr_expect_eq(contest->duels[0].pairs, 7);
    cr_expect_eq(contest->arms[0].errors, 1);
    cr_expect_eq(contest->arms[0].scored, 7);
    contest_free(contest);
}

Test(contest, the_understudy_is_left_out_beside_models)
{
    struct error err = {0};
    for (uint32_t r = 1; r <= 8; r++) {
        add("", "qwen", r, 0.5);
        add("", "gpt", r, 0.9);
        add("", "understudy", r, 1);
    }
    struct contest *contest = hold(CONTEST_MODEL);
    cr_expect_eq(contest->arm_count, 2);
    cr_expect_eq(contest->left_out, 8);
    cr_assert_eq(contest->winner, 1);
    contest_free(contest);
    add("", "qwen", 1, 0.5);
    add("", "understudy", 1, 1);
    cr_assert_null(contest_of(list, made, CONTEST_MODEL, 0.05, &err));
    made = 0;
}

/* Its server said so in its first reply; of a call that failed before nobody knows more than the model's name. */
Test(contest, an_understudy_under_another_name_is_no_model_and_so_are_its_calls_that_failed)
{
    for (uint32_t r = 1; r <= 8; r++) {
        add("", "served", r, r == 3 ? -1 : 1);
        transcripts[made - 1].understudy = r != 3;
        add("", "understudy", r, 0.5);
    }
    struct contest *contest = hold(CONTEST_MODEL);
    cr_expect_eq(contest->left_out, 0);
    cr_assert_eq(contest->arm_count, 2);
    cr_expect(contest->arms[0].understudy && contest->arms[1].understudy);
    cr_expect_eq(contest->winner, 0);
    contest_free(contest);
}

Test(contest, very_many_conversations_take_no_square_of_the_time, .timeout = 5)
{
    struct transcript *calls = calloc(2 * VERY_MANY, sizeof *calls);
    struct score *held = calloc(2 * VERY_MANY, sizeof *held), **all = calloc(2 * VERY_MANY, sizeof *all);
    struct error err = {0};
    for (uint32_t i = 0; i < 2 * VERY_MANY; i++) {
        const uint32_t other = i % 2; /* one from the front, one from behind */
        calls[i] = (struct transcript){.scenario = STR("s"),
                                       .prompt = other ? STR("warm") : STR("plain"),
                                       .repeat = other ? VERY_MANY - i / 2 : i / 2 + 1};
        held[i] = (struct score){.transcript = &calls[i], .has_fidelity = true, .fidelity = calls[i].repeat};
        all[i] = &held[i];
    }
    struct contest *contest = contest_of(all, 2 * VERY_MANY, CONTEST_PROMPT, 0.05, &err);
    cr_assert_eq(contest->duels[0].pairs, VERY_MANY);
    cr_expect_eq(contest->duels[0].difference, 0);
    contest_free(contest);
    free(calls);
    free(held);
    free(all);
}
