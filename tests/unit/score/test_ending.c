#include "heater_call.h"

#include <criterion/criterion.h>

TestSuite(ending, .init = heater_open, .fini = heater_close);

/* A record without `ended_by`. */
static void loop_of_goodbyes(void)
{
    caller("安装费的事说清楚了。");
    persona("好，知道了，谢谢。");
    carries(SIGNAL_CLOSING, 1);
    caller("不客气，再见。");
    persona("安装费是六十块，我记得。");
    caller("……那再见？");
    persona("六十块，记下了。");
    carries(SIGNAL_CLOSING, 5);
    carries(SIGNAL_REPETITION, 5);
}

Test(ending, a_record_whose_caller_takes_leave_again_and_again_was_never_ended)
{
    loop_of_goodbyes();
    run();
    cr_expect_eq(score->ending.verdict, ENDING_MISSING);
    cr_expect_eq(score->ending.ended_by, ENDED_UNKNOWN);
}

Test(ending, a_record_that_ends_with_the_personas_own_goodbye_at_last_is_late)
{
    loop_of_goodbyes();
    caller("再见。");
    persona("哎，再见。");
    carries(SIGNAL_CLOSING, 7);
    run();
    cr_expect_eq(score->ending.verdict, ENDING_LATE);
}

Test(ending, what_begins_like_a_goodbye_in_mid_call_takes_no_leave)
{
    caller("Hello, it's about the boiler.");
    persona("Yes.");
    caller("I wanted to catch you before Friday, it's about the sixty pounds.");
    persona("Which sixty pounds would that be?");
    caller("The fitting. We'll take care of it, and I see you paid twice.");
    persona("Hm.");
    caller("Bye now.");
    run();
    cr_expect_neq(score->ending.verdict, ENDING_LATE);
}

Test(ending, a_caller_who_lets_the_called_away_go_without_a_goodbye_ended_the_call)
{
    caller("安装费的事我给您解释一下……");
    persona("店里有人叫我，晚上八点你再打。");
    caller("好，八点打您手机，您快去。");
    run();
    cr_expect_eq(score->ending.ended_by, ENDED_CALLER);
}

/* Five replies, then the caller's words before the last one and these. */
static void leave_after(const char *heard, const char *last)
{
    caller("您好，我是青禾家电的孙悦，回访一下上周的热水器安装。");
    persona("哦，装好了。");
    for (int i = 0; i < 3; i++) {
        caller("安装费的事，我给您说明一下。");
        persona("那六十块是谁定的？");
    }
    caller(heard);
    persona(last);
    carries(SIGNAL_CLOSING, 9);
    call->messages[9].hung_up = true;
    call->ended_by = ENDED_PERSONA;
    run();
}

Test(ending, a_bare_goodbye_into_a_sentence_cut_off_is_premature_late_in_the_call_too)
{
    leave_after("查到了，这里有两条记录，第一条……", "嗯，再见。");
    cr_expect_eq(score->ending.verdict, ENDING_PREMATURE);
}

Test(ending, to_answer_a_question_and_go_is_not_premature)
{
    leave_after("查到了，是收重了，退您微信行吗？", "行，再见。");
    cr_expect_neq(score->ending.verdict, ENDING_PREMATURE);
}

Test(ending, who_tells_at_length_why_it_must_go_is_not_premature)
{
    leave_after("查到了，这里有两条记录，第一条……",
                "我家水管爆了，水都漫到客厅地板上了，楼下邻居正在砸我的门，这事只能等水停了再说，先挂了啊。");
    cr_expect_neq(score->ending.verdict, ENDING_PREMATURE);
}

Test(ending, a_caller_who_says_goodbye_for_the_first_time_and_goes_leaves_a_call_that_is_over)
{
    caller("您好，我是青禾家电的孙悦，回访一下上周的热水器安装。");
    persona("那六十块是谁定的？");
    caller("是师傅收重了，今天就退给您。再见。");
    call->ended_by = ENDED_CALLER;
    run();
    cr_expect_eq(score->ending.verdict, ENDING_CORRECT);
}

Test(ending, a_caller_who_hangs_up_on_the_persona_leaves_nothing_to_judge)
{
    caller("您好，我是青禾家电的孙悦，回访一下上周的热水器安装。");
    persona("那六十块是谁定的？");
    call->ended_by = ENDED_CALLER;
    run();
    cr_expect_eq(score->ending.verdict, ENDING_UNKNOWN);
    caller("还有别的要问吗？");
    persona("六十块是谁定的？");
    score_free(score);
    run();
    cr_expect_eq(score->ending.verdict, ENDING_MISSING);
}

Test(ending, to_hang_up_while_more_is_announced_is_premature)
{
    caller("您好，我是青禾家电的孙悦，回访一下上周的热水器安装。");
    persona("哦，装好了。");
    caller("那六十块是怎么回事，我接着跟您讲一下……");
    persona("不用了，再见。");
    carries(SIGNAL_CLOSING, 3);
    call->messages[3].hung_up = true;
    call->ended_by = ENDED_PERSONA;
    run();
    cr_expect_eq(score->ending.verdict, ENDING_PREMATURE);
    cr_expect_eq(score->ending.condition_count, 0);
    cr_expect_not(score->ending.may);
    cr_expect_eq(score->verdict, VERDICT_FAIL);
}

Test(ending, late_is_two_replies_after_a_mutual_goodbye)
{
    good_call();
    persona("对了，谢谢你啊。");
    caller("不客气，再见。");
    persona("真的谢谢。");
    carries(SIGNAL_CLOSING, 2);
    call->ended_by = ENDED_PERSONA;
    run();
    cr_expect_eq(score->ending.verdict, ENDING_LATE);
    cr_expect_eq(score->ending.reply, 5);
}

Test(ending, a_document_that_names_no_condition_leaves_the_ending_unknown)
{
    struct scenario *bare = scenario_from("b.md", STR("## 电话接听方\n### 角色\n林青，30岁。\n"), &err);
    struct rubric *derived = rubric_for(bare, NULL, 0, &err);
    good_call();
    score = score_with_hits(derived, context, call, hits, hit_count);
    cr_expect_eq(score->ending.verdict, ENDING_UNKNOWN);
    cr_expect_eq(score->verdict, VERDICT_PASS);
    score_free(score);
    score = NULL;
    rubric_free(derived);
    scenario_free(bare);
}
