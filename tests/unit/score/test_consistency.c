#include "score/consistency.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

/* 1: answered differently; 0: alike; -1: not the same question, or no answer to compare. */
static int differing(const char *first_question, const char *first, const char *second_question, const char *second)
{
    struct error err = {0};
    struct arena arena;
    struct rubric *rubric = rubric_from(NULL, "r.yaml", STR("subject: caller\n"), &err);
    struct signal_context *context = signal_context_new(NULL);
    const char *said[2][2] = {{first_question, first}, {second_question, second}};
    struct transcript *calls[2];
    struct score *made[2];
    const struct score *scores[2];
    cr_assert_not_null(rubric, "%s", err.message);
    rubric->lang = LANG_ZH_HANS;
    arena_init(&arena);
    for (size_t i = 0; i < 2; i++) {
        calls[i] = transcript_new();
        transcript_add(calls[i], ROLE_CALLER, STR("您好"));
        transcript_add(calls[i], ROLE_PERSONA, str_from(said[i][0]));
        transcript_add(calls[i], ROLE_CALLER, str_from(said[i][1]));
        scores[i] = made[i] = score_with_hits(rubric, context, calls[i], NULL, 0);
    }
    struct consistency found = consistency_of(&arena, scores, 2);
    int differs = found.repeated == 0 ? -1 : (int)(found.repeated - found.same);
    for (size_t i = 0; i < 2; i++) {
        score_free(made[i]);
        transcript_free(calls[i]);
    }
    signal_context_free(context);
    rubric_free(rubric);
    arena_release(&arena);
    return differs;
}

Test(consistency, the_same_question_gets_the_same_figures)
{
    cr_expect_eq(differing("退款几天能到账？", "三天到账。", "退款要几天能到账？", "七天到账。"), 1);
    cr_expect_eq(differing("退款几天能到账？", "三天到账。", "退款要几天能到账？", "三天之内到。"), 0);
    cr_expect_eq(differing("退款几天能到账？", "三天到账。", "运费是谁来出？", "七天之内我们出。"), -1);
    cr_expect_eq(differing("能补多少钱？", "补您20元。", "能补多少钱呢？", "补您30元。"), 1);
    cr_expect_eq(differing("能补多少钱？", "补您20元。", "能补多少钱呢？", "20元，今天退回。"), 0);
    cr_expect_eq(differing("能补多少钱？", "补您20元。", "能补多少钱呢？", "三天到账。"), 0);
}

Test(consistency, a_yes_is_no_no)
{
    cr_expect_eq(differing("嗯，听着呢。定制的能退吗？", "可以，做得不符就能退。", "好。定制的能退吗？", "不能退。"),
                 1);
    cr_expect_eq(differing("定制的能退吗？", "可以，做得不符就能退。", "定制的能退吗？", "可以的。"), 0);
    cr_expect_eq(differing("定制的能退吗？", "我记下了。", "定制的能退吗？", "可以的。"), -1);
}

Test(consistency, what_the_script_says_behind_its_answer_is_no_answer)
{
    cr_expect_eq(differing("几天能到账？",
                           "三天到账，原路退回。另外跟您说一声，您那边的情况我都记着，下面说第二件事。上门要七天。",
                           "几天能到账？", "三天。"),
                 0);
}

/* Two scenarios, of which the first has more questions than are looked at: the second has its own. */
Test(consistency, what_a_scenario_asks_too_much_is_told_and_costs_no_other_its_questions)
{
    enum { ASKED = CONSISTENCY_QUESTIONS_MOST + 20, CALLS = ASKED + 2 };
    struct rubric rubric = {.lang = LANG_EN};
    struct transcript *calls[CALLS];
    struct score *scores = calloc(CALLS, sizeof *scores);
    const struct score *list[CALLS];
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < CALLS; i++) {
        const size_t number = (i * 2654435761u) % 1000000007u; /* no two alike by their letters */
        char question[32];
        calls[i] = transcript_new();
        calls[i]->scenario = i < ASKED ? STR("first") : STR("second");
        for (size_t k = 0; k < 24; k++)
            question[k] = (char)('a' + (number >> (k % 28) ^ k * number) % 26);
        snprintf(question + 24, 8, "?");
        transcript_add(calls[i], ROLE_PERSONA, i < ASKED ? str_from(question) : STR("when does it come?"));
        transcript_add(calls[i], ROLE_CALLER, i + 1 < CALLS ? STR("Yes, in 3 days.") : STR("Yes, in 9 days."));
        scores[i] = (struct score){.transcript = calls[i], .rubric = &rubric};
        list[i] = &scores[i];
    }
    struct consistency found = consistency_of(&arena, list, CALLS);
    cr_expect_eq(found.left_out, 20, "%zu", found.left_out);
    cr_expect(found.repeated == 1 && found.same == 0, "%zu, %zu", found.repeated, found.same);
    for (size_t i = 0; i < CALLS; i++)
        transcript_free(calls[i]);
    free(scores);
    arena_release(&arena);
}
