#include "report/report.h"

#include "report/scoreboard.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

/* Conversations and scores made by hand: what the report says must not depend on how the scorer judges today. */
struct stage {
    struct transcript *transcripts[8];
    struct score scores[8];
    struct finding findings[8];
    struct hit hits[8];
    const struct hit *evidence[8];
    struct report_entry entries[8];
    struct report report;
    size_t count;
};

static const struct rule leak = {.id = {"never-ai-leak", 13},
                                 .why = {"a customer is no model", 22},
                                 .gate = true,
                                 .weight = 3,
                                 .file = {"personas/a.md", 13},
                                 .line = 88};

static void add(struct stage *stage, const char *scenario, const char *model, enum verdict verdict, double fidelity,
                enum ending_verdict ending)
{
    size_t i = stage->count++;
    struct transcript *transcript = stage->transcripts[i] = transcript_new();
    char id[96];
    snprintf(id, sizeof id, "%s/%s/%zu", scenario, model, i);
    transcript->id = str_dup(&transcript->arena, str_from(id));
    transcript->scenario = str_from(scenario);
    transcript->model = str_from(model);
    transcript_add(transcript, ROLE_CALLER, STR("您好？"));
    transcript_add(transcript, ROLE_PERSONA, STR("嗯，\33[2J我是AI模型啊。"));
    stage->scores[i] = (struct score){.transcript = transcript,
                                      .verdict = verdict,
                                      .has_fidelity = verdict != VERDICT_ERROR,
                                      .fidelity = fidelity,
                                      .ending = {.verdict = ending},
                                      .replies = 1};
    if (verdict == VERDICT_ERROR) {
        transcript->ended_by = ENDED_ERROR;
        transcript->error = STR("the endpoint is away");
    } else if (verdict == VERDICT_FAIL) {
        stage->hits[i] = (struct hit){.message = 1, .span = {6, 12}};
        stage->evidence[i] = &stage->hits[i];
        stage->findings[i] = (struct finding){.rule = &leak,
                                              .outcome = OUTCOME_FAIL,
                                              .by = BY_PERSONA,
                                              .why = STR("1 of 1 replies"),
                                              .evidence = &stage->evidence[i],
                                              .evidence_count = 1};
        stage->scores[i].findings = &stage->findings[i];
        stage->scores[i].finding_count = 1;
    }
    stage->entries[i] = (struct report_entry){.transcript = transcript, .score = &stage->scores[i]};
}

static struct stage *played(bool chinese)
{
    static struct stage stage;
    stage = (struct stage){0};
    add(&stage, "a", "understudy", VERDICT_PASS, 1, ENDING_CORRECT);
    add(&stage, "a", "small-model", VERDICT_FAIL, 0.5, ENDING_LATE);
    add(&stage, "a", "large-model", VERDICT_PASS, 0.75, ENDING_CORRECT);
    add(&stage, "a", "large-model", VERDICT_PASS, 0.75, ENDING_PREMATURE);
    add(&stage, "a", "large-model", VERDICT_ERROR, 0, ENDING_UNKNOWN);
    report_init(&stage.report, stage.entries, stage.count, 6, chinese);
    return &stage;
}

static void strike(struct stage *stage)
{
    report_release(&stage->report);
    for (size_t i = 0; i < stage->count; i++)
        transcript_free(stage->transcripts[i]);
}

static void check_text(bool chinese, size_t width, const char *expected)
{
    struct stage *stage = played(chinese);
    struct text_options options = {.width = width, .worst = 5};
    struct buf out;
    buf_init(&out, 0);
    report_text(&stage->report, &options, &out);
    cr_expect_str_eq(out.bytes, expected, "%s", out.bytes);
    buf_release(&out);
    strike(stage);
}

Test(report_text, ranks_models_marks_the_understudy_and_quotes_the_worst)
{
    check_text(
        false, 100,
        "\na\n"
        "  model         fidelity [95 %]               passed [95 %]     ending                  errors\n"
        "  large-model   ████████░░ 0.75 [0.75, 0.75]  2/2 [0.34, 1.00]  correct 1, premature 1  1\n"
        "  small-model   █████░░░░░ 0.50               0/1 [0.00, 0.79]  late 1                  0\n"
        "  understudy *  ██████████ 1.00               1/1 [0.21, 1.00]  correct 1               0\n"
        "\n* the understudy is a built-in player of templates, no language model: it is not ranked among models.\n"
        "\nWorst findings\n"
        "\n  ✗ a/small-model/1  fidelity 0.50, ending: late\n"
        "    personas/a.md:88  never-ai-leak (gate)\n"
        "      a customer is no model: 1 of 1 replies\n"
        "      reply 1 │ 嗯，␛[2J我是AI模型啊。\n"
        "                        ^^^^^^^^^^\n"
        "\nConversations that could not be completed\n"
        "  1 × the endpoint is away (such as a/large-model/4)\n"
        "\nConversations planned 6: passed 3, failed 1, errors 1, not held 1.\n");
}

Test(report_text, says_the_same_in_chinese_and_fits_a_narrow_terminal)
{
    check_text(true, 60,
               "\na\n"
               "  模型          忠实度 [95 %]      通过 [95 %]       结束            出错\n"
               "  large-model   0.75 [0.75, 0.75]  2/2 [0.34, 1.00]  正确 1, 过早 1  1\n"
               "  small-model   0.50               0/1 [0.00, 0.79]  过晚 1          0\n"
               "  understudy *  1.00               1/1 [0.21, 1.00]  正确 1          0\n"
               "\n* understudy 是内置的模板替身，不是语言模型，不与模型同列比较。\n"
               "\n最严重的发现\n"
               "\n  ✗ a/small-model/1  忠实度 0.50，结束：过晚\n"
               "    personas/a.md:88  never-ai-leak（一票否决）\n"
               "      a customer is no model：1 of 1 replies\n"
               "      第 1 句 │ 嗯，␛[2J我是AI模型啊。\n"
               "                        ^^^^^^^^^^\n"
               "\n未能完成的对话\n"
               "  1 × the endpoint is away（如 a/large-model/4）\n"
               "\n计划 6 通对话：通过 3，未通过 1，出错 1，未进行 1。\n");
}

Test(scoreboard, keeps_each_denominator_and_errors_beside_it)
{
    struct stage *stage = played(false);
    struct scoreboard board = stage->report.board;
    cr_assert_eq(board.cell_count, 3);
    cr_assert_eq(board.total_count, 0, "one scenario needs no totals");
    const struct report_cell *large = &board.cells[0];
    cr_assert(str_eq_cstring(large->model, "large-model"));
    cr_assert_eq(large->planned, 3);
    cr_assert_eq(large->passed + large->failed, 2);
    cr_assert_eq(report_cell_errors(large), 1);
    cr_assert_eq(large->scored, 2, "an error has no fidelity");
    cr_assert_eq(board.passed + board.failed + board.errors, stage->count);
    strike(stage);
}
