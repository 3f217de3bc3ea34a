/* What documents of further writers taught, each layout shown again in as few lines as show it. */
#include "spec_help.h"

#include <criterion/criterion.h>
#include <stdio.h>

#define CALLER "## 拨打方\n### 角色\n小唐。\n"
#define CALLEE "\n## 接听方\n### 角色\n邱敏，33岁。\n"

Test(writers, an_arrow_or_a_case_in_brackets_before_words_is_a_branch)
{
    static const struct {
        const char *line, *when, *says;
    } cases[] = {{"〔若老人疑心〕→ “您别打钱。”", "若老人疑心", "您别打钱。"},
                 {"→ 家长走不动：下午可以送到巷口。", "家长走不动", "下午可以送到巷口。"},
                 {"- 👉 车主发火：对不起。", "车主发火", "对不起。"},
                 {"   ※ 若病患两个都不行：那我回您。", "若病患两个都不行", "那我回您。"},
                 {"（客户说手艺差）→ 验收再走。", "客户说手艺差", "验收再走。"},
                 {"*(if he says no)* Then it's a no.", "if he says no", "Then it's a no."}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[400];
        snprintf(text, sizeof text, CALLER "### 步骤\n1. 晚到超过十分钟会打电话。\n   %s\n2. 再见。\n" CALLEE,
                 cases[i].line);
        struct scenario *s = read_whole(text);
        cr_assert_eq(s->caller.step_count, 2, "%s", cases[i].line);
        cr_assert_eq(s->caller.steps[0].utterances.count, 1, "%s", cases[i].line);
        assert_str(s->caller.steps[0].utterances.items[0].text, "晚到超过十分钟会打电话。");
        cr_assert_eq(s->caller.steps[0].branch_count, 1, "%s", cases[i].line);
        assert_str(s->caller.steps[0].branches[0].when, cases[i].when);
        cr_assert_eq(s->caller.steps[0].branches[0].utterances.count, 1);
        assert_str(s->caller.steps[0].branches[0].utterances.items[0].text, cases[i].says);
        scenario_free(s);
    }
}

Test(writers, an_arrow_before_plain_words_is_not_said)
{
    struct scenario *s = read_whole(CALLER "### 步骤\n1. 说日子\n   → 明天上午到。\n   → 话术：您看行吗？\n" CALLEE);
    cr_assert_eq(s->caller.steps[0].utterances.count, 2);
    assert_str(s->caller.steps[0].utterances.items[0].text, "明天上午到。");
    assert_str(s->caller.steps[0].utterances.items[1].text, "您看行吗？");
    cr_assert_eq(s->caller.steps[0].branch_count, 0);
    scenario_free(s);
}

Test(writers, the_column_of_what_is_said_is_said_and_the_case_beside_it_is_not)
{
    struct scenario *s = read_whole(
        CALLER "### 步骤\n| 顺序 | 业务员发 | 什么情况 |\n|---|---|---|\n| 1 | 这个数是按条款算的。 | 开头 |\n"
               "| 2 | 先领这一笔，不影响后面补。 | 他问钱 |\n"
               "### 开场白\n| 场景 | 话术 |\n|---|---|\n| 接通 | 覃叔好。 |\n"
               "### 收线\n| 收线情形 | 结束语 |\n|---|---|\n| 说定了 | 那您忙。 |\n" CALLEE);
    cr_assert_eq(s->caller.step_count, 2);
    assert_str(s->caller.steps[0].title, "开头");
    assert_str(s->caller.steps[0].utterances.items[0].text, "这个数是按条款算的。");
    cr_assert_eq(s->caller.steps[1].utterances.count, 0);
    assert_str(s->caller.steps[1].branches[0].when, "他问钱");
    assert_str(s->caller.steps[1].branches[0].utterances.items[0].text, "先领这一笔，不影响后面补。");
    assert_str(s->caller.opening, "覃叔好。");
    assert_str(s->caller.closing, "那您忙。");
    cr_assert_eq(s->caller.end_conditions.count, 1);
    assert_str(s->caller.end_conditions.items[0].text, "说定了");
    scenario_free(s);
    s = read_whole(
        "## Caller\n### Role\nAnn.\n### Steps\n| # | beat | say | if / then |\n|---|---|---|---|\n"
        "| 1 | Own it | \"We were late.\" | if she's mad: \"You've every right.\" |\n| 2 | Date | \"Friday.\" | |\n"
        "\n## Callee\n### Role\nBob, 40.\n");
    cr_assert_eq(s->caller.steps[0].utterances.count, 1);
    assert_str(s->caller.steps[0].branches[0].when, "if she's mad");
    scenario_free(s);
}

Test(writers, remarks_in_further_columns_are_no_part_of_concerns_and_examples)
{
    struct scenario *s = read_whole(
        CALLER
        "\n## Callee\n### Role\nBob, 40.\n### Worries\n| P | worry | comes out |\n|---|---|---|\n"
        "| P1 | being away | first thing |\n| P2 | the creels | if asked |\n| P2 | his leave | |\n| P3 | his knee | |\n"
        "### Background\n| Thing | State |\n|---|---|\n| boat | half a share |\n"
        "### Examples\n#### Never\n| Unsuitable | Reason |\n|---|---|\n| \"Lovely!\" | He takes nothing. |\n");
    cr_assert_eq(s->callee.concern_count, 4);
    assert_str(s->callee.concerns[0].text, "being away");
    cr_expect_eq(s->callee.concerns[3].level, CONCERN_LATENT);
    assert_str(s->callee.background.items[0].text, "boat: half a share");
    cr_assert_eq(s->callee.negative.count, 1);
    assert_str(s->callee.negative.items[0].text, "Lovely!");
    scenario_free(s);
}

Test(writers, questions_below_a_bold_title_behind_bold_steps_are_the_knowledge_base)
{
    struct scenario *s =
        read_whole("## 拨打方\n\n**角色** 小唐。\n\n**话术**\n\n第一步　问好\n\n> 您好。\n\n第二步　定日子\n\n"
                   "> 您看哪天？\n\n**备答**\n\n问：几点？　答：三点。\n\n问：谁来？　答：我来。\n\n"
                   "**什么时候收**　约好了。\n" CALLEE);
    cr_assert_eq(s->caller.step_count, 2);
    cr_assert_eq(s->caller.qa_count, 2);
    assert_str(s->caller.qa[1].answer, "我来。");
    scenario_free(s);
    s = read_whole("## Caller\n\n**Role:** Ann.\n\n**FAQ**\n\nQ: How much?\nA: Ten.\n\n"
                   "**Rep hangs up when:** she agrees; she has to go.\n\n**Closing words:** \"Bye.\"\n"
                   "\n## Callee\n### Role\nBob, 40.\n");
    assert_str(s->caller.qa[0].answer, "Ten.");
    cr_assert_eq(s->caller.end_conditions.count, 2);
    assert_str(s->caller.closing, "Bye.");
    scenario_free(s);
}

Test(writers, a_role_that_speaks_to_the_model_above_the_personas_sections_opens_its_half)
{
    struct scenario *s = read_whole(
        "# 角色\n你是塘主晏水根。\n\n## 人物底子\n- 四十六岁\n- 三口塘\n\n## 顾虑\n### 一类\n1. 报警为什么没响\n"
        "### 二类\n1. 是不是同一批\n### 三类\n1. 贷款还不上\n\n## 行为守则\n1. 开头话少\n\n"
        "### 话术样例（好）\n晏水根：“我的鱼不上网。”\n\n### 话术样例（坏，禁止）\n晏水根：“我非常满意。”\n\n"
        "### 结束\n1) 记下了；\n2) 谈不拢；\n\n## 对端\n### 来电人\n小骆，运维员。\n### 他的目标\n谈定赔付。\n"
        "### 他的流程\n#### 步骤一：讲原因\n话术：通讯卡欠费停了。\n### 他的收线\n价谈定了。\n");
    assert_str(s->callee.role, "你是塘主晏水根。");
    assert_str(s->caller.role, "小骆，运维员。");
    assert_str(s->caller.task, "谈定赔付。");
    cr_assert_eq(s->caller.end_conditions.count, 1);
    cr_assert_eq(s->callee.background.count, 2);
    cr_assert_eq(s->callee.behaviours.count, 1);
    cr_assert_eq(s->callee.negative.count, 1);
    assert_str(s->callee.positive.items[0].text, "我的鱼不上网。");
    scenario_free(s);
}

Test(writers, labels_of_a_few_words_are_known)
{
    struct scenario *s =
        read_whole("## Caller\n\ngoal: sell\n\nknown: he said no once\n\nopen:\n\n> Have you a minute?\n\n"
                   "flow:\n\n1. Hello.\n2. It is double time.\n\nfaq:\n\n- Q: When?\n  - A: Now.\n\n"
                   "ends when: yes / no\n\nclose:\n\n> Cheerio.\n\n## Callee\n### Role\nBob, 40.\n"
                   "### What he wants to know (top of the list)\n- the fee\n"
                   "### What he wants to know (if there's time)\n- the date\n");
    assert_str(s->caller.task, "sell");
    cr_assert_eq(s->caller.profile.count, 1);
    assert_str(s->caller.opening, "Have you a minute?");
    cr_assert_eq(s->caller.step_count, 2);
    assert_str(s->caller.qa[0].answer, "Now.");
    cr_assert_eq(s->caller.end_conditions.count, 2);
    assert_str(s->caller.closing, "Cheerio.");
    cr_assert_eq(s->callee.concern_count, 2);
    cr_expect_eq(s->callee.concerns[1].level, CONCERN_SECONDARY);
    scenario_free(s);
}

Test(writers, a_title_of_the_script_above_labels_is_the_callers_half_and_a_table_among_them_its_steps)
{
    struct scenario *s =
        read_whole("# PART A: The person who picks up\n### Role\nBob, 40.\n### Concerns\n- the fee\n\n"
                   "# PART B: The call flow\n\n**Role:** Ann, support.\n\n**Goal, one line:** tell him.\n\n"
                   "**Opening line:** \"Got a minute?\"\n\n| # | beat | say | if / then |\n|---|---|---|---|\n"
                   "| 1 | Own it | \"We were late.\" | |\n| 2 | Date | \"Friday.\" | |\n\n"
                   "**FAQ**\n\nQ: How much?\nA: Ten.\n");
    assert_str(s->caller.role, "Ann, support.");
    assert_str(s->caller.task, "tell him.");
    assert_str(s->caller.opening, "Got a minute?");
    cr_assert_eq(s->caller.step_count, 2);
    assert_str(s->caller.steps[1].title, "Date");
    cr_assert_eq(s->caller.qa_count, 1);
    scenario_free(s);
}

Test(writers, a_script_told_as_prose_has_its_words_in_quotes_and_its_cases_behind_them)
{
    struct scenario *s = read_whole(
        "## Caller\n### Role\nAnn.\n### The conversation, in order\nShe first makes the offer. \"It's yours.\"\n\n"
        "She then explains the money. \"The rent is £38.\" Should the applicant object that he asked for a full plot, "
        "she says: \"You did, and I'm sorry.\"\n\n## Callee\n### Role\nBob, 40.\n");
    cr_assert_eq(s->caller.step_count, 2);
    assert_str(s->caller.steps[0].utterances.items[0].text, "It's yours.");
    assert_str(s->caller.steps[1].utterances.items[0].text, "The rent is £38.");
    cr_assert_eq(s->caller.steps[1].branch_count, 1);
    assert_str(s->caller.steps[1].branches[0].when,
               "Should the applicant object that he asked for a full plot, she says");
    assert_str(s->caller.steps[1].branches[0].utterances.items[0].text, "You did, and I'm sorry.");
    scenario_free(s);
}

Test(writers, a_speakers_name_before_line_after_line_is_not_said)
{
    struct scenario *s =
        read_whole("## Caller\n### Role\nThe desk.\n### Opening\n> **Lorna:** It's Lorna on the desk.\n### Steps\n"
                   "> **Lorna:** We're short.\n>\n> **Lorna:** Send me a text.\n>\n> *(if he says no)* **Lorna:** Then "
                   "it's a no.\n\n## Callee\n### "
                   "Role\nBob, 40.\n");
    assert_str(s->caller.opening, "It's Lorna on the desk.");
    assert_str(s->caller.steps[0].utterances.items[0].text, "We're short.");
    assert_str(s->caller.steps[0].title, "");
    assert_str(s->caller.steps[1].branches[0].utterances.items[0].text, "Then it's a no.");
    scenario_free(s);
    s = read_whole(CALLER
                   "### 步骤\n1. 柳文波：您好，我是柳文波。\n2. 柳文波：照片找着了。\n3. 柳文波：您定日子。\n" CALLEE);
    assert_str(s->caller.steps[1].title, "");
    assert_str(s->caller.steps[1].utterances.items[0].text, "照片找着了。");
    scenario_free(s);
}

Test(writers, last_words_below_an_ending_are_said_and_what_is_known_may_be_prose)
{
    struct scenario *s =
        read_whole("## 业务员\n\n**角色**：小陶。\n\n**收尾**：好，我把数打成一行发您。您忙蜂。\n" CALLEE);
    assert_str(s->caller.closing, "好，我把数打成一行发您。您忙蜂。");
    cr_assert_eq(s->caller.end_conditions.count, 0);
    scenario_free(s);
    s = read_whole(
        "## Caller\n### Role\nAnn.\n### Task\nSell.\n### What the officer keeps in her drawer\nHe applied in 2018.\n"
        "### Opening\n\"Hello.\"\n\n## Callee\n### Role\nBob, 40.\n### Background\n- old\n");
    cr_assert_eq(s->caller.profile.count, 1);
    scenario_free(s);
}

Test(writers, lists_of_unknown_name_behind_concerns_are_the_further_levels)
{
    struct scenario *s = read_whole(
        "甲、机主（由模型来演）\n\n1、身份说明\n陆春生，51岁。\n\n2、事情的由来\n(1) 话费多了\n(2) 字看不清\n\n"
        "3、最想弄清楚的\n(1) 谁给开的\n(2) 退不退\n\n4、捎带想问的\n(1) 怎么不让它开\n\n5、不好意思开口的\n(1) "
        "怕是自己点的\n\n"
        "6、他这个人打电话\n(1) 嗓门大\n(2) 会叫对方说人话\n\n7、他什么时候挂\n(1) 前面查车\n\n"
        "乙、客服\n\n1、身份说明\n白洁，投诉组。\n\n2、流程\n(1) 说记录\n4 月 2 日您的号码回了一条短信。\n"
        "——他说没回过：那我按误开处理。\n(2) 说退费\n您三天内收到。\n\n3、最后\n陆先生再见。\n");
    cr_assert_eq(s->callee.concern_count, 4);
    cr_expect_eq(s->callee.concerns[2].level, CONCERN_SECONDARY);
    cr_expect_eq(s->callee.concerns[3].level, CONCERN_LATENT);
    assert_str(s->caller.steps[0].title, "说记录");
    assert_str(s->caller.steps[0].branches[0].when, "他说没回过");
    assert_str(s->caller.closing, "陆先生再见。");
    scenario_free(s);
}

/* "顾问话术" and "会员人设": whose they are only what stands below them tells. */
Test(writers, halves_of_people_that_no_name_knows_are_told_by_their_sections)
{
    struct scenario *s = read_text(
        "# 续卡\n\n> 给新人对练\n\n## A. 顾问话术\n\n**任务**：弄清为什么少来。\n\n**开场**：“您好，占用您两分钟。”\n\n"
        "### 流程\n\n1. 问近况：“是店里没做好吗？”\n\n### 结束条件\n\n- 约好了\n\n"
        "## B. 会员人设\n\n| | |\n|---|---|\n| **姓名** | 方雯 |\n| **年龄** | 34岁 |\n\n"
        "**心里的事**（由浅到深）\n\n1. *嘴上讲的*：教练换了没人通知\n2. *问起来才讲*：剩下的课怎么退\n"
        "3. *绝口不提*：怕店跑路\n\n**说话的样子**：\n- 句子短\n\n**结束条件**\n1. 退课说清楚了\n2. 被催交钱\n");
    cr_expect_eq(s->callee.line, 19, "%zu", s->callee.line);
    cr_expect(str_find(s->callee.role, STR("方雯")) != STR_NONE);
    cr_expect(str_find(s->caller.role, STR("方雯")) == STR_NONE);
    cr_expect_eq(s->caller.end_conditions.count, 1);
    cr_expect_eq(s->callee.end_conditions.count, 2);
    cr_assert_eq(s->callee.concern_count, 3);
    assert_str(s->callee.concerns[1].text, "剩下的课怎么退");
    cr_expect_eq(s->callee.concerns[1].level, CONCERN_SECONDARY);
    cr_expect_eq(s->callee.concerns[2].level, CONCERN_LATENT);
    scenario_free(s);
}

Test(writers, a_column_that_tells_how_deep_they_lie_ranks_concerns)
{
    struct scenario *s =
        read_whole("## Callee\n\n### Role\n\nMartin, 52, caretaker.\n\n### What worries him\n\n"
                   "| How deep | What |\n|---|---|\n| On the surface | The charge |\n"
                   "| Once he warms up | Will they turn up |\n| He'd never bring it up | The tenant |\n\n"
                   "### He hangs up\n\n- once a date is fixed\n");
    cr_assert_eq(s->callee.concern_count, 3, "%zu", s->callee.concern_count);
    assert_str(s->callee.concerns[0].text, "The charge");
    cr_expect_eq(s->callee.concerns[1].level, CONCERN_SECONDARY);
    cr_expect_eq(s->callee.concerns[2].level, CONCERN_LATENT);
    scenario_free(s);
}
