#include "score/consistency.h"

#include <criterion/criterion.h>

static size_t differing(const char *first_question, const char *first, const char *second_question, const char *second)
{
    struct error err = {0};
    struct arena arena;
    struct rubric *rubric = rubric_from(NULL, "r.yaml", STR("subject: caller\n"), &err);
    struct signal_context *context = signal_context_new(NULL);
    const char *said[2][2] = {{first_question, first}, {second_question, second}};
    struct transcript *calls[2];
    struct score *made[2];
    const struct score *scores[2];
    size_t found = 0;
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
    consistency_of(&arena, scores, 2, &found);
    for (size_t i = 0; i < 2; i++) {
        score_free(made[i]);
        transcript_free(calls[i]);
    }
    signal_context_free(context);
    rubric_free(rubric);
    arena_release(&arena);
    return found;
}

Test(consistency, the_same_question_gets_the_same_figures)
{
    cr_expect_eq(differing("退款几天能到账？", "三天到账。", "退款要几天能到账？", "七天到账。"), 1);
    cr_expect_eq(differing("退款几天能到账？", "三天到账。", "退款要几天能到账？", "三天之内到。"), 0);
    cr_expect_eq(differing("退款几天能到账？", "三天到账。", "运费是谁来出？", "七天之内我们出。"), 0);
    cr_expect_eq(differing("能补多少钱？", "补您20元。", "能补多少钱呢？", "补您30元。"), 1);
    cr_expect_eq(differing("能补多少钱？", "补您20元。", "能补多少钱呢？", "20元，今天退回。"), 0);
    cr_expect_eq(differing("能补多少钱？", "补您20元。", "能补多少钱呢？", "三天到账。"), 0);
}
