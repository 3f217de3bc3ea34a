/* No line of a document is lost in silence: held for every document here, and for thousands that were damaged on
 * purpose. */
#include "spec_help.h"

#include "base/arena.h"
#include "base/file.h"
#include "base/rng.h"
#include "base/vec.h"
#include "support/within.h"
#include "text/utf8.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void hold(const char *path, struct str text)
{
    struct error err = {0};
    struct buf faults;
    buf_init(&faults, 0);
    struct scenario *s = scenario_from(path, text, &err);
    if (s == NULL) {
        cr_assert(err.message[0] != '\0');
        return;
    }
    lost_lines(s, &faults);
    if (faults.len > 0 && getenv("FIDELIO_KEEP") != NULL)
        file_write(getenv("FIDELIO_KEEP"), text, NULL);
    cr_assert_eq(faults.len, 0, "%s:\n%s", path, faults.bytes);
    scenario_free(s);
    buf_release(&faults);
}

static size_t hold_folder(const char *folder, const char *ending)
{
    size_t count = 0;
    DIR *dir = opendir(folder);
    if (dir == NULL)
        return 0;
    for (struct dirent *file = readdir(dir); file != NULL; file = readdir(dir)) {
        char path[700];
        struct buf text;
        if (!str_ends(str_from(file->d_name), str_from(ending)))
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, file->d_name);
        buf_init(&text, 0);
        cr_assert(file_read(path, &text, NULL));
        hold(path, buf_str(&text));
        buf_release(&text);
        count++;
    }
    closedir(dir);
    return count;
}

Test(lines, no_line_of_our_own_documents_is_lost)
{
    cr_assert_geq(hold_folder("tests/data/scenarios", ".md") + hold_folder("tests/data/scenarios", ".txt"), 9);
    cr_assert_geq(hold_folder("personas", ".md"), 2);
    cr_assert_geq(hold_folder("tests/accuracy/sets", ".md"), 8);
}

Test(lines, no_line_of_the_shared_documents_is_lost)
{
    const char *root = getenv("FIDELIO_SHARED");
    char folder[600];
    snprintf(folder, sizeof folder, "%s/seeds", root != NULL ? root : "../shared");
    if (hold_folder(folder, ".txt") == 0)
        cr_skip_test("%s is not there: set FIDELIO_SHARED to the folder that holds it", folder);
    snprintf(folder, sizeof folder, "%s/data/labelled", root != NULL ? root : "../shared");
    cr_assert_geq(hold_folder(folder, ".md"), 8);
}

typedef VEC(struct str) line_list;

static void cut_lines(struct str text, line_list *lines)
{
    struct str line;
    while (str_next_line(&text, &line))
        VEC_PUSH(lines, line);
}

static struct str changed_marker(struct arena *arena, struct rng *rng, struct str line)
{
    static const char *const markers[] = {"- ", "* ",       "1. ",   "（1）", "一、",   "## ",    "#### ", "> ",
                                          "**", "| a | ",   "• ",    "Q: ",   "答：",   "    - ", "```",   "---",
                                          "【", "如果客户", "<!-- ", "",      "首要：", "\t"};
    const char *marker = markers[rng_below(rng, sizeof markers / sizeof *markers)];
    return str_from(arena_printf(arena, "%s%.*s", marker, STR_FORMAT(str_trim(line))));
}

/* One seeded change: delete, double, swap, move, re-indent, change the marker, cut short, or join with the next. */
static void change(struct arena *arena, struct rng *rng, line_list *lines)
{
    if (lines->count < 3)
        return;
    size_t at = rng_below(rng, lines->count - 1), other = rng_below(rng, lines->count);
    struct str *line = &lines->items[at], moved = *line;
    switch (rng_below(rng, 8)) {
    case 0:
        memmove(line, line + 1, (lines->count - at - 1) * sizeof *line);
        lines->count--;
        break;
    case 1:
        VEC_PUSH(lines, moved);
        break;
    case 2:
        *line = lines->items[other];
        lines->items[other] = moved;
        break;
    case 3:
        *line = str_from(arena_printf(arena, "%*s%.*s", (int)rng_below(rng, 9), "", STR_FORMAT(str_trim(moved))));
        break;
    case 4:
    case 5:
        *line = changed_marker(arena, rng, moved);
        break;
    case 6: {
        size_t keep = rng_below(rng, moved.len + 1);
        while (keep > 0 && keep < moved.len && ((unsigned char)moved.ptr[keep] & 0xc0) == 0x80)
            keep--;
        *line = str_slice(moved, 0, keep);
        break;
    }
    default:
        *line = str_from(arena_printf(arena, "%.*s %.*s", STR_FORMAT(moved), STR_FORMAT(line[1])));
        break;
    }
}

static void hold_changed(const char *path, uint64_t seeds)
{
    struct buf text;
    buf_init(&text, 0);
    cr_assert(file_read(path, &text, NULL));
    for (uint64_t seed = 0; seed < seeds; seed++) {
        struct arena arena;
        struct rng rng;
        line_list lines = {0};
        struct buf out;
        arena_init(&arena);
        buf_init(&out, 0);
        rng_init_text(&rng, str_from(path), seed);
        cut_lines(buf_str(&text), &lines);
        for (size_t n = 1 + rng_below(&rng, 12); n > 0; n--)
            change(&arena, &rng, &lines);
        for (size_t i = 0; i < lines.count; i++) {
            buf_add(&out, lines.items[i]);
            buf_add_byte(&out, '\n');
        }
        char name[700];
        snprintf(name, sizeof name, "%s, seed %llu", path, (unsigned long long)seed);
        hold(name, buf_str(&out));
        buf_release(&out);
        arena_release(&arena);
        VEC_RELEASE(&lines);
    }
    buf_release(&text);
}

Test(lines, no_line_is_lost_in_thousands_of_damaged_documents)
{
    static const char *const paths[] = {
        "tests/data/scenarios/numbered-headings.md", "tests/data/scenarios/callee-first.md",
        "tests/data/scenarios/no-headings.txt",      "tests/data/scenarios/prefixed-sections.en.md",
        "tests/data/scenarios/traditional.md",       "tests/data/scenarios/list-sections.md",
        "tests/data/scenarios/english-headings.md",  "personas/delivery-callback.md"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        hold_changed(paths[i], 400);
}

/* A megabyte of each of the worst lines that we know: linear time keeps each far below the bound, a quadratic step
 * would take hours. */
static void hold_long(const char *section, const char *worst)
{
    struct error err = {0};
    struct buf text;
    buf_init(&text, 0);
    buf_add(&text, STR("## Caller\n### Steps\n1. a\n### Q&A\nQ: a\n## Callee\n### Role\nx\n"));
    buf_add_cstring(&text, section);
    while (text.len + 64 < (size_t)1 << 20)
        buf_add_cstring(&text, worst);
    struct scenario *s = scenario_from("long.md", buf_str(&text), &err);
    cr_assert_not_null(s, "%s", err.message);
    cr_assert_eq(s->owner_conflicts, 0);
    scenario_free(s);
    buf_release(&text);
}

Test(lines, long_documents_take_linear_time)
{
    within(120);
    static const char *const worst[] = {"**x**\n",  "### unknown\n", "角色：\n",      "- 如果客户说“\n", "# 客户\n",
                                        "（（（“",  "*a ",           "Q: a？ A: b\n", "| a | b |\n",     "- a\n  b\n",
                                        ">",        "[1] ",          "#### 首要\n",   "如果客户：\n",    "<x a=\"",
                                        "→ a：b\n", "〔若a〕→ b\n",  "Ann: Ann\n"};
    for (size_t i = 0; i < sizeof worst / sizeof *worst; i++)
        hold_long("### Behaviours\n", worst[i]);
}

/* What the half has already is not looked up anew for each of a hundred thousand sections outside it. */
Test(lines, many_sections_outside_the_halves_take_linear_time)
{
    within(8);
    hold_long("# Caller\n## Steps\n1. a\n", "# 首要\n");
}

Test(lines, long_examples_take_linear_time)
{
    within(120);
    static const char *const worst[] = {"“a”", "| a ", "a: “b”\n", "**Good**\n- b\n"};
    for (size_t i = 0; i < sizeof worst / sizeof *worst; i++)
        hold_long("### Reply examples\n", worst[i]);
}

Test(lines, long_json_and_lists_in_a_line_take_linear_time)
{
    within(120);
    static const char *const worst[] = {"[", "{\"a\": [", "{\"a\": [\n", "\"a\",\n", "}"};
    for (size_t i = 0; i < sizeof worst / sizeof *worst; i++)
        hold_long("```json\n", worst[i]);
    hold_long("### Concerns\n- ", "1) a 2) ");
    hold_long("### Steps\n- “a” ", "“");
}

Test(lines, long_end_conditions_take_linear_time)
{
    within(100);
    hold_long("### End conditions\n- a", ",-1");
}

Test(lines, conditions_that_end_at_a_comma_are_no_talk)
{
    struct scenario *s =
        read_text("## 电话拨打方\n### 话术\n1、说明来意\n您的年卡到期了。\n如果客户嫌贵，就说可以分期。\n"
                  "如果您嫌贵，可以分期。\n2、客户同意，则告知客户次日生效\n"
                  "## 电话接听方\n### 角色\n陈晓雯\n");
    cr_assert_eq(s->caller.step_count, 2);
    const struct step *first = &s->caller.steps[0], *second = &s->caller.steps[1];
    assert_str(first->title, "说明来意");
    cr_assert_eq(first->utterances.count, 2, "what is said to the customer is talk, 如果 or not");
    cr_assert_eq(first->branch_count, 1);
    assert_str(first->branches[0].when, "如果客户嫌贵");
    assert_str(first->branches[0].utterances.items[0].text, "可以分期。");
    cr_assert_eq(second->branch_count, 1);
    assert_str(second->branches[0].when, "客户同意");
    assert_str(second->branches[0].utterances.items[0].text, "次日生效");
    scenario_free(s);
}

Test(lines, what_is_so_or_comes_on_a_day_is_no_case)
{
    static const char *const talk[] = {"会员价是九折，就这几天。",
                                       "家长会定在周五，就在学校礼堂。",
                                       "情况是这样的：水管老化了。",
                                       "On Friday the engineer comes: please be home.",
                                       "Once a year we check it: it takes an hour.",
                                       "Case number 4471: I have it here."};
    for (size_t i = 0; i < sizeof talk / sizeof *talk; i++) {
        char text[400];
        snprintf(
            text, sizeof text,
            "## 拨打方\n### 话术\n1. **说明**\n   - %s\n   - 客户嫌贵，就说可以分期。\n## 接听方\n### 角色\n陈晓雯\n",
            talk[i]);
        struct scenario *s = read_text(text);
        cr_assert_eq(s->caller.steps[0].branch_count, 1, "%s", talk[i]);
        assert_str(s->caller.steps[0].utterances.items[0].text, talk[i]);
        scenario_free(s);
    }
}

Test(lines, a_name_above_its_words_is_told_from_talk_that_was_wrapped)
{
    struct scenario *s = read_text("## Caller\n### Steps\n1. Say hello\n   Hello, is this Ms Wu?\n2. I wanted to ask\n"
                                   "   you about Friday.\n3. 您好，我是小唐，今天给您\n   打电话是想约个时间。\n"
                                   "## Callee\n### Role\nWu, 33\n");
    cr_assert_eq(s->caller.step_count, 3);
    assert_str(s->caller.steps[0].title, "Say hello");
    assert_str(s->caller.steps[0].utterances.items[0].text, "Hello, is this Ms Wu?");
    assert_str(s->caller.steps[1].utterances.items[0].text, "I wanted to ask you about Friday.");
    assert_str(s->caller.steps[2].utterances.items[0].text, "您好，我是小唐，今天给您打电话是想约个时间。");
    scenario_free(s);
}

Test(lines, names_of_steps_may_stand_in_brackets)
{
    struct scenario *s = read_text("## 电话拨打方\n### 角色\n小唐\n### "
                                   "话术\n【核对身份】\n您好，请问是陈女士吗？\n【说明来意】\n那就这样说好了。\n"
                                   "### 开场白\n您好。\n## 电话接听方\n### 角色\n陈晓雯\n");
    cr_assert_eq(s->caller.step_count, 2);
    assert_str(s->caller.steps[0].utterances.items[0].text, "您好，请问是陈女士吗？");
    assert_str(s->caller.steps[1].utterances.items[0].text, "那就这样说好了。");
    scenario_free(s);
}

Test(lines, a_warning_shows_the_start_of_what_the_document_says_and_is_whole)
{
    char text[2000] = "---\nx";
    for (size_t i = 0; i < 300; i++)
        strcat(text, "键");
    strcat(text, ": 1\n---\n## 电话接听方\n### 角色\n周岚\n");
    struct scenario *s = read_text(text);
    cr_assert_eq(s->warning_count, 1);
    struct str message = s->warnings[0].message;
    cr_expect(utf8_valid(message, NULL), "cut inside a sign");
    cr_expect(str_ends(message, STR("and overrides")), "%.*s", STR_FORMAT(message));
    cr_expect_leq(message.len, 250);
    scenario_free(s);
}

Test(lines, steps_among_the_fields_of_a_table_are_the_script)
{
    struct scenario *s =
        read_text("## 拨打方\n\n|  | 内容 |\n|---|---|\n| 角色 | 反诈中心的陈警示 |\n| 拨打目的 | 核实转账 |\n"
                  "| 开场白 | 您好，请问是李女士吗？ |\n| 第一步 | 这笔转账是您本人操作的吗？ |\n"
                  "| 若客户说“你们才是骗子” | 您可以拨卡背面的号码核实。 |\n| 第二步 | 请您先不要操作。 |\n"
                  "| 结束语 | 谢谢您，再见。 |\n## 接听方\n### 角色\n李淑芬，63岁\n");
    const struct caller_half *caller = &s->caller;
    assert_str(caller->opening, "您好，请问是李女士吗？");
    assert_str(caller->task, "核实转账");
    cr_assert_eq(caller->step_count, 2);
    assert_str(caller->steps[0].utterances.items[0].text, "这笔转账是您本人操作的吗？");
    cr_assert_eq(caller->steps[0].branch_count, 1);
    assert_str(caller->steps[0].branches[0].when, "若客户说“你们才是骗子”");
    assert_str(caller->steps[1].utterances.items[0].text, "请您先不要操作。");
    assert_str(caller->closing, "谢谢您，再见。");
    scenario_free(s);
}

Test(lines, a_step_that_is_a_case_is_said_only_when_it_applies)
{
    struct scenario *s =
        read_text("## 电话拨打方\n### 角色\n小苗\n### 话术\nStep1 告知：“报告出来了。”\n"
                  "Step2 如果客户问严不严重：“要复查了才能判断。”\nStep3 情况说明：“周四上午空腹过来。”\n"
                  "## 电话接听方\n### 角色\n王建军\n");
    cr_assert_eq(s->caller.step_count, 3);
    cr_expect_eq(s->caller.steps[1].utterances.count, 0);
    cr_assert_eq(s->caller.steps[1].branch_count, 1);
    assert_str(s->caller.steps[1].branches[0].when, "如果客户问严不严重");
    assert_str(s->caller.steps[1].branches[0].utterances.items[0].text, "要复查了才能判断。");
    cr_expect_eq(s->caller.steps[2].branch_count, 0);
    scenario_free(s);
}
