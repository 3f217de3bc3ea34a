#include "report/escape.h"
#include "report/html_parts.h"
#include "report/names.h"
#include "report/scoreboard.h"

#include <math.h>
#include <stdio.h>

struct bar {
    struct str name;
    double value; /* NaN = nothing to show */
    size_t n;     /* of a mean: how many values were added up */
    char label[48];
};

/* As many as the rubrics' dimensions. */
struct bars {
    struct arena *arena;
    struct bar *items;
    size_t count;
};

/* Chinese writes no space before the sign. */
static const char *percent(const struct report *report)
{
    return report->chinese ? "%" : " %";
}

static void add_verdict(const struct report *report, struct buf *out)
{
    size_t failed = 0, errored = 0, passed = 0, scored = 0, judged = 0;
    double coverage = 0, rules = 0, with_judge = 0;
    for (size_t i = 0; i < report->count; i++) {
        const struct report_facts *facts = &report->entries[i].facts;
        if (!report_entry_held(&report->entries[i]))
            continue;
        scored++;
        coverage += facts->coverage;
        passed += facts->verdict == VERDICT_PASS;
        failed += facts->verdict == VERDICT_FAIL;
        errored += facts->verdict == VERDICT_ERROR;
        if (facts->has_judged && facts->has_fidelity) {
            judged++;
            rules += facts->fidelity;
            with_judge += facts->judged_fidelity;
        }
    }
    const char *verdict = failed > 0 ? "fail" : errored + report->not_done > 0 ? "error" : "pass";
    buf_printf(out, "<p class=\"verdict\"><strong class=\"%s\">", verdict);
    if (report->chinese)
        buf_printf(out, "%zu 通对话：通过 %zu，未通过 %zu，评分出错 %zu。</strong>", scored, passed, failed, errored);
    else
        buf_printf(out, "%zu %s: %zu passed, %zu failed, %zu could not be judged.</strong>", scored,
                   scored == 1 ? "conversation" : "conversations", passed, failed, errored);
    buf_printf(out, " <span class=\"quiet\">%s %zu · %s %zu · %s %zu · %s %.0f%s",
               report_say(report, "planned", "计划"), report->planned, report_say(report, "done", "完成"), report->done,
               report_say(report, "not done", "未完成"), report->not_done,
               report_say(report, "weight that could be evaluated", "可评权重"),
               scored > 0 ? 100 * coverage / (double)scored : 0, percent(report));
    if (judged > 0)
        buf_printf(out, " · %s %.2f · %s %.2f (n = %zu)", report_say(report, "rules only", "仅规则"),
                   rules / (double)judged, report_say(report, "with judge", "含裁判"), with_judge / (double)judged,
                   judged);
    buf_add_cstring(out, "</span></p>\n");
}

/* Columns that stand only where there is something to tell apart. */
struct columns {
    bool prompt, caller, judge;
};

static void add_text_cell(struct str text, bool shown, struct buf *out)
{
    if (!shown)
        return;
    buf_add_cstring(out, "</td><td>");
    escape_xml(out, text.len > 0 ? text : STR("–"));
}

static void add_fidelity(const struct report_cell *cell, const struct columns *columns, struct buf *out)
{
    struct interval f = cell->fidelity_interval;
    buf_add_cstring(out, "</td><td class=\"n\">");
    if (cell->scored == 0)
        buf_add_cstring(out, "–");
    else
        buf_printf(out, "%.2f", cell->fidelity);
    if (f.known)
        buf_printf(out, " <span class=\"quiet\">[%.2f, %.2f]</span>", f.low, f.high);
    if (cell->scored > 0)
        buf_printf(out, " <span class=\"quiet\">n = %zu</span>", cell->scored);
    if (!columns->judge)
        return;
    buf_add_cstring(out, "</td><td class=\"n\">");
    if (cell->judged > 0)
        buf_printf(out, "%.2f <span class=\"quiet\">n = %zu</span>", cell->judged_fidelity, cell->judged);
    else
        buf_add_cstring(out, "–");
}

static void add_row(const struct report *report, const struct report_cell *cell, bool again,
                    const struct columns *columns, struct buf *out)
{
    struct interval p = report_cell_passed_interval(cell);
    size_t judged = cell->passed + cell->failed;
    buf_printf(out, "<tr><td%s>", again ? " class=\"again\"" : "");
    escape_xml(out, cell->scenario);
    buf_add_cstring(out, "</td><td>");
    escape_xml(out, cell->model);
    if (cell->understudy)
        buf_printf(out, " <span class=\"pill quiet\">%s</span></span>",
                   report_say(report, "understudy<span class=\"long\">: no language model",
                              "替身<span class=\"long\">：不是语言模型"));
    add_text_cell(cell->prompt, columns->prompt, out);
    add_text_cell(cell->caller, columns->caller, out);
    add_fidelity(cell, columns, out);
    if (judged == 0)
        buf_add_cstring(out, "</td><td class=\"n\">–");
    else
        buf_printf(out, "</td><td class=\"n\">%zu/%zu <span class=\"quiet\">[%.0f%s, %.0f%s]</span>", cell->passed,
                   judged, 100 * p.low, percent(report), 100 * p.high, percent(report));
    buf_add_cstring(out, "</td><td class=\"n\">");
    report_cell_put_endings(cell, report->chinese, out);
    buf_printf(out, "</td><td class=\"n\">%zu</td><td class=\"n\">%zu</td></tr>\n", cell->errored,
               cell->planned - cell->done);
}

static void add_heading(const char *text, bool number, bool shown, struct buf *out)
{
    if (shown)
        buf_printf(out, "<th%s>%s</th>", number ? " class=\"n\"" : "", text);
}

static void add_matrix(const struct report *report, struct buf *out)
{
    struct columns columns = {0};
    const struct scoreboard *board = &report->board;
    for (size_t i = 0; i < board->cell_count; i++) {
        columns.prompt = columns.prompt || board->cells[i].prompt.len > 0;
        columns.caller = columns.caller || !str_eq(board->cells[i].caller, board->cells[0].caller);
        columns.judge = columns.judge || board->cells[i].judged > 0;
    }
    buf_add_cstring(out, "<div class=\"scroll\"><table><thead><tr>");
    add_heading(report_say(report, "scenario", "场景"), false, true, out);
    add_heading(report_say(report, "model", "模型"), false, true, out);
    add_heading(report_say(report, "prompt", "提示词"), false, columns.prompt, out);
    add_heading(report_say(report, "caller", "拨打方"), false, columns.caller, out);
    add_heading(columns.judge ? report_say(report, "fidelity, rules only, 95 % interval", "忠实度（仅规则，95% 区间）")
                              : report_say(report, "fidelity, 95 % interval", "忠实度（95% 区间）"),
                true, true, out);
    add_heading(report_say(report, "with judge", "含裁判"), true, columns.judge, out);
    add_heading(report_say(report, "passed", "通过"), true, true, out);
    add_heading(report_say(report, "ended right", "结束正确"), true, true, out);
    add_heading(report_say(report, "scoring errors", "评分出错"), true, true, out);
    add_heading(report_say(report, "not held", "未完成"), true, true, out);
    buf_add_cstring(out, "</tr></thead><tbody>\n");
    for (size_t i = 0; i < board->cell_count; i++)
        add_row(report, &board->cells[i], i > 0 && str_eq(board->cells[i].scenario, board->cells[i - 1].scenario),
                &columns, out);
    for (size_t i = 0; i < board->total_count; i++) {
        struct report_cell total = board->totals[i];
        total.scenario = str_from(report_say(report, "all of these scenarios", "以上全部场景"));
        add_row(report, &total, i > 0, &columns, out);
    }
    for (size_t i = 0; i < board->disturbed_count; i++) {
        struct report_cell row = board->disturbed[i];
        char title[DISTURBED_TITLE];
        row.scenario = disturbed_title(row.disturbance - 1, report->chinese, title);
        add_row(report, &row, i > 0 && board->disturbed[i - 1].disturbance == row.disturbance, &columns, out);
    }
    buf_add_cstring(out, "</tbody></table></div>\n");
}

static void add_bars(const char *title, const struct bar *bars, size_t count, double most, bool bad, struct buf *out)
{
    if (count == 0)
        return;
    buf_printf(
        out,
        "<figure><figcaption>%s</figcaption><svg role=\"img\" width=\"340\" height=\"%zu\" viewBox=\"0 0 340 %zu\">",
        title, count * 18 + 4, count * 18 + 4);
    for (size_t i = 0; i < count; i++) {
        double width = isnan(bars[i].value) || most <= 0 ? 0 : 120 * bars[i].value / most;
        buf_printf(out, "<text x=\"128\" y=\"%zu\" text-anchor=\"end\">", i * 18 + 14);
        escape_xml(out, bars[i].name);
        buf_printf(out,
                   "</text><rect class=\"%s\" x=\"134\" y=\"%zu\" width=\"%.1f\" height=\"11\"/><text x=\"%.1f\" "
                   "y=\"%zu\">%s</text>",
                   bad ? "bad" : "bar", i * 18 + 5, width, 138 + width, i * 18 + 14, bars[i].label);
    }
    buf_add_cstring(out, "</svg></figure>\n");
}

static void count_dimension(struct bars *bars, const struct dimension_score *dimension)
{
    const struct str name = str_from(dimension->name);
    size_t i = 0;
    while (i < bars->count && !str_eq(bars->items[i].name, name))
        i++;
    if (i == bars->count) {
        bars->items = arena_longer(bars->arena, bars->items, i, sizeof *bars->items);
        bars->items[bars->count++] = (struct bar){.name = name};
    }
    bars->items[i].value += dimension->value;
    bars->items[i].n++;
}

static void add_dimensions(const struct report *report, struct buf *out)
{
    struct arena arena;
    arena_init(&arena);
    struct bars bars = {.arena = &arena};
    for (size_t i = 0; i < report->count; i++)
        for (size_t d = 0; report_entry_held(&report->entries[i]) && d < report->entries[i].facts.dimension_count; d++)
            count_dimension(&bars, &report->entries[i].facts.dimensions[d]);
    for (size_t i = 0; i < bars.count; i++) {
        struct bar *bar = &bars.items[i];
        bar->value /= (double)bar->n;
        bar->name = name_of_dimension(bar->name, report->chinese);
        snprintf(bar->label, sizeof bar->label, "%.2f (n=%zu)", bar->value, bar->n);
    }
    add_bars(report_say(report, "Fidelity by dimension", "各维度的忠实度"), bars.items, bars.count, 1, false, out);
    arena_release(&arena);
}

static void add_signals(const struct report *report, struct buf *out)
{
    size_t carried[SIGNAL_CORE_COUNT] = {0}, replies = 0;
    struct bar bars[SIGNAL_CORE_COUNT];
    double most = 0;
    for (size_t c = 0; c < report->cell_count; c++) {
        replies += report->cells[c].replies;
        for (size_t s = 0; s < SIGNAL_CORE_COUNT; s++)
            carried[s] += report->cells[c].signals[s];
    }
    for (size_t s = 0; s < SIGNAL_CORE_COUNT; s++) {
        bars[s] = (struct bar){.name = name_of_signal(str_from(core_signal_name((enum core_signal)s)), report->chinese),
                               .value = replies > 0 ? 100.0 * (double)carried[s] / (double)replies : NAN};
        if (replies > 0)
            snprintf(bars[s].label, sizeof bars[s].label, "%.1f", bars[s].value);
        else
            snprintf(bars[s].label, sizeof bars[s].label, "–");
        if (bars[s].value > most)
            most = bars[s].value;
    }
    char title[96];
    snprintf(title, sizeof title, "%s (n = %zu)", report_say(report, "Signals per 100 replies", "每百句回复中的信号"),
             replies);
    add_bars(title, bars, SIGNAL_CORE_COUNT, most, false, out);
}

/* May-not, may, must x ended, did not end. */
static void add_endings(const struct report *report, struct buf *out)
{
    size_t cells[3][2] = {{0}}, verdicts[ENDING_UNKNOWN + 1] = {0};
    for (size_t i = 0; i < report->count; i++) {
        const struct report_facts *facts = &report->entries[i].facts;
        if (!report_entry_held(&report->entries[i]))
            continue;
        size_t row = facts->must ? 2 : facts->may ? 1 : 0;
        if (facts->ending != ENDING_UNKNOWN) /* nobody knows whether that call ended: it stands below */
            cells[row][facts->ended ? 0 : 1]++;
        verdicts[facts->ending]++;
    }
    static const char *const english[] = {"may not end", "may end", "must end"}, *const chinese[] = {"不该结束",
                                                                                                     "可以结束",
                                                                                                     "必须结束"};
    buf_printf(out,
               "<figure><figcaption>%s</figcaption><table><thead><tr><th></th><th class=\"n\">%s</th><th "
               "class=\"n\">%s</th></tr></thead><tbody>",
               report_say(report, "Endings", "结束"), report_say(report, "ended", "结束了"),
               report_say(report, "did not", "没有结束"));
    for (size_t r = 0; r < 3; r++)
        buf_printf(out, "<tr><td>%s</td><td class=\"n\">%zu</td><td class=\"n\">%zu</td></tr>",
                   report->chinese ? chinese[r] : english[r], cells[r][0], cells[r][1]);
    buf_printf(out, "</tbody></table><p class=\"quiet\">%s %zu · %s %zu · %s %zu · %s %zu · %s %zu</p></figure>\n",
               report_say(report, "correct", "正确"), verdicts[ENDING_CORRECT], report_say(report, "premature", "过早"),
               verdicts[ENDING_PREMATURE], report_say(report, "late", "过晚"), verdicts[ENDING_LATE],
               report_say(report, "missing", "未结束"), verdicts[ENDING_MISSING], report_say(report, "unknown", "不明"),
               verdicts[ENDING_UNKNOWN]);
}

void html_overview(const struct report *report, struct str note, struct buf *out)
{
    buf_add_cstring(out, "<header class=\"top\"><h1>fidelio");
    buf_add_cstring(out, report->id.len > 0 ? " · " : ""); /* transcripts from elsewhere belong to no run */
    escape_xml(out, report->id);
    buf_add_cstring(out, "</h1>\n");
    add_verdict(report, out);
    if (note.len > 0) {
        buf_add_cstring(out, "<p id=\"note\">");
        escape_xml(out, note);
        buf_add_cstring(out, "</p>\n");
    }
    if (report->created.len > 0) {
        buf_add_cstring(out, "<p class=\"quiet\">");
        escape_xml(out, report->created);
        buf_add_cstring(out, "</p>");
    }
    buf_add_cstring(out, "</header>\n<section class=\"over\">\n");
    add_matrix(report, out);
    buf_add_cstring(out, "<div class=\"smalls\">\n");
    add_dimensions(report, out);
    add_endings(report, out);
    add_signals(report, out);
    buf_add_cstring(out, "</div>\n</section>\n");
}
