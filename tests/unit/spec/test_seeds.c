/* The real documents, read as they stand. */
#include "spec_help.h"

#include <criterion/criterion.h>
#include <stdio.h>

#define SEED_000 "seeds/000_f7dac5812a8f366b.txt"
#define SEED_001 "seeds/001_21d2ee02c3d80f42.txt"

Test(seeds, the_first_is_read_whole)
{
    struct scenario *s = read_shared(SEED_000);
    assert_summary(
        s,
        "steps 7 (9 said, 0 branches, 0 unspoken) qa 5 ends 4 | background 9 concerns 2+3+3 behaviours 8 examples 4+8 "
        "ends 5 | unread 0");
    cr_assert_eq(s->lang, LANG_ZH_HANS);
    assert_str(s->id, "000_f7dac5812a8f366b");
    cr_assert(s->has_caller && s->has_callee);
    cr_assert_eq(s->warning_count, 0);
    scenario_free(s);
}

Test(seeds, the_first_keeps_its_line_numbers)
{
    struct scenario *s = read_shared(SEED_000);
    cr_assert_eq(s->caller.line, 1);
    cr_assert_eq(s->caller.end_line, 74);
    cr_assert_eq(s->caller.role_line, 5);
    cr_assert_eq(s->caller.task_line, 9);
    cr_assert_eq(s->caller.steps[6].line, 41);
    cr_assert_eq(s->caller.steps[2].utterances.items[1].line, 29);
    cr_assert_eq(s->caller.qa[4].line, 58);
    cr_assert_eq(s->caller.qa[4].answer_line, 59);
    cr_assert_eq(s->caller.opening_line, 63);
    cr_assert_eq(s->caller.end_conditions.items[3].line, 71);
    cr_assert_eq(s->caller.closing_line, 74);
    cr_assert_eq(s->callee.line, 77);
    cr_assert_eq(s->callee.end_line, 146);
    cr_assert_eq(s->callee.role_line, 81);
    cr_assert_eq(s->callee.background.items[8].line, 93);
    cr_assert_eq(s->callee.concerns[0].line, 98);
    cr_assert_eq(s->callee.concerns[0].column, 7);
    cr_assert_eq(s->callee.concerns[7].line, 109);
    cr_assert_eq(s->callee.behaviours.items[0].line, 113);
    cr_assert_eq(s->callee.negative.items[0].line, 125);
    cr_assert_eq(s->callee.positive.items[7].line, 138);
    cr_assert_eq(s->callee.end_conditions.items[4].line, 146);
    scenario_free(s);
}

Test(seeds, texts_are_without_bullets_emphasis_and_quotation_marks)
{
    struct scenario *s = read_shared(SEED_000);
    cr_assert_not(str_has(s->callee.negative.items[0].text, "“"));
    cr_assert_not(str_has(s->caller.steps[0].title, "*"));
    cr_assert(str_has(s->callee.end_conditions.items[4].text, "“"), "quotation marks inside a text stay");
    for (size_t i = 0; i < s->callee.concern_count; i++)
        cr_assert(s->callee.concerns[i].text.ptr[0] != '-' && s->callee.concerns[i].text.ptr[0] != ' ');
    scenario_free(s);
}

Test(seeds, the_second_is_read_whole)
{
    struct scenario *s = read_shared(SEED_001);
    assert_summary(
        s,
        "steps 8 (9 said, 2 branches, 1 unspoken) qa 6 ends 4 | background 8 concerns 3+3+5 behaviours 7 examples 4+6 "
        "ends 5 | unread 1");
    cr_assert_eq(s->unread.items[0].line, 135, "the remark above the examples is named");
    cr_assert_eq(s->warning_count, 1);
    cr_assert_str_eq(s->warnings[0].id, "remark");
    cr_assert(str_starts(s->callee.text, STR("## 电话接听方")), "the rule between the halves belongs to none");
    cr_assert_eq(s->caller.end_line, 83);
    scenario_free(s);
}

Test(seeds, the_second_has_two_branches_in_step_five)
{
    struct scenario *s = read_shared(SEED_001);
    const struct step *step = &s->caller.steps[4];
    cr_assert_eq(step->number, 5);
    cr_assert_eq(step->utterances.count, 0);
    cr_assert_eq(step->branch_count, 2);
    cr_assert(str_has(step->branches[0].when, "不太确定"));
    cr_assert(str_has(step->branches[1].when, "真的完全好了"));
    cr_assert_not(str_ends(step->branches[0].when, STR("：")));
    cr_assert_eq(step->branches[0].line, 36);
    cr_assert_eq(step->branches[0].utterances.count, 1);
    cr_assert_eq(step->branches[1].utterances.items[0].line, 39);
    scenario_free(s);
}

Test(seeds, a_bracketed_condition_is_not_spoken)
{
    struct scenario *s = read_shared(SEED_001);
    const struct step *step = &s->caller.steps[0];
    cr_assert_eq(step->conditions.count, 1);
    cr_assert(str_has(step->conditions.items[0].text, "如客户"));
    cr_assert_not(str_has(step->utterances.items[0].text, "如客户"));
    cr_assert(str_has(step->utterances.items[0].text, "您好") && str_has(step->utterances.items[0].text, "专员"));
    scenario_free(s);
}

struct expected {
    const char *path, *summary;
    enum lang lang;
};

Test(seeds, the_labelled_documents_are_read_whole)
{
    static const struct expected all[] = {
        {"course-refund",
         "steps 7 (8 said, 1 branches, 0 unspoken) qa 7 ends 4 | background 9 concerns 2+3+4 behaviours 9 examples 5+8 "
         "ends 5 | unread 0",
         LANG_ZH_HANS},
        {"discharge-followup",
         "steps 7 (12 said, 2 branches, 0 unspoken) qa 8 ends 4 | background 10 concerns 2+3+4 behaviours 9 examples "
         "5+8 ends 5 | unread 0",
         LANG_ZH_HANS},
        {"hotel-overcharge-hant",
         "steps 7 (9 said, 3 branches, 0 unspoken) qa 8 ends 4 | background 10 concerns 2+3+3 behaviours 9 examples "
         "5+8 ends 5 | unread 0",
         LANG_ZH_HANT},
        {"presale-ecommerce",
         "steps 6 (9 said, 2 branches, 0 unspoken) qa 7 ends 4 | background 9 concerns 2+3+3 behaviours 9 examples 5+8 "
         "ends 5 | unread 0",
         LANG_ZH_HANS},
        {"property-repair",
         "steps 7 (10 said, 2 branches, 0 unspoken) qa 7 ends 4 | background 9 concerns 3+3+3 behaviours 10 examples "
         "5+8 ends 5 | unread 0",
         LANG_ZH_HANS},
        {"recall-service-en",
         "steps 7 (8 said, 3 branches, 0 unspoken) qa 7 ends 4 | background 10 concerns 2+3+3 behaviours 9 examples "
         "5+8 ends 5 | unread 0",
         LANG_EN},
        {"saas-renewal-en",
         "steps 6 (7 said, 3 branches, 0 unspoken) qa 7 ends 4 | background 10 concerns 3+3+3 behaviours 10 examples "
         "5+8 ends 5 | unread 0",
         LANG_EN},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        char path[200];
        snprintf(path, sizeof path, "data/labelled/%s.md", all[i].path);
        struct scenario *s = read_shared(path);
        cr_expect_str_eq(summary(s), all[i].summary, "%s: %s", path, summary(s));
        cr_expect_eq(s->lang, all[i].lang);
        cr_expect_eq(s->warning_count, 0);
        cr_expect(s->caller.role.len > 0 && s->caller.task.len > 0 && s->caller.opening.len > 0 &&
                  s->caller.closing.len > 0 && s->callee.role.len > 0);
        for (size_t q = 0; q < s->caller.qa_count; q++)
            cr_expect(s->caller.qa[q].question.len > 0 && s->caller.qa[q].answer.len > 0);
        scenario_free(s);
    }
}
