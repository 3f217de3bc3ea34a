/* Markdown: the summary of a CI job. */
#include "report/escape.h"
#include "report/excerpt.h"
#include "report/names.h"
#include "report/report.h"
#include "report/scoreboard.h"

enum { CONVERSATIONS = 10, FINDINGS = 3, AROUND = 40 };

static void add_cell(const struct report *report, const struct report_cell *cell, bool with_judge, struct arena *arena,
                     struct buf *out)
{
    struct interval f = cell->fidelity_interval;
    size_t judged = cell->passed + cell->failed;
    buf_add_cstring(out, "| ");
    escape_markdown(out, cell->scenario);
    buf_add_cstring(out, " | ");
    escape_markdown(out, report_player(arena, cell->model, cell->prompt, cell->caller));
    if (cell->understudy)
        buf_add_cstring(out, report_say(report, " (no language model)", "（不是语言模型）"));
    if (cell->scored == 0)
        buf_add_cstring(out, " | – | ");
    else
        buf_printf(out, " | %.2f", cell->fidelity);
    if (f.known)
        buf_printf(out, " [%.2f, %.2f]", f.low, f.high);
    buf_add_cstring(out, cell->scored == 0 ? "" : " | ");
    if (cell->judged > 0)
        buf_printf(out, "%.2f | ", cell->judged_fidelity);
    else if (with_judge)
        buf_add_cstring(out, "– | ");
    if (judged == 0)
        buf_add_cstring(out, "– | ");
    else
        buf_printf(out, "%zu/%zu | ", cell->passed, judged);
    report_cell_put_endings(cell, report->chinese, out);
    buf_printf(out, " | %zu | %zu |\n", cell->errored, cell->planned - cell->done);
}

static void add_failed(const struct report_entry *entry, bool chinese, struct arena *arena, struct buf *out)
{
    size_t count;
    const struct finding **worst = excerpt_worst(arena, entry->score, &count);
    buf_add_cstring(out, "\n**");
    escape_markdown(out, entry->transcript->id);
    buf_add_cstring(out, "**\n");
    for (size_t i = 0; i < count && i < FINDINGS; i++) {
        buf_add_cstring(out, "- `");
        escape_line(out, excerpt_place(arena, worst[i]->rule, finding_line(worst[i]), chinese));
        buf_add_cstring(out, "` ");
        escape_markdown(out, excerpt_reason(arena, worst[i]));
        if (worst[i]->evidence_count > 0) {
            struct excerpt excerpt = excerpt_of(entry->score, worst[i]->evidence[0], AROUND);
            buf_add_cstring(out, "\n  > ");
            escape_markdown(out, excerpt_line(arena, &excerpt));
        }
        buf_add_byte(out, '\n');
    }
}

void report_markdown(const struct report *report, struct buf *out)
{
    struct arena arena;
    size_t shown = 0, failed = 0;
    arena_init(&arena);
    buf_printf(out, "## fidelio: %zu/%zu %s\n\n", report->done, report->planned,
               report_say(report, "conversations held and scored", "通对话已完成并评分"));
    bool with_judge = false;
    for (size_t i = 0; i < report->cell_count; i++)
        with_judge = with_judge || report->cells[i].judged > 0;
    buf_add_cstring(out,
                    report_say(report, "| scenario | model | fidelity (95 %) | ", "| 场景 | 模型 | 忠实度（95%） | "));
    if (with_judge)
        buf_add_cstring(out, report_say(report, "with judge | ", "含裁判 | "));
    buf_add_cstring(out, report_say(report, "passed | ended right | scoring errors | not held |\n",
                                    "通过 | 结束正确 | 评分出错 | 未完成 |\n"));
    buf_printf(out, "| --- | --- | --- |%s --- | --- | --- | --- |\n", with_judge ? " --- |" : "");
    for (size_t i = 0; i < report->cell_count; i++)
        add_cell(report, &report->cells[i], with_judge, &arena, out);
    for (size_t i = 0; i < report->board.disturbed_count; i++) {
        struct report_cell row = report->board.disturbed[i];
        char title[DISTURBED_TITLE];
        row.scenario = disturbed_title(row.disturbance - 1, report->chinese, title);
        add_cell(report, &row, with_judge, &arena, out);
    }
    for (size_t i = 0; i < report->count; i++) {
        const struct score *score = report->entries[i].score;
        if (score == NULL || score->verdict != VERDICT_FAIL || failed++ >= CONVERSATIONS)
            continue;
        if (shown++ == 0)
            buf_printf(out, "\n### %s\n", report_say(report, "What failed", "没有通过的对话"));
        add_failed(&report->entries[i], report->chinese, &arena, out);
    }
    if (failed > shown)
        buf_printf(out, "\n%s %zu\n", report_say(report, "Further failed conversations:", "其余未通过的对话数："),
                   failed - shown);
    arena_release(&arena);
}
