/* What the titles of examples say of them, and which lines are titles by their form. */
#include "spec_help.h"

#include "base/arena.h"
#include "spec/polarity.h"

#include <criterion/criterion.h>
#include <stdio.h>

Test(polarity, words_that_carry_the_sense_and_words_that_turn_it)
{
    static const struct {
        enum section_kind kind;
        const char *title;
    } titles[] = {{SECTION_NEGATIVE, "不对"},
                  {SECTION_NEGATIVE, "這樣就不對了"},
                  {SECTION_NEGATIVE, "这样不行"},
                  {SECTION_NEGATIVE, "不太像他"},
                  {SECTION_NEGATIVE, "别写成这样"},
                  {SECTION_NEGATIVE, "錯嘅示範"},
                  {SECTION_NEGATIVE, "太客气"},
                  {SECTION_NEGATIVE, "not like this"},
                  {SECTION_NEGATIVE, "Less like this"},
                  {SECTION_NEGATIVE, "Sounds wrong"},
                  {SECTION_NEGATIVE, "Don't"},
                  {SECTION_NEGATIVE, "Not her"},
                  {SECTION_NEGATIVE, "❌ 客户"},
                  {SECTION_POSITIVE, "对的"},
                  {SECTION_POSITIVE, "這樣的感覺就對了"},
                  {SECTION_POSITIVE, "没错"},
                  {SECTION_POSITIVE, "不错的说法"},
                  {SECTION_POSITIVE, "太对了"},
                  {SECTION_POSITIVE, "啱嘅示範"},
                  {SECTION_POSITIVE, "你会说"},
                  {SECTION_POSITIVE, "Sounds right"},
                  {SECTION_POSITIVE, "*More like this*"},
                  {SECTION_POSITIVE, "nothing wrong"},
                  {SECTION_POSITIVE, "Very much her"},
                  {SECTION_POSITIVE, "✅ 客户"},
                  {SECTION_NONE, "对方的反应"},
                  {SECTION_NONE, "不耐烦的时候"},
                  {SECTION_NONE, "Bob in a bad mood"}};
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        cr_expect_eq(polarity_of_text(&arena, str_from(titles[i].title)).kind, titles[i].kind, "%s", titles[i].title);
    arena_release(&arena);
}

static struct scenario *persona(const char *lines)
{
    struct buf text;
    buf_init(&text, 0);
    buf_printf(&text,
               "## 接听方\n\n**角色**\n\n阿满，40岁。\n\n**关切**\n\n- 首要：面包\n- 次要：牛奶\n- 潜在：债\n\n%s",
               lines);
    struct scenario *s = read_text(text.bytes);
    buf_release(&text);
    return s;
}

Test(polarity, a_title_of_unknown_name_ends_the_section_before_it)
{
    struct scenario *s = persona("**习惯**：\n- 甲\n- 乙\n\n**备忘**\n\n只是一句话\n\n**结束条件**\n- 丙\n");
    cr_assert_eq(s->callee.concern_count, 3);
    cr_assert_eq(s->callee.behaviours.count, 2, "the only section that is missing there: %s", summary(s));
    cr_assert_eq(s->callee.end_conditions.count, 1);
    cr_assert_eq(s->unread.count, 1);
    cr_assert(str_has(s->callee.text, "只是一句话"), "it stays the persona's text");
    scenario_free(s);
}

Test(polarity, what_only_divides_a_section_does_not_end_it)
{
    struct scenario *s = persona("**行为模式**\n- 甲\n\n生气时：\n- 乙\n\n**结束条件**\n- 丙\n");
    cr_assert_eq(s->callee.behaviours.count, 2, "another form: %s", summary(s));
    scenario_free(s);
    s = read_text("## 接听方\n\n**角色**\n阿满。\n\n**关切**\n\n**钱**\n- 甲\n\n**面子**\n- 乙\n\n**身体**\n- 丙\n");
    cr_assert_eq(s->callee.concern_count, 3, "groups right below the title: %s", summary(s));
    scenario_free(s);
}

Test(polarity, a_line_in_italics_among_words_to_be_said_is_a_remark)
{
    struct scenario *s = read_text("## Caller\n\n### Role\nAnn.\n\n### Script\n\n1. \"Hello.\"\n\n*If they ask*\n\n"
                                   "2. \"When?\"\n\n## Callee\n\n### Role\nBob.\n");
    cr_assert_eq(s->caller.step_count, 2, "%s", summary(s));
    cr_assert_eq(s->caller.qa_count, 0);
    scenario_free(s);
}

Test(polarity, groups_of_examples_that_look_like_sections_are_told_apart)
{
    struct scenario *s =
        persona("**行为模式**\n- 丁\n\n**一听就假**\n- “甲。”\n\n**一听就真**\n- “乙。”\n\n**备用**\n- “丙。”\n");
    cr_assert_eq(s->callee.negative.count, 1, "%s", summary(s));
    assert_str(s->callee.negative.items[0].text, "甲。");
    assert_str(s->callee.positive.items[0].text, "乙。");
    cr_assert_eq(s->callee.positive.count, 1, "what tells nothing is not taken as positive: %s", summary(s));
    scenario_free(s);
}

Test(polarity, lists_of_unknown_name_take_the_places_that_are_free)
{
    struct scenario *s = read_text(
        "## 接听方\n\n**角色**\n\n阿满。\n\n**甲**\n- 一\n- 二\n\n**乙**\n- 三\n- 四\n\n**丙**\n- 五\n- 六\n\n"
        "**示例**\n\n反面：\n- “坏。”\n\n**丁**\n- 七\n- 八\n");
    cr_assert_eq(s->callee.background.count, 2, "%s", summary(s));
    cr_assert_eq(s->callee.concern_count, 2);
    cr_assert_eq(s->callee.behaviours.count, 2);
    cr_assert_eq(s->callee.end_conditions.count, 2);
    scenario_free(s);
}

Test(polarity, a_sign_before_or_behind_a_title_without_a_colon_is_no_bullet)
{
    static const char *const titles[][2] = {{"❌ 不要这样说", "✅ 这样的感觉"},
                                            {"不要这样说 ❌", "这样的感觉 ✅"},
                                            {"👎 太热情", "👍 她的口气"},
                                            {"✗ Not like this", "✔️ Like this"},
                                            {"❌", "✅"}};
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        char text[400];
        snprintf(text, sizeof text, "**行为模式**\n- 丁\n\n**回复范例**\n%s\n- 甲。\n- 乙。\n\n%s\n- 丙。\n",
                 titles[i][0], titles[i][1]);
        struct scenario *s = persona(text);
        cr_assert_eq(s->callee.negative.count, 2, "%s: %s", titles[i][0], summary(s));
        assert_str(s->callee.negative.items[0].text, "甲。");
        cr_assert_eq(s->callee.positive.count, 1, "%s: %s", titles[i][1], summary(s));
        scenario_free(s);
    }
    struct scenario *s = persona("**回复范例**\n❌ 没事没事\n✅ 真的假的\n❌ 都听你的\n");
    cr_assert_eq(s->callee.negative.count, 2, "and a bullet where it is one: %s", summary(s));
    cr_assert_eq(s->callee.positive.count, 1);
    scenario_free(s);
}
