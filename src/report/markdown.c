/* Markdown: the summary of a CI job. */
#include "report/escape.h"
#include "report/excerpt.h"
#include "report/report.h"
#include "stats/bootstrap.h"

#include <math.h>

enum { CONVERSATIONS = 10, FINDINGS = 3, AROUND = 40 };

static const char *say(const struct report *report, const char *english, const char *chinese)
{
    return report->chinese ? chinese : english;
}

static void add_cell(const struct report *report, const struct report_cell *cell, struct buf *out)
{
    struct bootstrap_interval f = bootstrap_mean(cell->fidelities, cell->fidelity_count, 0.95, 1);
    buf_add_cstring(out, "| ");
    escape_markdown(out, cell->scenario);
    buf_add_cstring(out, " | ");
    escape_markdown(out, cell->model);
    if (cell->understudy)
        buf_add_cstring(out, say(report, " (no language model)", "（不是语言模型）"));
    if (isnan(f.mean))
        buf_add_cstring(out, " | – | ");
    else
        buf_printf(out, " | %.2f [%.2f, %.2f] | ", f.mean, f.low, f.high);
    buf_printf(out, "%zu/%zu | %zu/%zu | %zu | %zu |\n", cell->passed, cell->done, cell->endings[ENDING_CORRECT],
               cell->done, cell->errored, cell->planned - cell->done);
}

static void add_failed(const struct report_entry *entry, struct arena *arena, struct buf *out)
{
    size_t count;
    const struct finding **worst = excerpt_worst(arena, entry->score, &count);
    buf_add_cstring(out, "\n**");
    escape_markdown(out, entry->transcript->id);
    buf_add_cstring(out, "**\n");
    for (size_t i = 0; i < count && i < FINDINGS; i++) {
        buf_add_cstring(out, "- `");
        escape_line(out, excerpt_place(arena, worst[i]->rule));
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
               say(report, "conversations held and scored", "通对话已完成并评分"));
    buf_add_cstring(
        out, say(report, "| scenario | model | fidelity (95 %) | passed | ending right | scoring errors | not held |\n",
                 "| 场景 | 模型 | 忠实度（95 %） | 通过 | 结束正确 | 评分出错 | 未完成 |\n"));
    buf_add_cstring(out, "| --- | --- | --- | --- | --- | --- | --- |\n");
    for (size_t i = 0; i < report->cell_count; i++)
        add_cell(report, &report->cells[i], out);
    for (size_t i = 0; i < report->count; i++) {
        const struct score *score = report->entries[i].score;
        if (score == NULL || score->verdict != VERDICT_FAIL || failed++ >= CONVERSATIONS)
            continue;
        if (shown++ == 0)
            buf_printf(out, "\n### %s\n", say(report, "What failed", "没有通过的对话"));
        add_failed(&report->entries[i], &arena, out);
    }
    if (failed > shown)
        buf_printf(out, "\n%s %zu\n", say(report, "Further failed conversations:", "其余未通过的对话数："),
                   failed - shown);
    arena_release(&arena);
}
