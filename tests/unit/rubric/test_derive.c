#include "rubric/derive.h"
#include "rubric/rubric.h"
#include "support/caller_document.h"

#include <criterion/criterion.h>
#include <stdio.h>

static struct scenario *scenario;
static struct rubric *rubric;
static struct error err;

static void set_up(void)
{
    scenario = scenario_from("heater.md", STR(WATER_HEATER), &err);
    cr_assert_not_null(scenario, "%s", err.message);
    rubric = rubric_for(scenario, NULL, 0, &err);
    cr_assert_not_null(rubric, "%s", err.message);
}

static void tear_down(void)
{
    rubric_free(rubric);
    scenario_free(scenario);
}

TestSuite(derive, .init = set_up, .fini = tear_down);

static const struct rule *rule(const char *id)
{
    const struct rule *found = rubric_rule(rubric, str_from(id));
    cr_assert_not_null(found, "no rule %s", id);
    return found;
}

Test(derive, the_negative_examples_forbid_platitudes_and_are_the_rules_source)
{
    cr_assert_eq(rule("never-platitude")->line, 23);
    cr_assert(str_eq_cstring(rule("never-platitude")->file, "heater.md"));
    cr_assert_eq(rule("never-platitude")->kind, RULE_NEVER);
}

Test(derive, always_is_expected_in_each_call_and_now_and_then_is_not)
{
    cr_assert_eq(rule("expects-skepticism")->modality, MODALITY_ALWAYS);
    cr_assert_eq(rule("expects-skepticism")->line, 18);
    cr_assert_eq(rubric_rule(rubric, STR("expects-hesitation")) == NULL, true);
    cr_assert_eq(rule("may-show-hesitation")->modality, MODALITY_SOMETIMES);
    cr_assert_eq(rule("may-show-hesitation")->line, 19);
}

Test(derive, what_asks_for_nothing_observable_is_named_with_its_line)
{
    cr_assert_eq(rubric->behaviour_count, 3);
    cr_assert_eq(rubric->underived_count, 1);
    cr_assert_eq(rubric->underived[0].line, 20);
    cr_assert(str_eq_cstring(rubric->underived[0].text, "爱哼小曲"));
}

Test(derive, concerns_endings_and_facts_have_their_lines)
{
    cr_assert_eq(rule("concerns-primary")->line, 12);
    cr_assert_eq(rule("concerns-latent")->modality, MODALITY_SOMETIMES);
    cr_assert_eq(rule("ending-correct")->line, 27);
    cr_assert_eq(rule("never-fact-error")->line, 9);
}

Test(derive, end_conditions_are_told_from_a_manner_of_speaking)
{
    cr_assert_eq(rubric->end_count, 3);
    cr_assert_eq(rubric->ends[0].kind, END_SETTLED);
    cr_assert_eq(rubric->ends[1].kind, END_INTERRUPTED);
    cr_assert(rubric->ends[1].is_condition && rubric->ends[1].derivable);
    cr_assert_not(rubric->ends[2].is_condition);
    cr_assert_not(rubric->ends[0].must);
}

Test(derive, the_printed_rubric_tells_what_was_read_and_puts_the_documents_rules_first)
{
    struct buf out;
    buf_init(&out, 0);
    rubric_print(rubric, &out);
    struct str text = buf_str(&out);
    cr_expect_neq(str_find(text, STR("读作：讲清楚、没有再问")), STR_NONE);
    cr_expect_neq(str_find(text, STR("是说话方式，不是条件")), STR_NONE);
    cr_expect_neq(str_find(text, STR("得不出：（第 20 行）爱哼小曲")), STR_NONE);
    size_t concerns = str_find(text, STR("  # 关切")), role = str_find(text, STR("  # 角色"));
    cr_expect_lt(concerns, str_find(text, STR("- id: concerns-primary")));
    cr_expect_lt(str_find(text, STR("- id: concerns-primary")), role);
    cr_expect_lt(role, str_find(text, STR("- id: never-ai-leak")));
    cr_expect_lt(str_find(text, STR("- id: never-ai-leak")), text.len);
    buf_release(&out);
}

Test(derive, without_a_document_the_core_rules_stand_alone)
{
    struct rubric *core = rubric_for(NULL, NULL, 0, &err);
    cr_assert_not_null(core);
    cr_assert_not_null(rubric_rule(core, STR("never-ai-leak")));
    cr_assert_null(rubric_rule(core, STR("never-platitude")));
    cr_assert_eq(core->end_count, 0);
    rubric_free(core);
}

/* One line a habit, in the order of src/rubric/habits.c: each takes its signal from the program's own pack. */
Test(derive, habits_become_rules_over_signals_of_the_pack)
{
    static const char text[] =
        "## 电话接听方\n### 角色\n林青，30岁。\n### 典型行为模式\n"
        "- 总要追问一句\n- 总要短信\n- 自己心算\n- 要人家再念一遍\n- 有时被打断\n- 爱讲古\n- 爱打比方\n"
        "- 收线前一定复述\n- 提到孩子就软下来\n### 结束条件\n- 讲清楚了\n";
    static const struct {
        const char *id;
        enum modality modality;
    } habits[] = {
        {"asks-back", MODALITY_ALWAYS},     {"wants-writing", MODALITY_ALWAYS}, {"names-figures", MODALITY_SOMETIMES},
        {"asks-again", MODALITY_SOMETIMES}, {"distracted", MODALITY_SOMETIMES}, {"tells-a-case", MODALITY_SOMETIMES},
        {"compares", MODALITY_SOMETIMES},   {"sums-up", MODALITY_ALWAYS},       {"softens", MODALITY_SOMETIMES},
    };
    struct scenario *other = scenario_from("h.md", STR(text), &err);
    cr_assert_not_null(other, "%s", err.message);
    struct rubric *derived = rubric_for(other, NULL, 0, &err);
    for (size_t i = 0; i < sizeof habits / sizeof *habits; i++) {
        const struct rule *found = rubric_rule(derived, str_from(habits[i].id));
        cr_assert_not_null(found, "no rule %s", habits[i].id);
        cr_expect_eq(found->modality, habits[i].modality, "%s", habits[i].id);
        cr_expect_eq(found->line, 5 + i, "%s", habits[i].id);
        cr_expect_geq(found->signals[0], SIGNAL_CORE_COUNT);
    }
    cr_expect_eq(derived->underived_count, 0);
    rubric_free(derived);
    scenario_free(other);
}

Test(derive, an_outline_lists_the_same_rules)
{
    struct rubric *outline = rubric_outline(scenario);
    cr_assert_eq(outline->rule_count, rubric->rule_count);
    for (size_t i = 0; i < rubric->rule_count; i++)
        cr_expect(str_eq(outline->rules[i].id, rubric->rules[i].id));
    cr_assert_eq(outline->underived_count, rubric->underived_count);
    cr_expect_eq(outline->underived[0].line, rubric->underived[0].line);
    cr_expect_eq(outline->behaviour_count, rubric->behaviour_count);
    cr_assert_eq(outline->end_count, rubric->end_count);
    for (size_t i = 0; i < rubric->end_count; i++)
        cr_expect_eq(outline->ends[i].derivable, rubric->ends[i].derivable);
    rubric_free(outline);
}

Test(derive, what_cannot_be_derived_has_its_own_place_in_a_line_of_several)
{
    struct scenario *one = scenario_from(
        "one.md", STR("# 接听方\n## 角色\n老周。\n## 行为模式\n- **爱**哼小曲\n## 结束条件\n月亮很圆；月亮很圆\n"),
        &err);
    cr_assert_not_null(one, "%s", err.message);
    struct rubric *outline = rubric_outline(one);
    cr_assert_eq(outline->underived_count, 1);
    cr_expect_eq(outline->underived[0].column, 3);
    cr_assert_eq(outline->end_count, 2);
    cr_expect_eq(outline->ends[0].column, 1);
    cr_expect_eq(outline->ends[1].column, 6);
    rubric_free(outline);
    scenario_free(one);
}

/* The rule that a document's only behaviour leads to, or must not (`expected` false). */
static void leads_to(const char *behaviour, const char *id, bool expected)
{
    char text[400];
    snprintf(text, sizeof text, "# 接听方\n## 角色\n老周。\n## 行为模式\n- %s\n## 结束条件\n- 说定了日期\n", behaviour);
    struct scenario *one = scenario_from("one.md", str_from(text), &err);
    cr_assert_not_null(one, "%s", err.message);
    struct rubric *own = rubric_for(one, NULL, 0, &err);
    cr_assert_not_null(own, "%s", err.message);
    cr_expect_eq(rubric_rule(own, str_from(id)) != NULL, expected, "%s: %s", behaviour, id);
    cr_expect_eq(own->underived_count, 0, "%s", behaviour);
    rubric_free(own);
    scenario_free(one);
}

static void asks_for(const char *behaviour, const char *id)
{
    leads_to(behaviour, id, true);
}

Test(derive, who_asks_whom_and_for_what_is_told_apart)
{
    asks_for("一開始一定會問你是哪裡、怎麼有我的電話", "expects-skepticism");
    leads_to("常常說「我再問我先生看看」，不會當場答應", "asks-back", false);
    asks_for("常常說「我再問我先生看看」，不會當場答應", "expects-hesitation");
    asks_for("講到一半會跟菜販講話，可能會請對方再說一次", "distracted");
    asks_for("講到一半會跟菜販講話，可能會請對方再說一次", "asks-again");
    asks_for("刚接电话时迷糊，要对方再说一遍", "asks-again");
    leads_to("刚接电话时迷糊，要对方再说一遍", "expects-skepticism", false);
}

Test(derive, doubt_and_wavering_are_heard_in_plain_speech)
{
    asks_for("听到“免费”会起疑心", "expects-skepticism");
    asks_for("聽到要點連結就會起疑", "expects-skepticism");
    asks_for("一听“规定”两个字就抬杠", "expects-skepticism");
    asks_for("不会一口答应", "expects-hesitation");
    asks_for("要她马上决定，她会说要跟儿子商量", "expects-hesitation");
}
