/* The linter finds what was planted, and nothing in documents that are in order. */
#include "spec_help.h"

#include "base/arena.h"
#include "base/file.h"
#include "spec/check.h"
#include "support/within.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static struct check checked(struct scenario *scenario)
{
    struct check check;
    check_init(&check, scenario);
    check_run(&check);
    return check;
}

/* Line of the first finding with this id, 0 when there is none. */
static size_t line_of(const struct check *check, const char *id)
{
    for (size_t i = 0; i < check->findings.count; i++) {
        if (strcmp(check->findings.items[i].id, id) == 0)
            return check->findings.items[i].line;
    }
    return 0;
}

static const struct check_finding *finding(const struct check *check, const char *id)
{
    for (size_t i = 0; i < check->findings.count; i++) {
        if (strcmp(check->findings.items[i].id, id) == 0)
            return &check->findings.items[i];
    }
    return NULL;
}

static const char *const sound[] = {"personas/delivery-callback.md",
                                    "personas/cloud-maintenance.md",
                                    "tests/data/scenarios/numbered-headings.md",
                                    "tests/data/scenarios/callee-first.md",
                                    "tests/data/scenarios/traditional.md",
                                    "tests/data/scenarios/english-headings.md"};

Test(check, finds_nothing_in_documents_that_are_in_order)
{
    for (size_t i = 0; i < sizeof sound / sizeof *sound; i++) {
        struct scenario *s = read_own(sound[i]);
        struct check check = checked(s);
        cr_expect_eq(check.findings.count, 0, "%s: %zu %s", sound[i], check.findings.items[0].line,
                     check.findings.items[0].id);
        check_release(&check);
        scenario_free(s);
    }
}

/* Puts `after` behind the first `before` of a sound document; the finding must stand on that line. */
static void plant(const char *before, const char *after, const char *id)
{
    struct buf text, planted;
    buf_init(&text, 0);
    buf_init(&planted, 0);
    cr_assert(file_read("tests/data/scenarios/numbered-headings.md", &text, NULL));
    size_t at = str_find(buf_str(&text), str_from(before));
    cr_assert_neq(at, STR_NONE, "%s", before);
    buf_add(&planted, str_slice(buf_str(&text), 0, at + strlen(before)));
    size_t line = 1;
    for (size_t i = 0; i < planted.len; i++)
        line += planted.bytes[i] == '\n';
    buf_add_cstring(&planted, after);
    buf_add(&planted, str_slice(buf_str(&text), at + strlen(before), text.len));
    struct scenario *s = scenario_from("planted.md", buf_str(&planted), NULL);
    cr_assert_not_null(s);
    struct check check = checked(s);
    cr_expect_eq(line_of(&check, id), line, "%s: expected in line %zu, is in %zu", id, line, line_of(&check, id));
    check_release(&check);
    scenario_free(s);
    buf_release(&text);
    buf_release(&planted);
}

Test(check, finds_what_was_planted_where_it_was_planted)
{
    plant("想跟您说说停卡退费的事", "，我是[姓名/工号]", "placeholder");
    plant("想跟您说说停卡退费的事", "，单号是XXX", "placeholder");
    plant("想跟您说说停卡退费的事", "，请记下{order_id}", "placeholder");
    plant("想跟您说说停卡退费的事", "，我是【姓名】", "placeholder");
    plant("想跟您说说停卡退费的事", "，我是［姓名］", "placeholder");
    plant("想跟您说说停卡退费的事", "，我是某某", "placeholder");
    plant("想跟您说说停卡退费的事", "，单号是××", "placeholder");
    plant("合同里写明了。", "（待补充）", "placeholder");
    plant("合同里写明了。", "TODO：等法务回复", "placeholder");
    plant("脚踝扭伤六周", "，手机是13671234985", "personal-data");
    plant("脚踝扭伤六周", "，手机是136-7123-4985", "personal-data");
    plant("脚踝扭伤六周", "，身份证号11010519491231002X", "personal-data");
    plant("脚踝扭伤六周", "，邮箱caoqing@mailhost.cn", "personal-data");
    plant("合同里写明了。", "我们会尽快给您回电处理。", "promise-without-date");
    plant("c) 康复师叫她，她得挂电话\n", "d) 结束语多为“行吧”“再说”这样的话", "style-among-end-conditions");
    plant("✅ “你等一下，我找个笔记一下。”\n", "✅ “好的，都听你们的吧。”", "example-like-forbidden");
}

Test(check, leaves_alone_what_only_looks_alike)
{
    static const char *const innocent[] = {
        "他的微信名是“XX熊”，尾号13800000000，邮箱是a@example.com，合同第[3]页，语气转为收尾，[挂断]，电话13800138000",
        "您还有待补充的吗，TODOIST里记着，按7月1日的价目表算，2024年和2025年各交过一次，共12节课，上了3节"};
    for (size_t i = 0; i < 2; i++) {
        char text[2000];
        snprintf(text, sizeof text,
                 "## Callee\n\n### Role\n\n某人甲，三十岁\n\n### Background\n\n- %s\n\n### End conditions\n\n- "
                 "语气转为收尾，没有别的要说\n",
                 innocent[i]);
        struct scenario *s = read_text(text);
        struct check check = checked(s);
        cr_expect_eq(line_of(&check, "style-among-end-conditions"), 0);
        const struct check_finding *found = finding(&check, "personal-data");
        cr_expect_null(found, "%s", found == NULL ? "" : found->message.ptr);
        found = finding(&check, "figures-contradict");
        cr_expect_null(found);
        check_release(&check);
        scenario_free(s);
    }
}

Test(check, names_what_the_script_would_say_that_only_tells_what_to_do)
{
    struct scenario *s =
        read_text("## 电话拨打方\n### 话术\n1、核对本人\n2、告知账单金额，可以分期\n3、确认一下，您是机主本人吗？\n"
                  "4、Explain the fee\n## 电话接听方\n### 角色\n陈晓雯\n");
    struct check check = checked(s);
    size_t lines[4] = {0}, count = 0;
    for (size_t i = 0; i < check.findings.count; i++)
        if (str_eq_cstring(str_from(check.findings.items[i].id), "narrated-line") && count < 4)
            lines[count++] = check.findings.items[i].line;
    cr_assert_eq(count, 3);
    cr_expect(lines[0] == 3 && lines[1] == 4 && lines[2] == 6);
    check_release(&check);
    scenario_free(s);
}

#define TWO_HALVES                                                                                                                                 \
    "## 电话拨打方\n### 角色\n客服宁远\n### 客户画像\n- 周岚，女，%s岁，老客户\n### 分步流程\n1. **说明**\n   - "   \
    "您好，配送超时每单赔付订单金额的%s。\n"                                                                                      \
    "### 问答知识库\n- Q: 晚到怎么赔？\n  - A: 配送超时每单赔付订单金额的%s，三天内到账。\n### "                    \
    "开场白\n请问是%s女士吗？我是宁远。\n"                                                                                          \
    "### 结束条件\n- 说完了\n### 结束语\n再见。\n## 电话接听方\n### 角色\n周岚，41岁，开花店。\n### 结束条件\n- " \
    "问清楚了\n"

/* Two accounts of one procedure that do not agree: what spoilt fresh goods are worth. */
Test(check, two_rates_for_spoilt_goods_contradict_and_two_causes_of_delay_do_not)
{
    static const struct {
        const char *first, *second;
        bool found;
    } all[] = {{"生鲜变质可全额退款并补偿订单金额的50%", "生鲜变质按订单金额120%赔偿", true},
               {"生鲜坏了全额退款，另补订单金额的百分之五十", "生鲜坏了全额退款，另补订单金额的百分之一百二十", true},
               {"生鲜变质可补偿订单金额的百分之五十", "生鲜变质补偿订单金额的50%", false},
               {"不可抗力的延误，补一张券，值百分之十", "平台责任的延误，补百分之三十", false}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        char text[2000];
        snprintf(text, sizeof text,
                 "## 电话拨打方\n### 角色\n客服宁远\n### 分步流程\n1. **说明**\n   - %s。\n"
                 "### 问答知识库\n- Q: 怎么赔？\n  - A: %s。\n### 开场白\n您好，我是宁远。\n### 结束条件\n- 说完了\n"
                 "### 结束语\n再见。\n## 电话接听方\n### 角色\n周岚，41岁，开花店。\n### 结束条件\n- 问清楚了\n",
                 all[i].first, all[i].second);
        struct scenario *s = read_text(text);
        struct check check = checked(s);
        cr_expect_eq(line_of(&check, "figures-contradict") != 0, all[i].found, "case %zu", i);
        check_release(&check);
        scenario_free(s);
    }
}

Test(check, figures_ages_and_names_that_contradict)
{
    static const struct {
        const char *age, *step, *answer, *name, *id;
        size_t line;
    } all[] = {{"41", "30%", "30%", "周岚", NULL, 0},
               {"38", "30%", "30%", "周岚", "age-contradicts", 5},
               {"41", "30%", "50%", "周岚", "figures-contradict", 11},
               {"41", "30%", "30%", "林悦", "name-contradicts", 13}};
    static const char *const ids[] = {"age-contradicts", "figures-contradict", "name-contradicts"};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        char text[2000];
        /* the profile names the persona, so the name's case leaves that line without it */
        snprintf(text, sizeof text, TWO_HALVES, all[i].age, all[i].step, all[i].answer, all[i].name);
        if (all[i].line == 13)
            memcpy(strstr(text, "周岚"), "客户", strlen("客户"));
        struct scenario *s = read_text(text);
        struct check check = checked(s);
        for (size_t k = 0; k < 3; k++) {
            size_t line = all[i].id != NULL && strcmp(ids[k], all[i].id) == 0 ? all[i].line : 0;
            cr_expect_eq(line_of(&check, ids[k]), line, "case %zu, %s in line %zu", i, ids[k], line_of(&check, ids[k]));
        }
        check_release(&check);
        scenario_free(s);
    }
}

Test(check, what_is_missing_empty_unsaid_or_unanswered_is_named_with_its_line)
{
    struct scenario *s = read_own("tests/data/scenarios/blank-and-unknown.md");
    struct check check = checked(s);
    cr_expect_eq(line_of(&check, "unknown-key"), 7);
    cr_expect_eq(line_of(&check, "unknown-section"), 11);
    cr_expect_eq(line_of(&check, "missing-section"), 13);
    cr_expect_eq(line_of(&check, "empty-section"), 19);
    cr_expect_eq(line_of(&check, "step-note"), 24);
    cr_expect_eq(line_of(&check, "step-without-utterance"), 27);
    cr_expect_eq(line_of(&check, "question-without-answer"), 31);
    cr_expect_eq(line_of(&check, "no-end-conditions"), 41);
    cr_expect_eq(line_of(&check, "comment"), 58);
    cr_expect_eq(check_count(&check, CHECK_ERROR), 1);
    check_release(&check);
    scenario_free(s);
}

Test(check, a_section_that_stands_twice_is_named)
{
    struct scenario *s = read_text("## 接听方\n### 角色\n甲\n### 结束条件\n- 一\n### 结束条件\n- 二\n");
    struct check check = checked(s);
    cr_expect_eq(line_of(&check, "duplicate-section"), 6);
    cr_expect_eq(s->callee.end_conditions.count, 2, "both are read");
    check_release(&check);
    scenario_free(s);
}

Test(check, a_half_of_paragraphs_without_titles_is_named)
{
    struct scenario *s = read_own("tests/data/scenarios/running-text.md");
    struct check check = checked(s);
    cr_expect_eq(line_of(&check, "running-text"), 7);
    cr_expect_eq(s->callee.negative.count, 2, "the words before a quoted text tell what it is");
    cr_expect_eq(s->callee.positive.count, 3);
    check_release(&check);
    scenario_free(s);
    s = read_own("tests/data/scenarios/one-table.md");
    check = checked(s);
    cr_expect_eq(line_of(&check, "running-text"), 0);
    check_release(&check);
    scenario_free(s);
}

Test(check, a_long_role_beside_other_sections_is_no_running_text)
{
    static const char lines[] = "说话很慢，做事很细，来公司三年了，从来没有和客户红过脸，这一点大家都知道。";
    struct buf text;
    buf_init(&text, 1 << 16);
    for (size_t half = 0; half < 2; half++) {
        buf_printf(&text, "# %s\n## 角色\n小唐\n\n%s%s%s%s\n", half == 0 ? "电话拨打方" : "电话接听方", lines, lines,
                   lines, lines);
        buf_add_cstring(&text, half == 0 ? "## 核心任务\n通知改派\n" : "## 结束条件\n- 对方答应赔偿\n");
    }
    struct scenario *s = read_text(buf_str(&text).ptr);
    struct check check = checked(s);
    cr_expect_eq(line_of(&check, "running-text"), 0);
    check_release(&check);
    scenario_free(s);
    buf_release(&text);
}

Test(check, every_rule_has_a_summary_and_findings_stand_in_order)
{
    for (const struct check_rule *rule = check_rules; rule->id != NULL; rule++)
        cr_assert(str_ends(str_from(rule->summary.en), STR(".")) && str_ends(str_from(rule->summary.zh), STR("。")));
    struct scenario *s = read_own("tests/data/scenarios/blank-and-unknown.md");
    struct check check = checked(s);
    for (size_t i = 1; i < check.findings.count; i++)
        cr_assert_leq(check.findings.items[i - 1].line, check.findings.items[i].line);
    check_release(&check);
    scenario_free(s);
}

Test(check, the_first_seed_has_a_line_of_style_among_its_end_conditions)
{
    struct scenario *s = read_shared("seeds/000_f7dac5812a8f366b.txt");
    struct check check = checked(s);
    cr_assert_eq(line_of(&check, "style-among-end-conditions"), 146);
    cr_assert_eq(check_count(&check, CHECK_WARNING), 1);
    cr_assert_eq(check_count(&check, CHECK_ERROR), 0);
    check_release(&check);
    scenario_free(s);
}

/* A document with a megabyte of `unit` between the two: linear time keeps the check far below the bound, a quadratic
 * step would take many minutes. */
static void hold_long(const char *before, const char *unit, const char *after)
{
    struct buf text;
    buf_init(&text, 0);
    buf_add_cstring(&text, before);
    while (text.len < (size_t)1 << 20)
        buf_add_cstring(&text, unit);
    buf_add_cstring(&text, after);
    struct scenario *s = read_text(buf_str(&text).ptr);
    struct check check = checked(s);
    check_release(&check);
    scenario_free(s);
    buf_release(&text);
}

Test(check, long_lines_take_linear_time)
{
    within(120);
    static const char *const units[] = {"{a}", "a@b.c ", "13671234985 ", "X", "_", "~", "(", "[", "ﷺ"};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        hold_long("## Callee\n### Role\nx\n### Background\n- a", units[i], "\n### End conditions\n- a\n");
    hold_long("## Caller\n### Steps\n1. a\n  - 如果客户说", "『", "\n## Callee\n### Role\nx\n");
}

Test(check, long_examples_are_prepared_once)
{
    within(120);
    struct buf good;
    buf_init(&good, 0);
    buf_add(&good, STR("”\n- **正面教材**\n"));
    for (size_t i = 0; i < 200; i++)
        buf_printf(&good, "  - “%zu号那天没人来”\n", i);
    hold_long("## Callee\n### Role\nx\n### Reply examples\n- **反面教材**\n  - “", "ﷺ", good.bytes);
    buf_release(&good);
}
