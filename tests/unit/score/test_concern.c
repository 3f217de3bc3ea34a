#include "heater_call.h"
#include "score/weigh.h"
#include "support/within.h"

#include <criterion/criterion.h>

TestSuite(concern, .init = heater_open, .fini = heater_close);

Test(concern, a_persona_that_says_nothing_of_a_concern_raises_none)
{
    static const char *const said[] = {"\u202eabc", "asdf 8923", "", "{\"a\":1}", "abc", "", "asdf", "fox."};
    caller("您好，我是青禾家电的孙悦，回访一下上周的热水器安装。");
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        persona(said[i]);
        caller("嗯，好的。");
    }
    call->ended_by = ENDED_CALLER;
    run();
    for (size_t i = 0; i < score->concern_count; i++)
        cr_expect_eq(score->concerns[i].reply_count, 0, "%zu: %zu replies", i, score->concerns[i].reply_count);
}

Test(concern, a_script_that_goes_on_raises_nothing_for_the_persona)
{
    static const char *const kinds[] = {"answer", "step"};
    double answered[2], odds[2];
    for (size_t i = 0; i < 2; i++) {
        score_free(score);
        transcript_free(call);
        call = transcript_new();
        caller("您好，我是青禾家电的孙悦，回访一下上周的热水器安装。");
        persona("你说的这些，谁能证明真会去做？");
        caller("安装费比报价多收了六十块，这一单多收的六十块今天退。")->move.kind = str_from(kinds[i]);
        persona("嗯，那先这样吧。");
        call->ended_by = ENDED_PERSONA;
        run();
        answered[i] = score->concerns[0].weighed.signs[CONCERN_SIGN_ANSWERED];
        odds[i] = score->concerns[0].weighed.odds;
    }
    cr_expect_gt(answered[0], 0, "what the caller answers was asked");
    cr_expect_eq(answered[1], 0, "the next step of a script was not");
    cr_expect_gt(odds[0], odds[1]);
}

/* Holding each concern against all others would take minutes. */
Test(concern, very_many_concerns_take_linear_time)
{
    within(90);
    enum { MANY = 100000, CALLS = 10 };
    struct buf text;
    buf_init(&text, 0);
    buf_add(&text, STR("## Callee\n### Role\nx\n### Concerns\n"));
    for (size_t i = 0; i < MANY; i++)
        buf_printf(&text, "- what of matter %zu\n", i + 10);
    buf_add(&text, STR("### End conditions\n- all is said\n"));
    struct scenario *large = scenario_from("large.md", buf_str(&text), &err);
    cr_assert_not_null(large, "%s", err.message);
    struct rubric *of_large = rubric_for(large, NULL, 0, &err);
    cr_assert_not_null(of_large, "%s", err.message);
    caller("Hello.");
    persona("What of matter 4711?");
    for (size_t i = 0; i < CALLS; i++) {
        struct score *one = score_with_hits(of_large, context, call, NULL, 0);
        cr_assert_eq(one->concern_count, MANY);
        score_free(one);
    }
    rubric_free(of_large);
    scenario_free(large);
    buf_release(&text);
}
