/* What titles look like in documents of many hands: numbers in front, halves named by a description, sections named by
 * bold lines, groups of examples with a remark. Each text is as small as shows it. */
#include "spec_help.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static size_t warned(const struct scenario *s, const char *id)
{
    size_t count = 0;
    for (size_t i = 0; i < s->warning_count; i++)
        count += strcmp(s->warnings[i].id, id) == 0;
    return count;
}

#define CALLER "## Caller\n\n**Role**\n\nAnn.\n\n"
#define CALLEE "\n## Callee\n\n**Role**\n\nBob, 40.\n\n"

Test(titles, bold_lines_alone_name_sections_even_behind_the_steps)
{
    struct scenario *s =
        read_whole(CALLER "**Step-by-step script**\n\n1. Greet: \"Hello.\"\n2. Ask: \"When?\"\n\n"
                          "**Q&A knowledge base**\n\nQ: How much?\nA: Ten.\n\n"
                          "**End conditions and closing words**\n\n- A visit is agreed\n- He refuses\n\n"
                          "\"Thank you, goodbye.\"\n" CALLEE "**End conditions**\n\n- The oven rings\n");
    cr_assert_eq(s->caller.step_count, 2);
    cr_assert_eq(s->caller.steps[1].utterances.count, 1);
    cr_assert_eq(s->caller.qa_count, 1);
    cr_assert_eq(s->caller.end_conditions.count, 2);
    assert_str(s->caller.closing, "Thank you, goodbye.");
    cr_assert_eq(s->callee.end_conditions.count, 1);
    cr_assert_eq(s->warning_count, 0);
    scenario_free(s);
}

Test(titles, bold_step_titles_do_not_end_the_steps)
{
    struct scenario *s =
        read_whole(CALLER "### Script\n\n**Step 1: Opening**\n\n\"Hello.\"\n\n**Step 2: Closing**\n\n\"Bye.\"\n\n"
                          "**Q&A knowledge base**\n\n**How much?**\n\nTen.\n" CALLEE);
    cr_assert_eq(s->caller.step_count, 2);
    cr_assert_eq(s->caller.qa_count, 1);
    scenario_free(s);
}

Test(titles, levels_of_concerns_in_everyday_words)
{
    struct scenario *s =
        read_whole("## Caller\n\n**Opening**: Hello.\n\n**怎么聊**\n\n第1步 问好\n  “您好。”\n第2步 收尾\n  "
                   "“再见。”\n" CALLEE "**What bugs him**\n\n- Main: the noise\n- Also: the fee\n"
                   "- Won't say unless asked: he has moved out\n");
    cr_assert_eq(s->caller.step_count, 2);
    assert_str(s->caller.opening, "Hello.");
    cr_assert_eq(s->callee.concern_count, 3);
    cr_assert_eq(s->callee.concerns[1].level, CONCERN_SECONDARY);
    cr_assert_eq(s->callee.concerns[2].level, CONCERN_LATENT);
    assert_str(s->callee.concerns[2].text, "he has moved out");
    scenario_free(s);
}

Test(titles, roman_numerals_before_halves)
{
    static const char *const heads[][2] = {{"I. Caller", "II. Callee"},
                                           {"i) Caller", "ii) Callee"},
                                           {"Part I: Caller", "Part II: Callee"},
                                           {"Ⅰ、拨打方", "Ⅱ、接听方"},
                                           {"PART ONE: CALLER", "PART TWO: CALLEE"},
                                           {"VIII. Caller", "IX. Callee"},
                                           {"Section A - Caller", "Section B - Callee"}};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        char text[300];
        snprintf(text, sizeof text,
                 "# %s\n\n## Role\n\nAnn.\n\n## Opening line\n\nHello.\n\n# %s\n\n## Role\n\nBob, 40.\n", heads[i][0],
                 heads[i][1]);
        struct scenario *s = read_whole(text);
        assert_str(s->caller.opening, "Hello.");
        assert_str(s->callee.role, "Bob, 40.");
        cr_assert_eq(s->callee.line, 11, "%s", heads[i][1]);
        scenario_free(s);
    }
}

Test(titles, numbers_of_several_parts_before_sections)
{
    static const char *const numbers[] = {"I.", "1.", "A.", "A", "一.", "I-"};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        char text[400];
        const char *n = numbers[i];
        snprintf(text, sizeof text,
                 "# Caller\n\n## %s1 Role\n\nAnn.\n\n## %s3 Customer profile\n\n- Bob, 40\n\n## %s6 Opening line\n\n"
                 "Hello.\n\n# Callee\n\n## II.1 Role\n\nBob, 40.\n",
                 n, n, n);
        struct scenario *s = read_whole(text);
        cr_assert_eq(s->caller.profile.count, 1, "%s", n);
        assert_str(s->caller.opening, "Hello.");
        assert_str(s->callee.role, "Bob, 40.");
        cr_assert_eq(s->callee.line, 15, "%s", n);
        scenario_free(s);
    }
}

Test(titles, the_documents_own_title_is_no_section)
{
    static const char *const titles[] = {"# 婚禮 電話腳本", "# 客户画像：婚礼", "# Call script", "# 模拟客户与客服"};
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        char text[400];
        snprintf(
            text, sizeof text,
            "%s\n\n## 接聽方\n\n### 角色\n\n阿慈，36歲。\n\n## 撥打方\n\n### 角色\n\n小段。\n\n### 開場白\n\n妳好。\n",
            titles[i]);
        struct scenario *s = read_whole(text);
        assert_str(s->callee.role, "阿慈，36歲。");
        assert_str(s->caller.role, "小段。");
        cr_assert_eq(s->callee.line, 3);
        cr_assert_eq(s->caller.step_count, 0);
        scenario_free(s);
    }
}

Test(titles, examples_of_how_somebody_talks_are_examples)
{
    static const char *const titles[] = {"Examples of how he talks", "Reply examples: how she talks",
                                         "How he talks: examples", "说话习惯示例"};
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        char text[300];
        snprintf(text, sizeof text,
                 "# Callee\n\n## Role\n\nBob.\n\n## How he talks\n\n- Short\n\n## %s\n\nBad:\n- \"Lovely.\"\n\nGood:\n"
                 "- \"Nope.\"\n",
                 titles[i]);
        struct scenario *s = read_whole(text);
        cr_assert_eq(s->callee.behaviours.count, 1, "%s", titles[i]);
        cr_assert_eq(s->callee.negative.count, 1);
        cr_assert_eq(s->callee.positive.count, 1);
        scenario_free(s);
    }
}

Test(titles, a_lead_in_with_a_remark_tells_what_follows)
{
    static const char *const pairs[][2] = {
        {"Negative (never like this):", "Positive (the feel of it):"},
        {"**Not this, it is far too polite for her**", "**But this, the way she really sounds**"},
        {"What Bob would never say on the phone:", "What Bob actually says on the phone:"},
        {"Out of character, a helpful assistant speaking:", "In character, as short as he always is:"},
        {"以下几句千万别学，一听就是机器人：", "以下几句才是他的口吻，照着这个味道来："},
        {"不要像客服那样客气地回答问题（出戏）：", "要像一个真的在忙的人那样回答："}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        for (int turned = 0; turned < 2; turned++) {
            char text[500];
            snprintf(text, sizeof text,
                     "# Callee\n\n## Role\n\nBob.\n\n## Examples\n\n%s\n- \"%s\"\n- \"x1\"\n\n%s\n- \"%s\"\n",
                     pairs[i][turned], turned ? "good" : "bad", pairs[i][1 - turned], turned ? "bad" : "good");
            struct scenario *s = read_whole(text);
            cr_assert_eq(s->callee.negative.count, turned ? 1 : 2, "%d %s", turned, summary(s));
            assert_str(s->callee.negative.items[0].text, "bad");
            assert_str(s->callee.positive.items[0].text, "good");
            scenario_free(s);
        }
    }
}

Test(titles, a_lead_in_that_tells_nothing_is_never_taken_as_positive)
{
    struct scenario *s =
        read_whole("# Callee\n\n## Role\n\nBob.\n\n## Examples\n\nGood:\n- \"Nope.\"\n  When cross:\n  - \"Pff.\"\n\n"
                   "Column seven:\n- \"Odd.\"\n- \"Odder.\"\n");
    cr_assert_eq(s->callee.positive.count, 2);
    cr_assert_eq(s->callee.negative.count, 0);
    cr_assert_eq(warned(s, "example-of-unknown-kind"), 2);
    scenario_free(s);
    s = read_whole("# Callee\n\n## Role\n\nBob.\n\n## Examples\n\n- \"Nope.\"\n");
    cr_assert_eq(warned(s, "examples-without-kind"), 1);
    scenario_free(s);
}

Test(titles, halves_named_by_what_they_do)
{
    struct scenario *s = read_whole("# Part A. The one who picks up (the tenant)\n\n## Who\n\nBob, 40.\n\n"
                                    "# The one who calls\n\n## Who\n\nAnn.\n\n## Opening line\n\nHello.\n");
    assert_str(s->callee.role, "Bob, 40.");
    assert_str(s->caller.role, "Ann.");
    cr_assert_eq(s->callee.line, 1);
    cr_assert_eq(s->callee.end_line, 5);
    cr_assert_eq(s->caller.line, 7);
    scenario_free(s);
}

/* Whole documents, one a hand. */
Test(titles, whole_documents_in_other_hands)
{
    static const struct {
        const char *name, *summary;
    } documents[] = {
        {"table-fields.md", "steps 2 (2 said, 0 branches, 0 unspoken) qa 0 ends 1 | background 1 concerns 1+1+1 "
                            "behaviours 1 examples 1+1 ends 1 | unread 4"},
        {"print-numbers.txt", "steps 2 (2 said, 0 branches, 0 unspoken) qa 1 ends 2 | background 1 concerns 1+1+1 "
                              "behaviours 1 examples 1+1 ends 1 | unread 0"},
        {"emoji-bullets.txt", "steps 2 (2 said, 0 branches, 0 unspoken) qa 0 ends 2 | background 1 concerns 1+1+1 "
                              "behaviours 1 examples 1+1 ends 1 | unread 0"},
        {"capitals.en.txt", "steps 2 (2 said, 0 branches, 0 unspoken) qa 1 ends 2 | background 1 concerns 1+1+1 "
                            "behaviours 1 examples 1+1 ends 1 | unread 0"},
        {"bold-labels.en.md", "steps 2 (2 said, 1 branches, 0 unspoken) qa 2 ends 2 | background 1 concerns 1+1+1 "
                              "behaviours 1 examples 1+1 ends 1 | unread 0"},
        {"full-stops.en.md", "steps 2 (2 said, 0 branches, 0 unspoken) qa 1 ends 2 | background 1 concerns 1+1+1 "
                             "behaviours 1 examples 1+1 ends 1 | unread 0"},
        {"profile-is-persona.md", "steps 2 (2 said, 2 branches, 0 unspoken) qa 0 ends 1 | background 0 concerns 1+1+1 "
                                  "behaviours 2 examples 2+2 ends 1 | unread 0"},
        {"plain-speech.md", "steps 2 (2 said, 1 branches, 0 unspoken) qa 1 ends 2 | background 1 concerns 1+1+1 "
                            "behaviours 1 examples 1+1 ends 1 | unread 0"},
    };
    for (size_t i = 0; i < sizeof documents / sizeof *documents; i++) {
        char path[100];
        snprintf(path, sizeof path, "tests/data/scenarios/%s", documents[i].name);
        struct scenario *s = read_own(path);
        cr_expect_str_eq(summary(s), documents[i].summary, "%s: %s", documents[i].name, summary(s));
        scenario_free(s);
    }
}

static struct scenario *with_examples(const char *lines)
{
    char text[700];
    snprintf(text, sizeof text, "# Callee\n\n## Role\n\nBob.\n\n%s", lines);
    return read_whole(text);
}

Test(titles, forbidden_sentences_never_become_positive)
{
    static const char *const layouts[] = {
        "## 示例\n\n**别这样**：\n“坏。”\n“坏的。”\n\n**就这样**：\n“好。”\n",
        "## 示例\n\n不要：“坏。”\n不要：“坏的。”\n要：“好。”\n",
        "## Examples\n\n1. Never like this\n   - \"a\"\n   - \"b\"\n2. More like this\n   - \"c\"\n",
        "## Replies\n\n### What a bot would say\n- \"a\"\n- \"b\"\n\n### What Bob would say\n- \"c\"\n",
        "## Example replies (bad)\n- \"a\"\n- \"b\"\n\n## Example replies (good)\n- \"c\"\n",
        "## Examples\n\n- \"a\" (bad)\n- \"b\" (bad)\n- \"c\" (good)\n",
        "## Examples\n\n- 反面：“a”“b”\n- 正面：“c”\n",
        "## 绝对不能出现的话\n- “a”\n- “b”\n\n## 正面示例\n- “c”\n",
        "## Bad replies\n- \"a\"\n- \"b\"\n## Good replies\n- \"c\"\n",
        "## Examples\n\n👎 \"a\"\n👎 \"b\"\n👍 \"c\"\n"};
    for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++) {
        struct scenario *s = with_examples(layouts[i]);
        cr_expect_eq(s->callee.negative.count, 2, "%s: %s", layouts[i], summary(s));
        cr_expect_eq(s->callee.positive.count, 1, "%s: %s", layouts[i], summary(s));
        cr_expect_eq(warned(s, "examples-without-kind"), 0, "%s", layouts[i]);
        scenario_free(s);
    }
}

Test(titles, labels_inside_a_group_do_not_turn_it)
{
    struct scenario *s = with_examples("## Examples\n\n**正面**\n- 不耐烦时：“快说。”\n- 太忙时：“等下。”\n\n"
                                       "**反面**\n- 像真人：“哦。”\n");
    cr_assert_eq(s->callee.positive.count, 2);
    cr_assert_eq(s->callee.negative.count, 1);
    scenario_free(s);
    s = with_examples("## Examples\n\n### Good\n- \"Right.\"\n- Wrong.\n- \"Bad.\"\n");
    cr_assert_eq(s->callee.positive.count, 3, "words to be said are no labels");
    scenario_free(s);
    s = with_examples("## Examples\n\nBob in a bad mood:\n- \"What now.\"\n");
    cr_assert_eq(s->callee.negative.count + s->callee.positive.count, 0);
    cr_assert_eq(warned(s, "example-of-unknown-kind"), 1);
    scenario_free(s);
}

Test(titles, the_callers_words_above_an_example_are_none)
{
    struct scenario *s =
        with_examples("## Examples\n\n### Negative examples\n**Agent:** \"How are you?\"\n**Bob:** \"Great!\"\n\n"
                      "### Positive examples\n**Agent:** \"How are you?\"\n**Bob:** \"Busy.\"\n");
    cr_assert_eq(s->callee.negative.count, 1);
    assert_str(s->callee.positive.items[0].text, "Busy.");
    cr_assert_eq(warned(s, "remark"), 2);
    scenario_free(s);
}

Test(titles, names_in_brackets_carry_their_half_and_text)
{
    struct scenario *s = read_whole(
        "【拨打方角色】小米。\n【拨打方任务】改期。\n【拨打方开场白】您好。\n【拨打方结束条件】\n- 同意\n"
        "【拨打方结束语】再见。\n\n【接听方角色】阿满。\n【接听方背景】\n- 忙\n【接听方结束条件】\n- 开会\n");
    assert_str(s->caller.opening, "您好。");
    assert_str(s->caller.closing, "再见。");
    cr_assert_eq(s->caller.end_conditions.count, 1);
    assert_str(s->callee.role, "阿满。");
    cr_assert_eq(s->callee.end_conditions.count, 1);
    scenario_free(s);
}

Test(titles, the_end_of_the_call_under_many_names)
{
    static const char *const names[] = {
        "When to end the call", "挂断条件",           "通话结束的情形", "什麼時候我會掛電話",
        "Call ends when",       "Ends the call when", "何时挂断",       "When does he hang up?"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char text[200];
        snprintf(text, sizeof text, "## %s\n\n- it rains\n", names[i]);
        struct scenario *s = with_examples(text);
        cr_expect_eq(s->callee.end_conditions.count, 1, "%s", names[i]);
        scenario_free(s);
    }
}

Test(titles, tags_on_lines_of_their_own_are_headings_when_they_are_closed)
{
    struct scenario *s =
        read_whole("<scenario>\n<caller>\n## Role\nAnn.\n## Steps\n1. \"Hello.\"\n<pause>\n2. \"Bye.\"\n</caller>\n\n"
                   "<callee>\n## Role\nBob, 40.\n## End conditions\n- z\n</callee>\n</scenario>\n");
    cr_assert_eq(s->caller.step_count, 2);
    assert_str(s->callee.role, "Bob, 40.");
    cr_assert_eq(s->callee.line, 11);
    assert_str(s->callee.end_conditions.items[0].text, "z");
    scenario_free(s);
}

Test(titles, numbered_bold_items_that_count_on_name_sections)
{
    struct scenario *s =
        read_whole("# Callee\n\n1. **Role**\n   Bob.\n2. **Concerns**\n   - Primary – bread\n   - Latent – debts\n\n"
                   "# Caller\n\n1. **Role**\n   Ann.\n2. **Steps**\n   1. \"What?\"\n   2. \"When?\"\n"
                   "3. **Q&A**\n   - Q: Cost? A: Fifty.\n4. **Closing**\n   \"Bye.\"\n");
    cr_assert_eq(s->caller.step_count, 2);
    cr_assert_eq(s->caller.qa_count, 1);
    assert_str(s->caller.closing, "Bye.");
    cr_assert_eq(s->callee.concerns[1].level, CONCERN_LATENT);
    assert_str(s->callee.concerns[0].text, "bread");
    scenario_free(s);
}

/* Levels of the first `count` concerns as digits: "012". */
static const char *levels_of(const struct scenario *s, char out[8])
{
    size_t i = 0;
    for (; i < s->callee.concern_count && i < 7; i++)
        out[i] = (char)('0' + s->callee.concerns[i].level);
    out[i] = '\0';
    return out;
}

Test(titles, names_of_groups_stand_alone_without_a_colon)
{
    static const struct {
        const char *text, *levels;
        size_t negative, positive;
    } documents[] = {
        {"## 接听方\n### 角色\n甲\n### 核心关切点\n首要\n- 一\n- 二\n次要\n- 三\n潜在\n- 四\n", "0012", 0, 0},
        {"## Callee\n### Role\nAnn\n### Concerns\nPrimary\nwhether A\nSecondary\nwhat B\nHidden\nafraid of C\n"
         "### Examples\nBad\nSure, no problem at all.\nGood\nHang on. Which day?\n",
         "012", 1, 1},
        {"## Callee\n### Role\nAnn\n### Concerns\nLoudest\n- whether A\nQuieter\n- what B\nKept back\n- afraid of C\n",
         "012", 0, 0},
        {"## Callee\n### Role\nAnn\n### Concerns\n- Primary: a line that\ngoes on\n- Secondary: another\n", "01", 0, 0},
    };
    for (size_t i = 0; i < sizeof documents / sizeof *documents; i++) {
        char levels[8];
        struct scenario *s = read_text(documents[i].text);
        cr_expect_str_eq(levels_of(s, levels), documents[i].levels, "document %zu", i);
        cr_expect_eq(s->callee.negative.count, documents[i].negative, "document %zu", i);
        cr_expect_eq(s->callee.positive.count, documents[i].positive, "document %zu", i);
        scenario_free(s);
    }
}

Test(titles, one_thing_in_two_languages_is_not_two)
{
    struct scenario *s = read_text("## 接听方\n### 角色\n甲\n### 结束条件\n约好了时间 / a time is fixed\n");
    cr_expect_eq(s->callee.end_conditions.count, 1);
    scenario_free(s);
    s = read_text("## 接听方\n### 角色\n甲\n### 结束条件\n约好了时间 / 对方拒绝\n");
    cr_expect_eq(s->callee.end_conditions.count, 2);
    scenario_free(s);
}

Test(titles, a_label_that_nothing_tells_stays_text_of_the_section_above)
{
    struct scenario *s = read_text("## 接听方\n- 姓名：甲\n- 口味：辣\n- 属相：猴\n- 背景：等了三天\n- 关切：哪天到\n");
    cr_expect(str_find(s->callee.role, STR("口味：辣")) != STR_NONE);
    cr_expect(str_find(s->callee.role, STR("属相：猴")) != STR_NONE);
    cr_expect_eq(s->callee.background.count, 1);
    cr_expect_eq(s->callee.concern_count, 1);
    scenario_free(s);
}

Test(titles, sections_as_high_as_the_halves_go_to_the_half_that_can_have_them)
{
    struct scenario *s =
        read_text("# Night tram depot\n\n## 1. Callee card\n\n- name: Ada Quill\n- age: 41\n\n"
                  "## 2. Caller\n\nGoal: fill Sunday's shift.\n\n"
                  "## 3. Worries\n\n- the dog is alone at night\n- overtime comes late\n\n"
                  "## 4. Behaviour\n\n- asks who else was asked\n- answers with a question\n\n"
                  "## 5. How far it goes\n\n| no. | she can hang up when |\n|---|---|\n"
                  "| 1 | she has said no and nobody insists |\n| 2 | the shift is hers in writing |\n");
    cr_expect_eq(s->callee.concern_count, 2);
    cr_expect_eq(s->callee.behaviours.count, 2);
    cr_assert_eq(s->callee.end_conditions.count, 2, "%zu", s->callee.end_conditions.count);
    assert_str(s->callee.end_conditions.items[0].text, "she has said no and nobody insists");
    cr_expect_eq(s->caller.end_conditions.count, 0);
    scenario_free(s);
}

Test(titles, what_only_the_callee_has_may_stand_behind_a_title_of_no_half)
{
    struct scenario *s =
        read_text("# 夜班\n\n## 接听方\n\n- 姓名：季川\n- 年龄：41岁\n\n## 调度室那头\n\n排好周日的班。\n\n"
                  "## 关切点\n\n- 狗夜里没人管\n- 加班费总是拖\n");
    cr_expect_eq(s->callee.concern_count, 2);
    scenario_free(s);
}

Test(titles, a_line_above_four_dashes_is_a_title)
{
    struct scenario *s = read_text(
        "夜班 · 对练脚本\n====\n\n写的人：阿宽\n\n第一篇　拨打方\n------\n\n**任务**　排好周日的班。\n\n"
        "第二篇　接听方\n------\n\n**人设**\n\n季川，41岁。\n\n**关切点**\n\n先说出口的——\n\n· 狗夜里没人管\n\n"
        "聊着聊着才说的——\n\n· 加班费总是拖\n\n埋在心里的——\n\n· 怕丢了这份工\n\n"
        "**结束条件**\n\n㈠ 班排好了\n\n㈡ 他说不行，对方不再劝\n");
    assert_str(s->caller.task, "排好周日的班。");
    assert_str(s->callee.role, "季川，41岁。");
    cr_assert_eq(s->callee.concern_count, 3, "%zu", s->callee.concern_count);
    assert_str(s->callee.concerns[0].text, "狗夜里没人管");
    cr_expect_eq(s->callee.concerns[1].level, CONCERN_SECONDARY);
    cr_expect_eq(s->callee.concerns[2].level, CONCERN_LATENT);
    cr_assert_eq(s->callee.end_conditions.count, 2);
    assert_str(s->callee.end_conditions.items[1].text, "他说不行，对方不再劝");
    scenario_free(s);
    s = read_text("# 夜班\n## 拨打方\n### 任务\n排好周日的班。\n---\n## 接听方\n### 人设\n季川，41岁。\n---\n");
    assert_str(s->caller.task, "排好周日的班。");
    scenario_free(s);
}
