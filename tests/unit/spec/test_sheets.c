/* Documents that are sheets, cards and handbooks: labels of the author's own, people's names instead of halves'. */
#include "spec_help.h"

#include <criterion/criterion.h>

#define FOLDER "tests/data/scenarios/"

Test(sheets, a_half_titles_remark_is_the_role_and_concerns_in_their_order_have_levels)
{
    struct scenario *s = read_own(FOLDER "half-titles-with-remarks.hant.md");
    assert_summary(s, "steps 3 (3 said, 2 branches, 0 unspoken) qa 2 ends 0 | background 1 concerns 1+1+1 behaviours 4 "
                      "examples 1+2 ends 3 | unread 1");
    assert_str(s->caller.role, "總幹事 小葉");
    assert_str(s->callee.concerns[2].text, "其實是付不太出來，不好意思講");
    cr_expect_eq(s->callee.concerns[2].level, CONCERN_LATENT);
    scenario_free(s);
}

Test(sheets, slanted_labels_are_fields)
{
    struct scenario *s = read_own(FOLDER "slanted-fields.en.md");
    assert_summary(s, "steps 4 (3 said, 1 branches, 0 unspoken) qa 2 ends 0 | background 1 concerns 1+1+1 behaviours 4 "
                      "examples 2+2 ends 3 | unread 0");
    assert_str(s->caller.task, "the member asked to freeze his membership; you'd rather he didn't.");
    assert_str(s->callee.positive.items[1].text, "So if I blink I'm in for another year?");
    scenario_free(s);
}

Test(sheets, white_brackets_colloquial_titles_and_questions_before_dashes)
{
    struct scenario *s = read_own(FOLDER "white-brackets.md");
    assert_summary(s, "steps 4 (4 said, 0 branches, 0 unspoken) qa 2 ends 0 | background 1 concerns 1+1+1 behaviours 3 "
                      "examples 1+1 ends 3 | unread 0");
    assert_str(s->title, "老年大学摄影班缺课回访");
    assert_str(s->caller.qa[0].question, "学费能退吗");
    assert_str(s->caller.qa[0].answer, "开课四周后不退。");
    cr_expect_eq(s->callee.concerns[2].level, CONCERN_LATENT);
    scenario_free(s);
}

Test(sheets, cards_in_capitals_with_the_script_in_quotation)
{
    struct scenario *s = read_own(FOLDER "cards.en.md");
    assert_summary(s, "steps 3 (3 said, 0 branches, 0 unspoken) qa 2 ends 0 | background 1 concerns 2+1+1 behaviours 4 "
                      "examples 2+2 ends 3 | unread 0");
    assert_str(s->title, "Parcel locker mix-up");
    assert_str(s->caller.qa[1].answer, "I can offer a five pound voucher.");
    scenario_free(s);
}

Test(sheets, a_handbook_that_addresses_the_actor)
{
    struct scenario *s = read_own(FOLDER "actors-handbook.md");
    assert_summary(s, "steps 4 (4 said, 0 branches, 0 unspoken) qa 2 ends 0 | background 0 concerns 1+1+1 behaviours 3 "
                      "examples 2+2 ends 3 | unread 0");
    cr_expect(str_starts(s->callee.role, STR("你要演的人叫邓小北")));
    cr_expect(str_starts(s->callee.text, STR("# 演员手册")), "what the model is sent begins with who it is");
    scenario_free(s);
}

Test(sheets, halves_under_peoples_names_that_a_table_gave)
{
    struct scenario *s = read_own(FOLDER "peoples-names.md");
    assert_summary(s, "steps 4 (4 said, 0 branches, 0 unspoken) qa 2 ends 0 | background 1 concerns 2+1+1 behaviours 3 "
                      "examples 2+2 ends 3 | unread 2");
    assert_str(s->caller.role, "客户经理小俞");
    assert_str(s->caller.task, "催交尾款两万三，这周五前");
    assert_str(s->callee.role, "韩冰，31岁，孕34周，在医院保胎");
    assert_str(s->callee.concerns[2].text, "之前说好送的发汗项目没写进合同");
    cr_expect_eq(s->callee.concerns[2].level, CONCERN_SECONDARY);
    scenario_free(s);
}

Test(sheets, a_sign_above_a_slanted_name_is_the_groups)
{
    struct scenario *s = read_own(FOLDER "parts-and-priorities.en.md");
    assert_summary(s, "steps 3 (3 said, 2 branches, 0 unspoken) qa 2 ends 0 | background 2 concerns 2+1+1 behaviours 3 "
                      "examples 2+2 ends 3 | unread 1");
    assert_str(s->callee.negative.items[1].text, "No worries, whatever works for you.");
    assert_str(s->caller.qa[0].question, "I never got a letter.");
    scenario_free(s);
}

Test(sheets, sentences_that_count_are_steps_and_signs_in_brackets_tell_examples)
{
    struct scenario *s = read_own(FOLDER "bars-and-signs.hant.md");
    assert_summary(s, "steps 3 (3 said, 1 branches, 0 unspoken) qa 2 ends 0 | background 2 concerns 2+1+1 behaviours 3 "
                      "examples 2+2 ends 3 | unread 0");
    assert_str(s->caller.steps[2].utterances.items[0].text, "那我週五再跟您確認時間，謝謝。");
    assert_str(s->callee.positive.items[0].text, "「公司會處理」是哪一位處理？哪一天？");
    scenario_free(s);
}

Test(sheets, emoji_before_bold_labels_and_before_concerns)
{
    struct scenario *s = read_own(FOLDER "emoji-fields.md");
    assert_summary(s, "steps 4 (4 said, 0 branches, 0 unspoken) qa 2 ends 0 | background 1 concerns 2+1+1 behaviours 3 "
                      "examples 2+2 ends 3 | unread 1");
    assert_str(s->caller.role, "小凡");
    assert_str(s->callee.concerns[1].text, "10,382 是真的还是编的");
    cr_expect_eq(s->callee.concerns[2].level, CONCERN_SECONDARY);
    assert_str(s->callee.negative.items[0].text, "好的理解，那我耐心等等～");
    scenario_free(s);
}

Test(sheets, full_width_bars_are_colons)
{
    struct scenario *s = read_own(FOLDER "full-width-bars.md");
    assert_summary(s, "steps 6 (6 said, 0 branches, 0 unspoken) qa 2 ends 0 | background 1 concerns 2+1+1 behaviours 4 "
                      "examples 2+2 ends 3 | unread 0");
    assert_str(s->caller.qa[1].answer, "七成捐赠，三成再生。");
    cr_expect_eq(s->callee.concerns[3].level, CONCERN_LATENT);
    assert_str(s->callee.negative.items[1].text, "没关系，上次的事别放在心上。");
    scenario_free(s);
}

Test(sheets, a_label_above_a_list_ends_a_table_of_fields)
{
    struct scenario *s = read_own(FOLDER "item-and-text.en.md");
    assert_summary(s, "steps 5 (5 said, 0 branches, 0 unspoken) qa 2 ends 0 | background 1 concerns 1+1+1 behaviours 3 "
                      "examples 2+2 ends 3 | unread 1");
    assert_str(s->caller.qa[0].question, "refund deadline");
    assert_str(s->caller.qa[0].answer, "fourteen days before");
    cr_expect_eq(s->callee.concerns[1].level, CONCERN_SECONDARY);
    cr_expect_eq(s->callee.concerns[2].level, CONCERN_LATENT);
    scenario_free(s);
}

Test(sheets, bold_halves_each_with_a_list_of_labels)
{
    struct scenario *s = read_own(FOLDER "bold-halves-with-fields.hant.md");
    assert_summary(s, "steps 4 (3 said, 1 branches, 0 unspoken) qa 2 ends 0 | background 1 concerns 1+1+1 behaviours 3 "
                      "examples 2+2 ends 3 | unread 0");
    assert_str(s->callee.role, "王志豪, 43 歲, 模板工");
    cr_expect_eq(s->callee.concerns[2].level, CONCERN_LATENT);
    scenario_free(s);
}

Test(sheets, a_system_prompt_of_paragraphs_and_a_script_between_first_and_last_words)
{
    struct scenario *s = read_own(FOLDER "system-prompt.en.md");
    assert_summary(s, "steps 4 (4 said, 1 branches, 0 unspoken) qa 0 ends 0 | background 1 concerns 1+2+1 behaviours 5 "
                      "examples 2+2 ends 3 | unread 0");
    assert_str(s->caller.opening, "Ms. Quintero, this is Wayne with Saguaro Mutual.");
    assert_str(s->callee.concerns[3].text, "You do not say out loud that you already paid your nephew $900 in cash to "
                                           "tear out a cabinet.");
    scenario_free(s);
}

Test(sheets, levels_may_stand_before_a_space)
{
    struct scenario *s = read_whole("## 接听方\n### 角色\n闻一舟，28岁。\n### 关切点\n首先 明细到底发不发\n"
                                    "首先 复查收不收钱\n其次 药能不能换\n埋着 他不敢请假\n### 结束条件\n- 发了明细\n");
    cr_assert_eq(s->callee.concern_count, 4);
    cr_expect_eq(s->callee.concerns[2].level, CONCERN_SECONDARY);
    assert_str(s->callee.concerns[3].text, "他不敢请假");
    cr_expect_eq(s->callee.concerns[3].level, CONCERN_LATENT);
    scenario_free(s);
}
