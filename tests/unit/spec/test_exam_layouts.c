/* What the documents of the second exam (tests/accuracy/exam-two) taught: layouts of one writer, each shown again in as
 * few lines as show it, and the five documents as a careful person reads them. */
#include "spec_help.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

Test(exam_layouts, the_five_documents_are_read_whole)
{
    static const struct {
        const char *name, *holds;
    } documents[] = {
        {"beehive-spraying", "steps 6 (6 said, 0 branches, 0 unspoken) qa 5 ends 0 | background 2 concerns 2+2+2 "
                             "behaviours 9 examples 4+4 ends 5 | unread 0"},
        {"museum-letters", "steps 4 (4 said, 2 branches, 0 unspoken) qa 4 ends 0 | background 1 concerns 2+2+2 "
                           "behaviours 6 examples 4+4 ends 5 | unread 0"},
        {"harbor-dredging-hant", "steps 6 (6 said, 1 branches, 0 unspoken) qa 4 ends 0 | background 3 concerns 2+2+2 "
                                 "behaviours 6 examples 4+4 ends 5 | unread 0"},
        {"turbine-lane-en", "steps 5 (5 said, 2 branches, 0 unspoken) qa 4 ends 0 | background 4 concerns 2+2+2 "
                            "behaviours 6 examples 4+4 ends 5 | unread 0"},
        {"film-shop-yue", "steps 6 (6 said, 2 branches, 0 unspoken) qa 4 ends 0 | background 1 concerns 2+2+2 "
                          "behaviours 5 examples 4+4 ends 5 | unread 0"}};
    for (size_t i = 0; i < sizeof documents / sizeof *documents; i++) {
        char path[200];
        snprintf(path, sizeof path, "tests/accuracy/exam-two/%s.md", documents[i].name);
        struct scenario *s = read_own(path);
        cr_expect_str_eq(summary(s), documents[i].holds, "%s", documents[i].name);
        cr_expect(s->callee.role.len > 0 && s->caller.role.len > 0 && s->caller.task.len > 0 &&
                      s->caller.opening.len > 0,
                  "%s", documents[i].name);
        scenario_free(s);
    }
}

#define CALLER "## 拨打方\n### 角色\n小唐。\n"
#define CALLEE "\n## 接听方\n### 角色\n邱敏，33岁。\n"

Test(exam_layouts, a_long_paragraph_keeps_the_title_in_brackets_or_bold_before_it)
{
    char text[2000], filler[400];
    memset(filler, 'a', sizeof filler - 1);
    filler[sizeof filler - 1] = '\0';
    snprintf(text, sizeof text,
             "【拨打方】\n\n【角色】小唐。\n\n【任务】提醒复诊%s。\n\n【接听方】（由模型扮演）\n\n【角色】邱敏。\n\n"
             "【背景】摔过一跤%s。\n\n【心里最重的那件】腿还疼。\n\n【结束条件】\n- 约好了\n",
             filler, filler);
    struct scenario *s = read_text(text);
    cr_assert(str_has(s->caller.task, "提醒复诊"));
    cr_assert_eq(s->callee.background.count, 1);
    assert_str(s->callee.role, "邱敏。");
    cr_assert_eq(s->callee.end_conditions.count, 1);
    scenario_free(s);
}

Test(exam_layouts, first_and_last_words_behind_the_questions_are_no_answer)
{
    struct scenario *s =
        read_whole(CALLER "### 问答\n| 问 | 答 |\n|---|---|\n| 几点？ | 三点。 |\n\n**第一句**：您好。\n\n"
                          "**最后一句**：再见。\n" CALLEE);
    cr_assert_eq(s->caller.qa_count, 1);
    assert_str(s->caller.opening, "您好。");
    assert_str(s->caller.closing, "再见。");
    scenario_free(s);
}

Test(exam_layouts, a_table_of_good_and_bad_words_holds_examples_whatever_stands_above)
{
    struct scenario *s = read_whole(CALLER CALLEE "### 说话的样子\n| 不能这么说 | 要像这么说 |\n|---|---|\n"
                                                  "| “都好。” | “几点？” |\n| “随您。” | “谁来？” |\n");
    cr_assert_eq(s->callee.negative.count, 2);
    cr_assert_eq(s->callee.positive.count, 2);
    cr_assert_eq(s->callee.behaviours.count, 0);
    scenario_free(s);
    s = read_whole(CALLER CALLEE "### 说话的样子\n| 场合 | 表现 |\n|---|---|\n| 被催 | 不说话 |\n");
    cr_assert_eq(s->callee.behaviours.count, 1);
    scenario_free(s);
}

Test(exam_layouts, stars_or_remarks_rank_concerns_behind_any_bullet)
{
    static const char *const lists[] = {"- ★★★ 甲事\n- ★★ 乙事\n- ★★ 丙事\n- ★ 丁事\n",
                                        "- 甲事（火烧眉毛）\n- 乙事（等得起）\n- 丙事（等得起）\n- 丁事（烂在肚里）\n"};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        char text[600];
        snprintf(text, sizeof text, CALLER CALLEE "### 关切点\n%s", lists[i]);
        struct scenario *s = read_whole(text);
        cr_assert_eq(s->callee.concern_count, 4);
        assert_str(s->callee.concerns[0].text, "甲事");
        cr_expect_eq(s->callee.concerns[0].level, CONCERN_PRIMARY);
        cr_expect_eq(s->callee.concerns[2].level, CONCERN_SECONDARY);
        assert_str(s->callee.concerns[3].text, "丁事");
        cr_expect_eq(s->callee.concerns[3].level, CONCERN_LATENT);
        scenario_free(s);
    }
    struct scenario *s = read_whole(CALLER CALLEE "### 关切点\n- 甲事（上周说的）\n- 乙事（没签字）\n- 丙事（两次）\n");
    assert_str(s->callee.concerns[1].text, "乙事（没签字）"); /* three remarks of three concerns are what they say */
    scenario_free(s);
}

Test(exam_layouts, a_number_behind_the_bullet_is_no_part_of_the_condition)
{
    struct scenario *s = read_whole(CALLER CALLEE "### 结束条件\n- 1. 约好了\n- 2. 说不清\n- 3.5万谈不拢\n");
    cr_assert_eq(s->callee.end_conditions.count, 3);
    assert_str(s->callee.end_conditions.items[1].text, "说不清");
    assert_str(s->callee.end_conditions.items[2].text, "3.5万谈不拢");
    scenario_free(s);
}

Test(exam_layouts, short_lines_without_marks_are_a_list_and_wrapped_ones_a_paragraph)
{
    struct scenario *s =
        read_whole(CALLER CALLEE "### 关切点\n首要\n几点能到\n谁来送\n次要\n坏了谁赔\n潜在\n想换一家\n");
    cr_assert_eq(s->callee.concern_count, 4);
    assert_str(s->callee.concerns[1].text, "谁来送");
    scenario_free(s);
    s = read_whole(
        CALLER CALLEE
        "### 背景信息\n店里从上个月开始就一直等着这一批奶油，要来做邱家姑娘婚礼上用的\n蛋糕，客人催了三回\n");
    cr_assert_eq(s->callee.background.count, 1);
    scenario_free(s);
}

Test(exam_layouts, a_list_without_marks_tells_what_a_section_of_unknown_name_holds)
{
    struct scenario *s =
        read_whole("【拨打方】\n\n【角色】小唐。\n\n【开场白】您好。\n\n【接听方】\n\n【角色】邱敏，33岁。\n\n"
                   "【背景】摔过一跤。\n\n【心里搁着的】\n最要紧\n几点能到\n次要\n坏了谁赔\n\n"
                   "【她开口的路数】\n先说自己忙\n听到尽快要追问\n不肯马上定时间\n\n【什么地步算讲完】\n（一）约好了\n"
                   "（二）说不清\n");
    cr_assert_eq(s->callee.concern_count, 2);
    cr_expect_eq(s->callee.concerns[1].level, CONCERN_SECONDARY);
    cr_assert_eq(s->callee.behaviours.count, 3);
    cr_assert_eq(s->callee.end_conditions.count, 2);
    scenario_free(s);
}

Test(exam_layouts, what_the_caller_does_stands_above_the_words_and_is_not_said)
{
    struct scenario *s =
        read_whole("## Caller\n### Role\nAnn.\n### Steps\n(i) Says who she is.\n> \"Hello, it's Ann.\"\n\n"
                   "(ii) Says what's wanted.\n> \"A date.\"\n\n## Callee\n### Role\nBob, 40.\n");
    cr_assert_eq(s->caller.step_count, 2);
    assert_str(s->caller.steps[1].title, "Says what's wanted.");
    cr_assert_eq(s->caller.steps[1].utterances.count, 1);
    assert_str(s->caller.steps[1].utterances.items[0].text, "A date.");
    scenario_free(s);
}

Test(exam_layouts, they_say_and_you_say_are_a_question_and_its_answer)
{
    struct scenario *s =
        read_whole("## Caller\n### Role\nAnn.\n### Things he could ask\nThey say: How much?\nYou say: Ten.\n\n"
                   "They say: When?\nYou say: Now.\n\n## Callee\n### Role\nBob, 40.\n");
    cr_assert_eq(s->caller.qa_count, 2);
    assert_str(s->caller.qa[1].answer, "Now.");
    scenario_free(s);
}

Test(exam_layouts, written_cantonese_names_sections_and_groups_and_cases)
{
    struct scenario *s =
        read_whole("=== 撥打方 ===\n\n角色：阿明。\n\n對白流程\n① 講日子 ——「聽日九點。」\n"
                   "佢話唔得閒 ⇒「咁後日呢？」\n\n佢可能會問\n問：幾錢？ 答：十蚊。\n問：幾時？ 答：聽日。\n\n"
                   "=== 接聽方 ===\n\n角色：錦叔，六十八歲。\n\n佢着緊嘅嘢\n- 幾時開工\n- 邊個賠\n\n"
                   "聽落點先似佢\n唔似：\n「冇問題呀。」\n似：\n「你哋係邊個？」\n\n"
                   "幾時收線\n一、講掂咗\n二、對方講唔出，佢話唔借就收線\n三、有客嚟\n");
    cr_assert_eq(s->caller.qa_count, 2);
    cr_assert_eq(s->caller.step_count, 1);
    cr_assert_eq(s->caller.steps[0].branch_count, 1);
    cr_assert_eq(s->callee.concern_count, 2);
    cr_assert_eq(s->callee.negative.count, 1);
    cr_assert_eq(s->callee.positive.count, 1);
    cr_assert_eq(s->callee.end_conditions.count, 3);
    scenario_free(s);
}
