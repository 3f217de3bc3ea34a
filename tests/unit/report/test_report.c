/* Conversations are grouped and counted in linear time and memory. */
#include "report/html.h"
#include "report/names.h"
#include "report/scoreboard.h"
#include "support/within.h"
#include "syntax/json_writer.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

Test(report, a_hundred_thousand_cells_are_counted_in_linear_time)
{
    enum { MODELS = 50000, SCENARIOS = 2 };
    struct arena arena;
    struct report report;
    within(60);
    arena_init(&arena);
    struct report_entry *entries = calloc((size_t)MODELS * SCENARIOS, sizeof *entries);
    for (size_t i = 0; i < (size_t)MODELS * SCENARIOS; i++)
        entries[i].facts = (struct report_facts){
            .scenario = i < MODELS ? STR("one") : STR("two"),
            .model = str_from(arena_printf(&arena, "model-%zu", i % MODELS)),
            .caller = STR("script"),
            .ended_by = ENDED_PERSONA,
            .scored = true,
            .verdict = i % 2 == 0 ? VERDICT_PASS : VERDICT_FAIL,
            .has_fidelity = true,
            .fidelity = i < MODELS ? 0.5 : 1,
        };
    report_init(&report, entries, (size_t)MODELS * SCENARIOS, (size_t)MODELS * SCENARIOS, false);
    cr_assert_eq(report.cell_count, (size_t)MODELS * SCENARIOS);
    cr_assert_eq(report.board.total_count, MODELS);
    for (size_t i = 0; i < MODELS; i++) {
        cr_assert_eq(report.board.totals[i].scored, SCENARIOS);
        cr_assert_float_eq(report.board.totals[i].fidelity, 0.75, 1e-9);
    }
    cr_assert_lt(report.arena.used, (size_t)256 << 20, "%zu bytes", report.arena.used);
    report_release(&report);
    free(entries);
    arena_release(&arena);
}

Test(report, a_conversation_counts_in_the_cell_of_its_scenario_model_prompt_and_caller)
{
    struct report_entry entries[6] = {0};
    struct report report;
    for (size_t i = 0; i < 6; i++)
        entries[i].facts = (struct report_facts){.scenario = STR("s"),
                                                 .model = i == 1 ? STR("n") : STR("m"),
                                                 .prompt = i == 2 ? STR("p") : STR(""),
                                                 .caller = i == 3 ? STR("c") : STR("script")};
    entries[4].facts.scenario = STR("t");
    report_init(&report, entries, 6, 6, false);
    cr_assert_eq(report.cell_count, 5);
    for (size_t i = 0; i < 5; i++)
        cr_assert_eq(entries[i].cell, i);
    cr_assert_eq(entries[5].cell, 0);
    report_release(&report);
}

Test(report, an_ending_that_cannot_be_judged_is_no_wrong_one)
{
    struct report_cell cells[] = {
        {.passed = 2, .failed = 3, .endings = {[ENDING_CORRECT] = 2, [ENDING_LATE] = 1, [ENDING_UNKNOWN] = 2}},
        {.passed = 5, .endings = {[ENDING_UNKNOWN] = 5}},
        {.passed = 5, .endings = {[ENDING_CORRECT] = 5}},
        {.passed = 0}};
    static const char *const shown[] = {"2/3（不明 2）", "–（不明 5）", "5/5", "–"};
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        struct buf out;
        buf_init(&out, 0);
        report_cell_put_endings(&cells[i], true, &out);
        cr_expect(str_eq_cstring(buf_str(&out), shown[i]), "%.*s", STR_FORMAT(buf_str(&out)));
        buf_release(&out);
    }
}

Test(report, rows_of_two_prompts_and_callers_are_told_apart)
{
    static const char *const rows[] = {"m", "m · p1", "m · p2 ☎ rude"};
    struct report_entry entries[] = {
        {.facts = {.scenario = STR("s"), .model = STR("m"), .caller = STR("script"), .scored = true}},
        {.facts = {.scenario = STR("s"), .model = STR("m"), .prompt = STR("p1"), .scored = true}},
        {.facts = {
             .scenario = STR("s"), .model = STR("m"), .prompt = STR("p2"), .caller = STR("rude"), .scored = true}}};
    struct report report;
    struct buf out;
    char part[64];
    buf_init(&out, 0);
    for (size_t i = 0; i < 3; i++)
        entries[i].junit = STR("<testcase/>");
    report_init(&report, entries, 3, 3, false);
    report_markdown(&report, &out);
    report_junit(&report, &out);
    for (size_t i = 0; i < 3; i++) {
        snprintf(part, sizeof part, "| s | %s |", rows[i]);
        cr_expect_neq(str_find(buf_str(&out), str_from(part)), STR_NONE, "%.*s", STR_FORMAT(buf_str(&out)));
        snprintf(part, sizeof part, "<testsuite name=\"s x %s\"", rows[i]);
        cr_expect_neq(str_find(buf_str(&out), str_from(part)), STR_NONE, "%.*s", STR_FORMAT(buf_str(&out)));
    }
    report_release(&report);
    buf_release(&out);
}

/* An exam has a dimension a procedure step. */
Test(report, every_dimension_has_its_bar)
{
    enum { MANY = 40 };
    char names[MANY][16];
    struct dimension_score dimensions[MANY];
    for (size_t i = 0; i < MANY; i++) {
        snprintf(names[i], sizeof names[i], "step-%zu", i);
        dimensions[i] = (struct dimension_score){names[i], 0.5};
    }
    struct report_entry entry = {.facts = {.id = STR("one"),
                                           .ended_by = ENDED_PERSONA,
                                           .scored = true,
                                           .dimensions = dimensions,
                                           .dimension_count = MANY}};
    struct report report;
    struct html_options options = {.pieces = html_pieces_new(&(struct html_subjects){0})};
    struct buf page;
    buf_init(&page, 0);
    report_init(&report, &entry, 1, 1, false);
    report_html(&report, &options, &page);
    for (size_t i = 0; i < MANY; i++)
        cr_expect_not_null(strstr(page.bytes, names[i]), "%s", names[i]);
    html_pieces_free(options.pieces);
    report_release(&report);
    buf_release(&page);
}

Test(report, half_a_call_is_in_no_dimensions_mean)
{
    struct dimension_score whole = {"facts", 1}, half = {"facts", 0};
    struct report_entry entries[] = {
        {.facts = {.ended_by = ENDED_PERSONA, .scored = true, .dimensions = &whole, .dimension_count = 1}},
        {.facts = {.ended_by = ENDED_ERROR, .scored = true, .dimensions = &half, .dimension_count = 1}}};
    struct report report;
    struct html_options options = {.pieces = html_pieces_new(&(struct html_subjects){0})};
    struct buf page;
    buf_init(&page, 0);
    report_init(&report, entries, 2, 2, false);
    report_html(&report, &options, &page);
    cr_expect_not_null(strstr(page.bytes, "1.00 (n=1)"));
    html_pieces_free(options.pieces);
    report_release(&report);
    buf_release(&page);
}

Test(names, a_disturbance_is_a_move_with_a_name_in_both_languages)
{
    for (int chinese = 0; chinese < 2; chinese++) {
        struct buf out;
        struct json_writer w;
        buf_init(&out, 0);
        json_writer_init(&w, &out, 0);
        json_open_object(&w, NULL);
        names_write(&w, chinese);
        json_close_object(&w);
        const char *noise = chinese ? "\"perturb:noise\":\"干扰：杂音\"" : "\"perturb:noise\":\"disturbance: noise\"";
        cr_expect_neq(str_find(buf_str(&out), str_from(noise)), STR_NONE);
        buf_release(&out);
    }
}
