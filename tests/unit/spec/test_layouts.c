/* Documents of our own, one a layout: what people and models do with headings, lists, tables and labels. */
#include "spec_help.h"

#include "base/arena.h"
#include "base/file.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FOLDER "tests/data/scenarios/"

Test(layouts, numbered_headings_and_steps_as_sub_headings)
{
    struct scenario *s = read_own(FOLDER "numbered-headings.md");
    assert_summary(s, "steps 3 (3 said, 2 branches, 1 unspoken) qa 2 ends 2 | background 3 concerns 2+1+1 behaviours 3 "
                      "examples 2+2 ends 3 | unread 0");
    assert_str(s->title, "场景：健身房会员停卡回访");
    assert_str(s->caller.steps[1].title, "说明退费");
    assert_str(s->caller.steps[1].branches[1].when, "若客户不说话");
    assert_str(s->caller.steps[1].branches[1].utterances.items[0].text, "您可以想一想，不用现在答复。");
    assert_str(s->caller.qa[0].question, "为什么不全退？");
    assert_str(s->caller.qa[0].answer, "已经用掉的天数要扣除,合同里写明了。");
    assert_str(s->caller.closing, "那我就按这个办，祝您早日康复，再见。");
    assert_str(s->callee.role, "姓名：曹青\n年龄：33岁\n职业：小学美术老师");
    assert_str(s->callee.behaviours.items[2].text, "偶尔会把话题扯到康复训练上");
    assert_str(s->callee.negative.items[0].text, "好的，都听你们的。");
    scenario_free(s);
}

Test(layouts, the_callee_first_and_everything_in_tables)
{
    struct scenario *s = read_own(FOLDER "callee-first.md");
    assert_summary(s, "steps 3 (3 said, 1 branches, 0 unspoken) qa 2 ends 2 | background 2 concerns 2+1+1 behaviours 3 "
                      "examples 2+2 ends 3 | unread 0");
    cr_assert_eq(s->callee.line, 1);
    cr_assert_eq(s->callee.end_line, 43);
    cr_assert(str_ends(s->callee.text, STR("他得去招呼")));
    assert_str(s->caller.steps[0].title, "道歉");
    assert_str(s->caller.steps[0].branches[0].when, "发火");
    assert_str(s->caller.qa[1].question, "修不好怎么办？");
    scenario_free(s);
}

Test(layouts, brackets_instead_of_headings)
{
    struct scenario *s = read_own(FOLDER "no-headings.txt");
    assert_summary(s, "steps 3 (3 said, 1 branches, 0 unspoken) qa 2 ends 2 | background 2 concerns 2+1+1 behaviours 2 "
                      "examples 2+2 ends 2 | unread 0");
    assert_str(s->caller.steps[1].title, "说明进度");
    assert_str(s->caller.steps[1].branches[0].when, "如果客户不同意扣钱");
    scenario_free(s);
}

Test(layouts, sections_named_with_their_half_in_english)
{
    struct scenario *s = read_own(FOLDER "prefixed-sections.en.md");
    assert_summary(s, "steps 3 (3 said, 2 branches, 0 unspoken) qa 2 ends 2 | background 2 concerns 1+1+1 behaviours 2 "
                      "examples 1+2 ends 2 | unread 0");
    assert_str(s->id, "parcel-locker-en");
    cr_assert_eq(s->lang, LANG_EN);
    cr_assert_str_eq(scenario_tag(s, "calm"), "true");
    cr_assert_null(scenario_tag(s, "angry"));
    cr_assert(str_starts(s->callee.text, STR("## Customer role")));
    cr_assert_not(str_has(s->callee.text, "Harrow Lockers"));
    scenario_free(s);
}

Test(layouts, traditional_chinese_with_labels_on_the_line)
{
    struct scenario *s = read_own(FOLDER "traditional.md");
    assert_summary(s, "steps 3 (3 said, 1 branches, 1 unspoken) qa 2 ends 2 | background 2 concerns 1+1+1 behaviours 2 "
                      "examples 2+2 ends 2 | unread 0");
    cr_assert_eq(s->lang, LANG_ZH_HANT);
    assert_str(s->callee.concerns[0].text, "明明買了方案，為什麼還會被收漫遊費");
    cr_assert_eq(s->callee.concerns[2].level, CONCERN_LATENT);
    assert_str(s->caller.closing, "謝謝您，10月15日的帳單會列出扣抵，再見。");
    scenario_free(s);
}

Test(layouts, sections_as_bold_list_items)
{
    struct scenario *s = read_own(FOLDER "list-sections.md");
    assert_summary(s, "steps 3 (3 said, 1 branches, 0 unspoken) qa 2 ends 2 | background 2 concerns 1+1+1 behaviours 2 "
                      "examples 1+1 ends 2 | unread 0");
    assert_str(s->callee.concerns[1].text, "续费怎么彻底关掉");
    scenario_free(s);
}

Test(layouts, halves_named_the_other_way_round_are_told_by_their_sections)
{
    struct scenario *s = read_own(FOLDER "customer-calls.md");
    assert_summary(s, "steps 3 (3 said, 0 branches, 0 unspoken) qa 2 ends 0 | background 2 concerns 1+1+1 behaviours 2 "
                      "examples 1+1 ends 2 | unread 0");
    cr_assert_str_eq(s->warnings[0].id, "halves-swapped");
    cr_assert(str_has(s->callee.role, "庄洁"));
    scenario_free(s);
}

Test(layouts, english_headings_and_quoted_lines)
{
    struct scenario *s = read_own(FOLDER "english-headings.md");
    assert_summary(s, "steps 3 (3 said, 2 branches, 1 unspoken) qa 2 ends 2 | background 2 concerns 1+1+1 behaviours 2 "
                      "examples 1+2 ends 3 | unread 0");
    assert_str(s->caller.steps[1].title, "Explain");
    assert_str(s->caller.qa[1].answer, "No. We cancelled, so there is none.");
    cr_assert_eq(s->callee.concerns[1].level, CONCERN_SECONDARY);
    scenario_free(s);
}

Test(layouts, missing_sections_are_empty_and_unknown_ones_are_named)
{
    struct scenario *s = read_own(FOLDER "blank-and-unknown.md");
    assert_summary(s, "steps 2 (1 said, 0 branches, 0 unspoken) qa 2 ends 0 | background 0 concerns 0+0+0 behaviours 1 "
                      "examples 1+0 ends 0 | unread 6");
    cr_assert_eq(s->caller.task.len, 0);
    cr_assert_eq(s->caller.qa[0].answer.len, 0);
    cr_assert_eq(s->warning_count, 7, "six lines and an unknown key");
    cr_assert_not(str_has(s->callee.text, "评分表"), "an appendix is no part of the persona");
    scenario_free(s);
}

Test(layouts, odd_corners_several_things_on_one_line)
{
    struct scenario *s = read_own(FOLDER "odd-corners.md");
    assert_summary(s, "steps 3 (3 said, 2 branches, 0 unspoken) qa 2 ends 3 | background 1 concerns 1+1+1 behaviours 3 "
                      "examples 2+2 ends 2 | unread 0");
    assert_str(s->caller.steps[0].utterances.items[0].text, "您好，请问是柏女士吗？");
    assert_str(s->caller.steps[1].branches[0].when, "如果客户说“还响”");
    assert_str(s->caller.steps[1].branches[0].utterances.items[0].text, "那我给您约周六上午复查，不收费");
    assert_str(s->caller.qa[1].answer, "可以，换成路师傅，周日上午到。");
    assert_str(s->caller.end_conditions.items[2].text, "客户在忙");
    assert_str(s->callee.concerns[1].text, "掉的那颗螺丝会不会掉进电机里");
    assert_str(s->callee.behaviours.items[1].text, "绕一圈才说还在响");
    assert_str(s->callee.negative.items[1].text, "谢谢，不用再来了。");
    scenario_free(s);
}

/* The same document with other line ends, a byte-order mark, and other widths of punctuation. */
Test(layouts, crlf_and_a_byte_order_mark_change_nothing)
{
    struct buf plain, other;
    buf_init(&plain, 0);
    buf_init(&other, 0);
    cr_assert(file_read(FOLDER "numbered-headings.md", &plain, NULL));
    buf_add(&other, STR("\xef\xbb\xbf"));
    for (size_t i = 0; i < plain.len; i++) {
        if (plain.bytes[i] == '\n')
            buf_add_byte(&other, '\r');
        buf_add_byte(&other, plain.bytes[i]);
    }
    struct scenario *a = scenario_from("a.md", buf_str(&plain), NULL),
                    *b = scenario_from("b.md", buf_str(&other), NULL);
    cr_assert_str_eq(summary(a), summary(b));
    cr_assert_eq(a->callee.end_line, b->callee.end_line);
    cr_assert(str_eq(a->caller.steps[2].utterances.items[0].text, b->caller.steps[2].utterances.items[0].text));
    cr_assert(str_eq(a->callee.concerns[3].text, b->callee.concerns[3].text));
    scenario_free(a);
    scenario_free(b);
    buf_release(&plain);
    buf_release(&other);
}

Test(layouts, our_own_personas_are_read_without_a_warning)
{
    static const char *const paths[] = {"personas/delivery-callback.md", "personas/cloud-maintenance.md"};
    for (size_t i = 0; i < 2; i++) {
        struct scenario *s = read_own(paths[i]);
        cr_assert_eq(s->warning_count, 0);
        cr_assert(s->caller.step_count >= 7 && s->callee.end_conditions.count >= 4 && s->callee.positive.count >= 6);
        scenario_free(s);
    }
}

static void refused(const char *text, size_t len, const char *part)
{
    struct error err = {0};
    cr_assert_null(scenario_from("bad.md", (struct str){text, len}, &err));
    cr_assert_not_null(strstr(err.message, part), "%s", err.message);
}

Test(layouts, what_cannot_be_a_document_is_refused_with_a_reason)
{
    refused("", 0, "empty");
    refused("## Callee\n\xff\n", 12, "UTF-8");
    refused("a\0b", 3, "NUL");
    refused("## 电话拨打方\n\n### 角色\n\n某人\n", strlen("## 电话拨打方\n\n### 角色\n\n某人\n"), "callee");
    refused("---\nid: [\n---\n## Callee\n", strlen("---\nid: [\n---\n## Callee\n"), "");
    struct error err = {0};
    cr_assert_null(scenario_read("tests/data/scenarios/there-is-none.md", &err));
    cr_assert_eq(err.kind, ERROR_USER);
}

Test(layouts, fifty_megabytes_are_refused_by_the_ceiling)
{
    size_t len = (size_t)50 << 20;
    char *bytes = memory_alloc(len);
    memset(bytes, 'a', len);
    struct error err = {0};
    cr_assert_null(scenario_from("huge.md", (struct str){bytes, len}, &err));
    cr_assert_eq(err.kind, ERROR_LIMIT);
    free(bytes);
}

Test(layouts, examples_among_the_behaviours_and_a_hang_up_of_one_word)
{
    struct scenario *s = read_own(FOLDER "examples-in-behaviours.md");
    assert_summary(s, "steps 3 (3 said, 0 branches, 0 unspoken) qa 1 ends 0 | background 1 concerns 1+2+1 behaviours 3 "
                      "examples 2+2 ends 2 | unread 0");
    assert_str(s->callee.negative.items[0].text, "好的没问题，都听你们的。");
    assert_str(s->callee.behaviours.items[0].text, "前三句之内一定要质疑价格");
    scenario_free(s);
}

Test(layouts, titles_without_any_mark)
{
    struct scenario *s = read_own(FOLDER "plain-titles.en.md");
    assert_summary(s, "steps 3 (3 said, 0 branches, 0 unspoken) qa 1 ends 0 | background 0 concerns 2+0+1 behaviours 3 "
                      "examples 2+2 ends 3 | unread 2");
    assert_str(s->callee.concerns[0].text, "the price jump nobody announced");
    assert_str(s->callee.negative.items[1].text, "No problem, whatever you think is best.");
    scenario_free(s);
}

Test(layouts, roles_a_and_b_underlined_and_labels_with_remarks)
{
    struct scenario *s = read_own(FOLDER "roles-a-and-b.md");
    assert_summary(s, "steps 3 (3 said, 0 branches, 0 unspoken) qa 0 ends 0 | background 0 concerns 1+2+0 behaviours 3 "
                      "examples 2+2 ends 2 | unread 0");
    assert_str(s->callee.role, "沈岚，36岁，护士，夜班多。");
    assert_str(s->callee.positive.items[0].text, "灯呢？灯先给我修了。");
    scenario_free(s);
}

Test(layouts, halves_named_profile_and_examples_behind_their_label)
{
    struct scenario *s = read_own(FOLDER "two-profiles.en.md");
    assert_summary(s, "steps 3 (3 said, 0 branches, 0 unspoken) qa 0 ends 0 | background 1 concerns 1+1+1 behaviours 2 "
                      "examples 3+2 ends 3 | unread 0");
    assert_str(s->caller.task, "Get a delivery window confirmed");
    assert_str(s->callee.negative.items[0].text, "Sounds great, any time works for me!");
    scenario_free(s);
}

Test(layouts, formal_numerals_and_a_table_of_examples)
{
    struct scenario *s = read_own(FOLDER "formal-numerals.hant.md");
    assert_summary(s, "steps 3 (3 said, 0 branches, 0 unspoken) qa 2 ends 0 | background 2 concerns 1+1+1 behaviours 3 "
                      "examples 2+2 ends 3 | unread 0");
    assert_str(s->callee.concerns[0].text, "請假扣的錢誰來賠");
    scenario_free(s);
}

Test(layouts, labels_in_capitals_over_things_to_do_and_to_say)
{
    struct scenario *s = read_own(FOLDER "capital-labels.en.md");
    assert_summary(s, "steps 3 (3 said, 1 branches, 0 unspoken) qa 0 ends 0 | background 0 concerns 1+2+0 behaviours 3 "
                      "examples 2+2 ends 2 | unread 0");
    assert_str(s->callee.behaviours.items[1].text, "DO: question whether anyone looked on the shelf");
    assert_str(s->caller.steps[1].title, "Explain the fee");
    scenario_free(s);
}

Test(layouts, levels_before_a_dash_and_behaviours_in_one_line)
{
    struct scenario *s = read_own(FOLDER "dashed-levels.md");
    assert_summary(s, "steps 3 (3 said, 0 branches, 0 unspoken) qa 0 ends 0 | background 1 concerns 1+1+1 behaviours 3 "
                      "examples 2+2 ends 2 | unread 0");
    assert_str(s->callee.concerns[2].text, "想换一家物流");
    scenario_free(s);
}

Test(layouts, what_must_not_be_done_keeps_the_title_that_says_so)
{
    struct scenario *s = read_own(FOLDER "must-and-must-not.md");
    assert_summary(s, "steps 1 (1 said, 0 branches, 0 unspoken) qa 0 ends 0 | background 0 concerns 1+0+0 behaviours 5 "
                      "examples 0+0 ends 1 | unread 0");
    assert_str(s->callee.behaviours.items[0].text, "必须做到：追问到货时间");
    assert_str(s->callee.behaviours.items[3].text, "禁止行为：一口答应");
    assert_str(s->callee.behaviours.items[4].text, "绝对不会做的事：说出银行卡号");
    scenario_free(s);
}

Test(layouts, a_persona_alone_told_in_the_second_person)
{
    struct scenario *s = read_own(FOLDER "persona-only.md");
    assert_summary(s, "steps 0 (0 said, 0 branches, 0 unspoken) qa 0 ends 0 | background 1 concerns 1+1+1 behaviours 3 "
                      "examples 2+2 ends 2 | unread 1");
    assert_str(s->callee.negative.items[1].text, "您的服务真周到。");
    scenario_free(s);
}

Test(layouts, italic_steps_and_sections_told_by_their_place)
{
    struct scenario *s = read_own(FOLDER "guessed-sections.md");
    assert_summary(s, "steps 3 (3 said, 1 branches, 0 unspoken) qa 1 ends 2 | background 2 concerns 1+1+1 behaviours 0 "
                      "examples 1+1 ends 2 | unread 0");
    assert_str(s->caller.steps[1].title, "说明来意");
    assert_str(s->caller.steps[1].branches[0].when, "如果对方嫌贵");
    assert_str(s->caller.closing, "打扰您了，再见。");
    assert_str(s->callee.background.items[0].text, "上一位阿姨把锅烧干了");
    assert_str(s->callee.end_conditions.items[1].text, "对方答不上来两次");
    size_t guessed = 0;
    for (size_t i = 0; i < s->warning_count; i++)
        guessed += strcmp(s->warnings[i].id, "guessed-section") == 0;
    cr_assert_eq(guessed, 2);
    scenario_free(s);
}

Test(layouts, a_condition_behind_a_bold_title)
{
    struct scenario *s = read_own(FOLDER "condition-behind-title.en.md");
    assert_summary(s, "steps 4 (3 said, 2 branches, 0 unspoken) qa 0 ends 0 | background 0 concerns 1+0+0 behaviours 0 "
                      "examples 0+0 ends 1 | unread 0");
    assert_str(s->caller.steps[2].branches[0].utterances.items[0].text, "We had two engineers off.");
    scenario_free(s);
}

Test(layouts, branches_are_opened_by_whoever_speaks_before_an_arrow)
{
    struct scenario *s = read_text("# 拨打方\n## 流程\n1. 您好。\n"
                                   "   - 学生说“忙”→ 那我晚点打。\n"
                                   "   - 老人问起价钱 -> 不贵的。\n"
                                   "   - 他说“不要”：那就算了。\n"
                                   "   - 先说→ 谢谢您。\n"
                                   "   - 坐席说“再见”→ 再见。\n"
                                   "   - 学生说忙 → 问原因 → 道别\n"
                                   "# 接听方\n## 角色\n学生。\n## 结束条件\n- 说完了\n");
    cr_assert_eq(s->caller.step_count, 1);
    const struct step *step = &s->caller.steps[0];
    cr_assert_eq(step->branch_count, 3);
    assert_str(step->branches[0].when, "学生说“忙”");
    assert_str(step->branches[0].utterances.items[0].text, "那我晚点打。");
    assert_str(step->branches[1].when, "老人问起价钱");
    assert_str(step->branches[2].when, "他说“不要”");
    scenario_free(s);
}

static void levels_are(const char *concerns, const char *wanted)
{
    char text[1000], got[16] = "";
    snprintf(text, sizeof text, "# 接听方\n## 角色\n老周。\n## 核心关切点\n%s## 结束条件\n- 说完了\n", concerns);
    struct scenario *s = read_text(text);
    cr_assert_lt(s->callee.concern_count, sizeof got);
    for (size_t i = 0; i < s->callee.concern_count; i++)
        got[i] = "123"[s->callee.concerns[i].level];
    cr_assert_str_eq(got, wanted, "%s%s", concerns, got);
    scenario_free(s);
}

Test(layouts, concerns_are_ranked_by_cells_labels_brackets_and_stars)
{
    levels_are("| 层级 | 内容 |\n| --- | --- |\n| 一 | 价钱 |\n| 二 | 日期 |\n| 三 | 面子 |\n", "123");
    levels_are("| 内容 | 优先级 |\n| --- | --- |\n| 价钱 | 高 |\n| 日期 | 低 |\n", "13");
    levels_are("| # | 内容 |\n| --- | --- |\n| 一 | 价钱 |\n| 一 | 保修 |\n| 二 | 日期 |\n", "112");
    levels_are("| # | 内容 |\n| --- | --- |\n| 一 | 价钱 |\n| 二 | 日期 |\n| 三 | 面子 |\n", "111");
    levels_are("- （最急）价钱\n- （最急）日期\n- （其次）保修\n- （不会主动说）面子\n", "1123");
    levels_are("- 价钱：贵不贵\n- 价钱：能不能分期\n- 服务：谁来装\n- 面子：邻居怎么看\n", "1111");
    levels_are("★★★ 价钱\n★★ 日期\n★ 面子\n★ 邻居\n", "1233");
    levels_are("★ 价钱\n★ 日期\n", "11");
    levels_are("A. 价钱\nA. 日期\nB. 保修\nC. 面子\n", "1123");
    levels_are("1. 价钱\n   1) 分期\n2. 日期\n3. 面子\n", "1111");
}

Test(layouts, heavenly_stems_count_and_a_title_may_stand_between_rules)
{
    struct scenario *s = read_text(
        "===== 接听方 =====\n## 角色\n老周。\n## 结束条件\n甲、说定了\n乙、她说在忙就挂。\n甲、乙双方都没空\n");
    assert_summary(s, "steps 0 (0 said, 0 branches, 0 unspoken) qa 0 ends 0 | background 0 concerns 0+0+0 behaviours 0 "
                      "examples 0+0 ends 3 | unread 0");
    assert_str(s->callee.end_conditions.items[1].text, "她说在忙就挂。");
    assert_str(s->callee.end_conditions.items[2].text, "甲、乙双方都没空");
    scenario_free(s);
}

Test(layouts, a_bullet_of_the_background_that_speaks_of_habits_is_one_of_its_bullets)
{
    struct scenario *s = read_text("# 接听方\n角色：老周。\n背景：\n- 手机坏了\n- 习惯：早睡\n- 脾气：慢\n"
                                   "行为：\n- 会追问\n结束条件：\n- 说完了\n");
    assert_summary(s, "steps 0 (0 said, 0 branches, 0 unspoken) qa 0 ends 0 | background 3 concerns 0+0+0 behaviours 1 "
                      "examples 0+0 ends 1 | unread 0");
    scenario_free(s);
}

Test(layouts, a_table_of_cases_in_a_step_is_said_only_when_it_applies)
{
    static const char *const heads[] = {"| 业主怎么说 | 怎么答 |", "| 客户反应 | 话术 |", "| 异议 | 参考 |",
                                        "| 若客户说 | 坐席回应 |"};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        char text[1024];
        snprintf(text, sizeof text,
                 "## 电话拨打方\n### 分步流程和话术\n1. **说明来意**\n   - 您这边的物业费还没有交。\n\n%s\n"
                 "| --- | --- |\n| 忘了、没注意 | 我把链接发到您手机上。 |\n| 手头紧 | 可以分两次交。 |\n"
                 "\n## 电话接听方\n### 角色\n陈国栋，46岁。\n",
                 heads[i]);
        struct scenario *s = read_text(text);
        const struct step *step = &s->caller.steps[0];
        cr_assert_eq(step->utterances.count, 1, "%s: %zu are always said", heads[i], step->utterances.count);
        cr_assert_eq(step->branch_count, 2, "%s: %zu branches", heads[i], step->branch_count);
        assert_str(step->branches[1].when, "手头紧");
        cr_assert_eq(step->branches[1].utterances.count, 1);
        assert_str(step->branches[1].utterances.items[0].text, "可以分两次交。");
        scenario_free(s);
    }
}

Test(layouts, a_dash_in_a_cell_is_an_empty_one)
{
    struct scenario *s = read_text(
        "## 外呼方\n### 话术流程\n| 步骤 | 话术 | 对方可能的反应 | 应对 |\n|---|---|---|---|\n"
        "| 1. 约时间 | 您看周四哪个点方便？ | 说没时间 | 那先安排线上面试。 |\n| 2. 收尾 | 周四见。 | —— | / |\n"
        "### 候选人信息\n李晓雯，测试组长。\n## 接听方\n### 人设\n李晓雯，31岁。\n");
    cr_assert_eq(s->caller.step_count, 2);
    cr_expect_eq(s->caller.steps[0].branch_count, 1);
    cr_expect_eq(s->caller.steps[1].branch_count, 0);
    cr_expect_eq(s->caller.steps[1].utterances.count, 1);
    cr_expect_eq(s->caller.profile.count, 1, "what is known of a candidate is a profile");
    scenario_free(s);
}

Test(layouts, labels_of_questions_in_full_width)
{
    struct scenario *s = read_text("## 來電方\n### 常見問答\nＱ１：為什麼漲這麼多？\nＡ１：主要是出險紀錄。\n"
                                   "Ｑ：可以不保嗎？\nＡ：可以的。\n"
                                   "## 受話方\n### 角色\n黃淑芬，52歲。\n");
    cr_assert_eq(s->caller.qa_count, 2);
    assert_str(s->caller.qa[0].question, "為什麼漲這麼多？");
    assert_str(s->caller.qa[0].answer, "主要是出險紀錄。");
    assert_str(s->caller.qa[1].question, "可以不保嗎？");
    assert_str(s->caller.qa[1].answer, "可以的。");
    scenario_free(s);
}
