/* Layouts that no document had before: each is told by what its lines are, whatever its title is called. */
#include "spec_help.h"

#include <criterion/criterion.h>

#define CALLER "## 拨打方\n### 角色\n小唐。\n"
#define CALLEE "\n## 接听方\n### 角色\n邱敏，33岁。\n"

Test(unseen, end_conditions_stand_in_one_paragraph_behind_ordinals)
{
    struct scenario *s =
        read_text(CALLER CALLEE "### 结束条件\n他不会无缘无故走开。到了下面几种份上才行：一是时间约好了，第一天就能来；"
                                "二是对方说不清谁负责；三是店里来客人。\n");
    cr_assert_eq(s->callee.end_conditions.count, 3);
    assert_str(s->callee.end_conditions.items[0].text, "时间约好了，第一天就能来");
    assert_str(s->callee.end_conditions.items[2].text, "店里来客人。");
    scenario_free(s);
    s = read_text(CALLER CALLEE
                  "### 结束条件\nShe may go in any of these cases: first, the day is named; second, nobody "
                  "can say; thirdly, the bell rings.\n");
    cr_assert_eq(s->callee.end_conditions.count, 3);
    assert_str(s->callee.end_conditions.items[1].text, "nobody can say");
    scenario_free(s);
    s = read_text(CALLER CALLEE "### 结束条件\n其一，约好了；其二，他不干了。\n");
    cr_assert_eq(s->callee.end_conditions.count, 2);
    assert_str(s->callee.end_conditions.items[0].text, "约好了");
    scenario_free(s);
}

Test(unseen, ordinals_within_a_clause_count_nothing)
{
    struct scenario *s = read_text(CALLER CALLEE "### 结束条件\n- 他说这一是钱的事，二是人的事，不谈了\n");
    cr_assert_eq(s->callee.end_conditions.count, 1);
    scenario_free(s);
}

Test(unseen, a_paragraph_that_counts_is_a_list_whose_place_tells_it)
{
    struct scenario *s = read_text(CALLER CALLEE "### 背景\n- 摔过\n### 关切\n- 首要：几点\n### 行为\n- 会追问\n"
                                                 "### 反面教材\n- “都好。”\n### 几时算数\n"
                                                 "有这几样才行：一是约好了；二是没人管；三是下雨了。\n");
    cr_assert_eq(s->callee.end_conditions.count, 3);
    scenario_free(s);
}

Test(unseen, lines_between_fences_are_examples_each)
{
    struct scenario *s =
        read_text(CALLER CALLEE "### 回复示例\n不像她的：\n\n```\n都听你们的\n没关系\n```\n\n像她的：\n\n"
                                "```\n几点到\n上回也这么说\n写下来\n```\n");
    cr_assert_eq(s->callee.negative.count, 2);
    cr_assert_eq(s->callee.positive.count, 3);
    scenario_free(s);
}

Test(unseen, bold_names_with_a_remark_above_lists_are_levels_by_their_order)
{
    struct scenario *s =
        read_text(CALLER CALLEE "### Concerns\n**Out loud** (unasked)\n\n* The fee\n\n**In passing**\n\n* The "
                                "dog\n\n**Kept back** (if at all)\n\n* Her knee\n* Her age\n");
    cr_assert_eq(s->callee.concern_count, 4);
    cr_assert_eq(s->callee.concerns[0].level, CONCERN_PRIMARY);
    cr_assert_eq(s->callee.concerns[1].level, CONCERN_SECONDARY);
    cr_assert_eq(s->callee.concerns[3].level, CONCERN_LATENT);
    scenario_free(s);
}

Test(unseen, outer_items_above_lists_of_their_own_are_levels)
{
    struct scenario *s =
        read_text(CALLER CALLEE "### 关切点\n- 头里的\n  - 几点到\n  - 谁赔\n- 后头的\n  - 怎么退\n- 憋着的\n"
                                "  - 想换人\n");
    cr_assert_eq(s->callee.concern_count, 4);
    cr_assert_eq(s->callee.concerns[2].level, CONCERN_SECONDARY);
    assert_str(s->callee.concerns[3].text, "想换人");
    cr_assert_eq(s->callee.concerns[3].level, CONCERN_LATENT);
    scenario_free(s);
}

Test(unseen, bold_labels_of_both_kinds_make_a_section_of_style_examples)
{
    struct scenario *s =
        read_text(CALLER CALLEE "### Style\n\n**NOT like this**\n\n> Oh, that is fine!\n> Thanks a lot.\n\n"
                                "**Like this**\n\n> And who pays?\n");
    cr_assert_eq(s->callee.negative.count, 2);
    cr_assert_eq(s->callee.positive.count, 1);
    cr_assert_eq(s->callee.behaviours.count, 0);
    scenario_free(s);
}

Test(unseen, a_guideline_is_no_line_to_be_said)
{
    struct scenario *s = read_whole(CALLER "### 流程\n| Step | Guideline | Words |\n|---|---|---|\n"
                                           "| 1 | Be warm | Is that Mrs Alder? |\n| 2 | Confirm | Tuesday at ten. |\n"
                                           "\n### Deadline\n- none\n" CALLEE);
    cr_assert_eq(s->caller.step_count, 2);
    assert_str(s->caller.steps[0].utterances.items[0].text, "Is that Mrs Alder?");
    assert_str(s->caller.steps[1].utterances.items[0].text, "Tuesday at ten.");
    scenario_free(s);
}

Test(unseen, several_concerns_behind_each_of_three_levels_are_several)
{
    struct scenario *s =
        read_whole(CALLER CALLEE "### 关切点\n- 首要：拉肚子怎么办；能不能退\n- 次要：价格\n- 潜在：怕被推销\n");
    cr_assert_eq(s->callee.concern_count, 4);
    assert_str(s->callee.concerns[1].text, "能不能退");
    cr_expect_eq(s->callee.concerns[1].level, CONCERN_PRIMARY);
    scenario_free(s);
    s = read_whole(CALLER CALLEE "### 关切点\n首要：拉肚子怎么办；次要：价格；会员；潜在：怕被推销\n");
    cr_assert_eq(s->callee.concern_count, 4);
    assert_str(s->callee.concerns[2].text, "会员");
    cr_expect_eq(s->callee.concerns[2].level, CONCERN_SECONDARY);
    cr_expect_eq(s->callee.concerns[3].level, CONCERN_LATENT);
    scenario_free(s);
    s = read_whole(CALLER CALLEE "### 关切点\n- ★★★ 拉肚子怎么办；能不能退\n- ★★ 价格\n- ★ 怕被推销\n");
    cr_assert_eq(s->callee.concern_count, 3);
    scenario_free(s);
}

Test(unseen, what_she_would_say_is_known_beside_what_she_would_not)
{
    struct scenario *s =
        read_whole("【客服】\n姓名：小唐\n【流程】\n一、问好\n您好，是邱女士吗？\n【客户】\n姓名：邱敏\n"
                   "【不会这么说】\n没事没事\n【会这么说】\n上回也说十点\n【挂断】\n时间定了\n");
    cr_assert_eq(s->callee.negative.count, 1);
    cr_assert_eq(s->callee.positive.count, 1);
    assert_str(s->callee.positive.items[0].text, "上回也说十点");
    scenario_free(s);
}

Test(unseen, a_section_of_nothing_but_cases_is_the_knowledge_base_and_leaves_the_steps_alone)
{
    struct scenario *s =
        read_whole(CALLER "### 流程\n1. 问好：“您好，是邱女士吗？”\n2. 约时间：“周二十点行吗？”\n"
                          "### 碰上这些\n- 客户说没空 → “那我晚点再打。”\n- 客户嫌远 → “可以上门。”\n" CALLEE);
    cr_assert_eq(s->caller.step_count, 2);
    cr_assert_eq(s->caller.qa_count, 2);
    scenario_free(s);
}

Test(unseen, a_remark_in_brackets_behind_a_bold_title_is_no_concern)
{
    struct scenario *s = read_whole(CALLER CALLEE "**关切点**（由重到轻）\n- 首要：拉肚子怎么办\n- 潜在：怕被推销\n");
    cr_assert_eq(s->callee.concern_count, 2);
    assert_str(s->callee.concerns[0].text, "拉肚子怎么办");
    scenario_free(s);
}

Test(unseen, a_remark_between_a_groups_name_and_its_colon_is_no_example)
{
    static const char *const texts[] = {
        CALLER CALLEE "### 回复示例\n**反面** (不要这样说): 太好了谢谢\n**正面**：凭什么\n",
        CALLER CALLEE "### 回复示例\n**反面**（不要这样说）：太好了谢谢\n**正面**：凭什么\n"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct scenario *s = read_whole(texts[i]);
        cr_assert_eq(s->callee.negative.count, 1);
        assert_str(s->callee.negative.items[0].text, "太好了谢谢");
        cr_assert_eq(s->callee.positive.count, 1);
        scenario_free(s);
    }
}

Test(unseen, groups_of_concerns_in_words_of_the_authors_own_stand_below_a_label_above_their_lists)
{
    struct scenario *s =
        read_whole("THE AGENT\n---------\n\nOmar Lind, 31, the desk at a bicycle shop.\n\nTHE CUSTOMER\n---------\n\n"
                   "Name: Bea Holt, 58, a postwoman.\n\nHistory:\n\n  * Bought the bicycle in May\n"
                   "  * The chain came off twice\n\nWhat she wants to know:\n\n  To start with\n"
                   "  * When it will be ready\n  * Who pays for the chain\n\n"
                   "  If he has been decent about it so far\n  * Whether the frame is safe\n\n"
                   "  Not to anybody who hurries her\n  * She fell in June\n\nShe hangs up when:\n\n"
                   "  1) A day is agreed\n  2) He talks over her\n");
    cr_assert_eq(s->callee.background.count, 2);
    cr_assert_eq(s->callee.concern_count, 4);
    cr_expect_eq(s->callee.concerns[1].level, CONCERN_PRIMARY);
    cr_expect_eq(s->callee.concerns[2].level, CONCERN_SECONDARY);
    cr_expect_eq(s->callee.concerns[3].level, CONCERN_LATENT);
    cr_assert_eq(s->callee.end_conditions.count, 2);
    scenario_free(s);
}

Test(unseen, labels_in_halves_named_the_other_way_round_are_read)
{
    struct scenario *s =
        read_text("WHO PICKS UP THE PHONE\n----------------------\n\nOmar Lind, 31, the desk at a bicycle shop.\n\n"
                  "He opens with: \"Spoke and Bell, Omar here.\"\n\n"
                  "WHO CALLS\n---------\n\nBea Holt, 58, a postwoman.\n\n"
                  "Core concerns:\n\n  * When it will be ready\n  * Who pays for the chain\n\n"
                  "Typical behaviours:\n\n  * Cuts explanations short\n  * Names the day\n\n"
                  "End conditions:\n\n  * A day is agreed\n  * He talks over her\n");
    assert_str(s->caller.opening, "Spoke and Bell, Omar here.");
    cr_assert_eq(s->callee.concern_count, 2);
    cr_assert_eq(s->callee.behaviours.count, 2);
    cr_assert_eq(s->warnings[0].line, 1);
    assert_str(str_from(s->warnings[0].id), "halves-swapped");
    scenario_free(s);
}

Test(unseen, a_sign_behind_a_bold_title_is_its_own)
{
    struct scenario *s =
        read_whole("## 接听方\n\n**角色** 顾姐，四十九岁，开花店。\n\n**关切点**\n\n- 大衣还能不能穿\n- 赔多少\n\n"
                   "**像她** ✅\n\n> 染成这样，我还怎么穿？\n> 你给个数。\n\n"
                   "**不像她** ❌\n\n> 没事没事，您看着办。\n");
    cr_assert_eq(s->callee.concern_count, 2);
    cr_assert_eq(s->callee.positive.count, 2);
    cr_assert_eq(s->callee.negative.count, 1);
    scenario_free(s);
}

Test(unseen, a_half_under_a_persons_name_is_told_by_its_bold_titles)
{
    struct scenario *s = read_text(
        "### 事情经过\n\n洗衣店打来，说大衣染了色。\n\n### 顾姐那边\n\n**顾姐。** "
        "四十九岁，开花店。\n\n**她的关切点**\n\n"
        "*一上来*\n- 大衣还能不能穿\n- 赔多少\n\n*聊开以后*\n- 别的衣服有没有事\n\n*不轻易说*\n- 大衣是母亲给的\n\n"
        "**样子**\n\n| 她的口吻 | 不是她的口吻 |\n|---|---|\n| “染成这样，我还怎么穿？” | “没事没事，您看着办。” |\n| "
        "“你给个数。” | “非常感谢。” |\n\n"
        "**怎么收线**\n\n| 序 | 情形 |\n|---|---|\n| 1 | 说好了赔多少 |\n| 2 | 店里来了客人 |\n");
    cr_assert_eq(s->callee.concern_count, 4);
    cr_expect_eq(s->callee.concerns[2].level, CONCERN_SECONDARY);
    cr_expect_eq(s->callee.concerns[3].level, CONCERN_LATENT);
    cr_assert_eq(s->callee.positive.count, 2);
    cr_assert_eq(s->callee.negative.count, 2);
    cr_assert_eq(s->callee.end_conditions.count, 2);
    scenario_free(s);
}
