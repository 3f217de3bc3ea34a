/* Which condition a call ends by, of documents whose conditions are none of the labelled ones. */
#include "score/score.h"
#include "signal/context.h"
#include "support/caller_document.h"

#include <criterion/criterion.h>

static const char car[] =
    "## 电话拨打方\n### 角色\n车行的小林\n### 开场白\n您好，我是车行的小林。\n### 话术\n1. 您的车报价八万二。\n"
    "2. 周六上午可以办过户。\n## 电话接听方\n### 角色\n吴强，52岁，想卖掉旧车\n### 核心顾虑\n- 怕价钱被压低\n- "
    "怕过户拖着不办\n"
    "### 结束条件\n1. 价格谈拢，定下交车的日子\n2. 要先跟老伴商量\n3. 一口回绝，要求别再打来\n4. 约好另一个时间再打\n"
    "5. 有人按门铃，得去开门\n";
static const char boiler[] =
    "## Caller\n### Role\nTom of Elmhurst Heating\n### Opening\nHi, this is Tom.\n### Script\n1. A new boiler is "
    "£2,100.\n"
    "2. We could fit it on Monday.\n## Callee\n### Role\nColleen, 58\n### Core concerns\n- the price\n- the mess\n"
    "### End conditions\n1. She agrees a day for the fitting\n2. Her sister has to decide\n"
    "3. She turns it down and asks to be taken off the list\n4. She asks to be called back at another time\n"
    "5. Somebody comes to the door\n";

struct ended {
    const char *heard, *last;
    size_t condition;
};

static void ends_by(const char *document, const char *const talk[8], const struct ended *ended, size_t count)
{
    struct error err = {0};
    struct scenario *scenario = scenario_from("document.md", str_from(document), &err);
    struct rubric *rubric = rubric_for(scenario, NULL, 0, &err);
    struct signal_context *context = signal_context_new(scenario);
    struct scorer *scorer = scorer_new();
    for (size_t i = 0; i < count; i++) {
        struct transcript *call = transcript_new();
        for (size_t t = 0; t < 8; t++)
            transcript_add(call, t % 2 == 0 ? ROLE_CALLER : ROLE_PERSONA, str_from(talk[t]));
        transcript_add(call, ROLE_CALLER, str_from(ended[i].heard));
        transcript_add(call, ROLE_PERSONA, str_from(ended[i].last))->hung_up = true;
        call->ended_by = ENDED_PERSONA;
        struct score *score = score_conversation(rubric, context, call, NULL, scorer);
        cr_expect(score->ending.condition_count >= 1 && score->ending.conditions[0] == ended[i].condition,
                  "%s: %zu, %d", ended[i].last, score->ending.condition_count > 0 ? score->ending.conditions[0] : 0,
                  (int)score->ending.verdict);
        score_free(score);
        transcript_free(call);
    }
    scorer_free(scorer);
    signal_context_free(context);
    rubric_free(rubric);
    scenario_free(scenario);
}

Test(condition, the_one_whose_matter_the_last_words_meet)
{
    static const char *const sells[8] = {
        "您好，我是车行的小林，您的车我们估过了。", "哦，估了多少？我可不贱卖。", "报价八万二，周六上午可以办过户。",
        "八万二？隔壁老张那台还卖了九万。",         "他那台晚两年，里程也少。",   "我这台保养得好，轮胎上个月才换的。"};
    static const struct ended chinese[] = {
        {"那八万五，周六上午来办，您看行吗？", "行，八万五就八万五，周六上午我把车开过去，说定了，挂了。", 1},
        {"这个价您看怎么样？", "我一个人做不了主，得问问我老伴，她点了头我再说，先这样。", 2},
        {"真的不能再高了，您再考虑考虑？", "不卖了，没得谈。往后别再打来，挂了。", 3},
        {"您现在方便接着说吗？", "我这会儿没空，你晚上八点再打过来，到时候再说。", 4},
        {"手续我给您讲一遍？", "等等，门铃响了，有人来了，我得去开门，先不说了。", 5},
    };
    static const char *const fits[8] = {"Hi, this is Tom of Elmhurst Heating about your boiler.",
                                        "Oh, what about it?",
                                        "A new one is £2,100 and we could fit it on Monday.",
                                        "That's a lot of money.",
                                        "It comes with ten years of cover.",
                                        "The last one had cover too."};
    static const struct ended english[] = {
        {"Shall we say Monday at nine?", "Go on then, put me down for Monday at nine. Bye.", 1},
        {"What do you think?", "It's my sister's house, I'd have to ask my sister. Bye for now.", 2},
        {"It really is a good offer, madam.",
         "No thanks, I'm not interested. Take me off your list and don't call again.", 3},
        {"Is now a good time?", "Not now. Call me back tomorrow after six. Bye.", 4},
        {"Let me tell you about the warranty.", "Sorry, there's someone at the door, I've got to go.", 5},
    };
    ends_by(car, sells, chinese, sizeof chinese / sizeof *chinese);
    ends_by(boiler, fits, english, sizeof english / sizeof *english);
}
