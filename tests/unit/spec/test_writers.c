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

Test(writers, three_labels_or_bullets_in_runs_are_the_levels)
{
    static const char *const lists[] = {"〔最要紧〕何时修好\n〔最要紧〕谁来修\n〔其次〕钱谁出\n〔藏着不说〕怕被笑\n",
                                        "🥇 何时修好\n🥇 谁来修\n🥈 钱谁出\n🥉 怕被笑\n",
                                        "🔴 何时修好\n🔴 谁来修\n🟡 钱谁出\n🟢 怕被笑\n"};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        char text[600];
        snprintf(text, sizeof text, "## 接听方\n### 角色\n邱敏，33岁。\n### 关切点\n%s### 结束条件\n- 修好了\n",
                 lists[i]);
        struct scenario *s = read_whole(text);
        cr_assert_eq(s->callee.concern_count, 4, "%s", lists[i]);
        cr_expect_eq(s->callee.concerns[1].level, CONCERN_PRIMARY, "%s", lists[i]);
        cr_expect_eq(s->callee.concerns[2].level, CONCERN_SECONDARY, "%s", lists[i]);
        cr_expect_eq(s->callee.concerns[3].level, CONCERN_LATENT, "%s", lists[i]);
        assert_str(s->callee.concerns[3].text, "怕被笑");
        scenario_free(s);
    }
}

Test(writers, a_question_and_its_answer_may_share_a_line_without_labels)
{
    static const char *const titles[] = {"问答", "知识点"};
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        char text[600];
        snprintf(text, sizeof text,
                 "## 拨打方\n### 角色\n小唐。\n### 步骤\n1. 您好。\n2. 再见。\n### %s\n抽血几管？三管，大约十毫升。\n"
                 "要空腹吗？要，前一晚别吃东西。\n" CALLEE,
                 titles[i]);
        struct scenario *s = read_whole(text);
        cr_assert_eq(s->caller.qa_count, 2, "%s", titles[i]);
        assert_str(s->caller.qa[1].question, "要空腹吗？");
        assert_str(s->caller.qa[1].answer, "要，前一晚别吃东西。");
        scenario_free(s);
    }
}

Test(writers, conditions_of_one_line_are_cut_at_or)
{
    static const struct {
        const char *lines, *second;
    } ends[] = {
        {"a return day is fixed, or he refuses, or he asks for the manager", "he refuses"},
        {"- she has a date, or\n- he refuses, or\n- she has to go", "he refuses"},
        {"约好了上门的日子，或者客户拒绝，或者有人按门铃", "客户拒绝"},
    };
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        char text[600];
        snprintf(text, sizeof text, "%s### 结束条件\n%s\n%s### 结束条件\n%s\n", CALLER, ends[i].lines, CALLEE,
                 ends[i].lines);
        struct scenario *s = read_whole(text);
        cr_assert_eq(s->caller.end_conditions.count, 3, "%s", ends[i].lines);
        cr_assert_eq(s->callee.end_conditions.count, 3, "%s", ends[i].lines);
        assert_str(s->caller.end_conditions.items[1].text, ends[i].second);
        assert_str(s->callee.end_conditions.items[1].text, ends[i].second);
        scenario_free(s);
    }
}

Test(writers, one_line_below_an_ending_may_hold_several_conditions)
{
    struct scenario *s =
        read_whole("打电话的：洁丰干洗的苏明\n开头：您好，您的大衣有消息了。\n结束：谈好赔法；要找店长\n\n"
                   "接电话的：陶伟，51，司机\n");
    cr_assert_eq(s->caller.end_conditions.count, 2);
    scenario_free(s);
}

Test(writers, a_section_of_unknown_name_that_says_goodbye_is_the_last_words)
{
    struct scenario *s = read_whole("## 撥打方\n### 角色\n江佩珊。\n### 收線前講的\n那您多休息，星期五見，再見。\n"
                                    "### 結束條件\n- 回診時間確認\n\n## 接聽方\n### 角色\n林建宏，52歲。\n");
    assert_str(s->caller.closing, "那您多休息，星期五見，再見。");
    scenario_free(s);
}

Test(writers, an_arrow_behind_a_steps_number_is_no_part_of_its_name)
{
    struct scenario *s = read_whole(
        CALLER "### 步骤\nStep 1 → 自报家门\n「您好，我是小顾。」\nStep 2 → 约时间\n「周六行吗？」\n" CALLEE);
    cr_assert_eq(s->caller.step_count, 2);
    assert_str(s->caller.steps[0].title, "自报家门");
    scenario_free(s);
}

Test(writers, rings_and_other_signs_are_bullets)
{
    struct scenario *s = read_whole(CALLER "### 客户画像\n◎ 货车司机\n◎ 空腹血糖8.9\n◎ 没有复查\n" CALLEE);
    cr_assert_eq(s->caller.profile.count, 3);
    scenario_free(s);
}

#define TRAINING                                                                                                                                                  \
    "一、坐席部分\n\n（一）坐席是谁\n\n何静怡，客服专员。\n\n（二）任务\n\n说明年费的原因。\n\n（三）客户资料卡\n\n1." \
    " "                                                                                                                                                           \
    "彭志刚，44岁\n2. 金卡持有三年\n\n（四）话术步骤\n\n1. 您好，请问是彭先生吗？\n2. "                                              \
    "我现在就登记。\n\n（五）开头语\n\n"                                                                                                             \
    "您好，我是何静怡。\n\n（六）结尾语\n\n感谢您接听，再见。\n\n（七）可以放下电话的情形\n\n1. 客户同意减免\n2. "      \
    "客户坚持销卡\n\n二、客户部分\n\n（一）客户是谁\n\n彭志刚，开装修公司。\n\n（二）来龙去脉\n\n1. "                         \
    "办卡时说终身免年费\n2. 上周打热线没人接\n\n（三）他心里的疙瘩\n\n1. 最在意：凭什么扣三百；谁扣的\n2. "               \
    "也在意：明年还扣不扣\n3. 不会主动讲：其实想留着卡，额度高\n\n（四）什么情况下挂机\n\n1. 登记了减免\n2. "            \
    "工地上有人喊他\n"

Test(writers, a_number_that_counts_on_below_a_half_opens_no_other)
{
    struct scenario *s = read_text(TRAINING);
    cr_assert_eq(s->caller.profile.count, 2);
    cr_assert_eq(s->caller.step_count, 2);
    assert_str(s->callee.role, "彭志刚，开装修公司。");
    cr_assert_eq(s->callee.background.count, 2);
    scenario_free(s);
}

Test(writers, the_last_list_behind_the_closing_words_tells_how_the_call_ends)
{
    struct scenario *s = read_text(TRAINING);
    cr_assert_eq(s->caller.end_conditions.count, 2);
    assert_str(s->caller.closing, "感谢您接听，再见。");
    scenario_free(s);
}

Test(writers, numbered_levels_below_a_title_of_concerns_are_its_lines)
{
    struct scenario *s = read_text(TRAINING);
    cr_assert_eq(s->callee.concern_count, 4);
    cr_expect_eq(s->callee.concerns[3].level, CONCERN_LATENT);
    assert_str(s->callee.concerns[3].text, "其实想留着卡，额度高");
    scenario_free(s);
}

Test(writers, a_turn_of_whoever_it_is_before_an_arrow_is_a_case)
{
    struct scenario *s = read_whole(CALLER "### 步骤\n一、讲结果\n“血糖是8.9。”\n鲁先生：没时间 ⇒ “早上七点就能抽。”\n"
                                           "客户：太贵了 → “可以免费。”\n" CALLEE);
    cr_assert_eq(s->caller.steps[0].utterances.count, 1);
    cr_assert_eq(s->caller.steps[0].branch_count, 2);
    assert_str(s->caller.steps[0].branches[0].when, "鲁先生：没时间");
    assert_str(s->caller.steps[0].branches[1].when, "客户：太贵了");
    assert_str(s->caller.steps[0].branches[1].utterances.items[0].text, "可以免费。");
    scenario_free(s);
}

Test(writers, indented_lines_below_a_few_words_are_their_list)
{
    struct scenario *s = read_text(
        "THE CALLER\n\nPriyanka, the practice nurse.\n\nHow the call goes\n  Hello first. \"Is that Mr Farrell?\"\n"
        "  Then the reason. \"The vet wants one test.\" / \"It takes ten minutes.\"\n    When he says no: \"We can "
        "wait.\"\n\n"
        "Questions he may ask\n  Does he need to fast? Yes, after midnight.\n  How soon? The next morning.\n\n"
        "Her first words: \"Good afternoon.\"\nHer last words: \"Goodbye.\"\n\n"
        "The caller is done when the test is booked, or he says no, or if he asks for the vet.\n\n"
        "THE CUSTOMER\n\nDesmond Farrell, sixty-eight.\n\nWhat came before\n  His wife died.\n  He paid late.\n\n"
        "What weighs on him\n  First of all: the costs.\n  After that: whether it hurts.\n  Never said aloud: the "
        "loss.\n\n"
        "How he behaves\n  He tells stories.\n  He asks twice.\n\n"
        "He hangs up once he has a date, or if she mentions the bill, or when someone is at the door.\n");
    cr_assert_eq(s->caller.step_count, 2);
    assert_str(s->caller.steps[1].title, "Then the reason.");
    cr_assert_eq(s->caller.steps[1].utterances.count, 2);
    assert_str(s->caller.steps[1].utterances.items[1].text, "It takes ten minutes.");
    cr_assert_eq(s->caller.steps[1].branch_count, 1);
    cr_assert_eq(s->caller.qa_count, 2);
    assert_str(s->caller.opening, "Good afternoon.");
    assert_str(s->caller.closing, "Goodbye.");
    cr_assert_eq(s->caller.end_conditions.count, 3);
    assert_str(s->caller.end_conditions.items[2].text, "he asks for the vet.");
    cr_assert_eq(s->callee.background.count, 2);
    cr_assert_eq(s->callee.concern_count, 3);
    cr_expect_eq(s->callee.concerns[1].level, CONCERN_SECONDARY);
    cr_expect_eq(s->callee.concerns[2].level, CONCERN_LATENT);
    cr_assert_eq(s->callee.behaviours.count, 2);
    cr_assert_eq(s->callee.end_conditions.count, 3);
    scenario_free(s);
}
