#include "heater_call.h"

#include <criterion/criterion.h>

TestSuite(short_call, .init = heater_open, .fini = heater_close);

/* Two replies, the second a bare goodbye to these words. */
static enum ending_verdict left_upon(const char *heard, const char *last)
{
    score_free(score);
    transcript_free(call);
    call = transcript_new();
    hit_count = 0;
    caller("您好，我是青禾家电的孙悦，上周的安装费多收了您六十块。");
    persona("哦，那六十块怎么办？");
    caller(heard);
    persona(last);
    carries(SIGNAL_CLOSING, 2);
    call->messages[3].hung_up = true;
    call->ended_by = ENDED_PERSONA;
    run();
    return score->ending.verdict;
}

Test(short_call, who_leaves_when_the_caller_has_wound_up_leaves_a_call_that_is_over)
{
    static const char *const calls[][2] = {
        {"今天就退，退完我发短信给您。", "行，没事了，再见。"},
        {"退了。给您约好周三下午上门再看一遍。", "好，周三，再见。"},
        {"今天就退给您。您还有别的要问吗？", "没了，再见。"},
        {"今天就退给您。那不打扰您了。", "嗯，再见。"},
        {"您想退现金还是抵保养都行，不着急，想好了打我。", "行，我想想，再见。"},
        {"It goes back today. Anything else I can do?", "No, that's it. Bye."},
        {"It goes back today, and you're down for Thursday.", "Thursday. Bye."},
        {"It goes back today, I'll send you the slip by e-mail.", "Good, thanks. Bye."},
    };
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        cr_expect_eq(left_upon(calls[i][0], calls[i][1]), ENDING_CORRECT, "%s", calls[i][0]);
}

Test(short_call, who_leaves_when_the_caller_has_not_is_gone_too_early)
{
    static const char *const calls[][2] = {
        {"那六十块是师傅自己收的，我们也是昨天才知道。", "哦，再见。"},
        {"我发短信给您，上面有三条，第一条……", "行，再见。"},
        {"您还记得是哪位师傅上门的吗？", "不记得，再见。"},
        {"您慢慢讲，是哪位师傅上门的？", "不记得，再见。"},
        {"We'll text you, but first there's...", "Fine. Bye."},
    };
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        cr_expect_eq(left_upon(calls[i][0], calls[i][1]), ENDING_PREMATURE, "%s", calls[i][0]);
}

Test(short_call, who_leaves_with_the_words_of_a_condition_that_is_met_leaves_a_call_that_is_over)
{
    static const char said[] = "六十块，三个工作日，说清楚了，行，知道了，挂了啊。";
    cr_expect_eq(left_upon("那六十块是收重了，三个工作日退到您卡上。", said), ENDING_CORRECT);
    cr_expect_eq(left_upon("那六十块是收重了，三个工作日退到您卡上。", "行，知道了，挂了啊。"), ENDING_PREMATURE);
}
