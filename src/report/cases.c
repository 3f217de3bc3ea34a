/* The case book: the best and the worst exchanges by rule, with quotes and lines, as Markdown for training people and
 * prompts; and the leaderboards. */
#include "report/escape.h"
#include "report/excerpt.h"
#include "report/report.h"

#include <stdlib.h>

enum { CASES = 3, AROUND = 80 };

static const char *say(const struct report *report, const char *english, const char *chinese)
{
    return report->chinese ? chinese : english;
}

struct picked { /* one conversation's finding on a rule */
    const struct report_entry *entry;
    const struct finding *finding;
};

static int compare_picked(const void *a, const void *b)
{
    const struct picked *x = a, *y = b;
    double sx = x->entry->score->fidelity, sy = y->entry->score->fidelity;
    if (sx < sy || sx > sy)
        return sx < sy ? -1 : 1;
    return str_compare(x->entry->transcript->id, y->entry->transcript->id);
}

/* What the caller had just said, then the reply with the evidence marked. */
static void add_exchange(const struct picked *picked, struct arena *arena, struct buf *out)
{
    const struct score *score = picked->entry->score;
    const struct hit *hit = picked->finding->evidence[0];
    struct excerpt excerpt = excerpt_of(score, hit, AROUND);
    buf_add_cstring(out, "- ");
    escape_markdown(out, picked->entry->transcript->id);
    if (excerpt.reply > 0)
        buf_printf(out, " · %zu", excerpt.reply);
    if (hit->message > 0) {
        buf_add_cstring(out, "\n  > ");
        escape_markdown(out, score->transcript->messages[hit->message - 1].content);
        buf_add_cstring(out, "\n  >");
    }
    buf_add_cstring(out, "\n  > **");
    escape_markdown(out, excerpt_line(arena, &excerpt));
    buf_add_cstring(out, "**\n\n  ");
    escape_markdown(out, picked->finding->why);
    buf_add_byte(out, '\n');
}

static size_t pick(const struct report *report, const struct rule *rule, const struct scenario *scenario,
                   enum outcome outcome, struct picked *picked)
{
    size_t count = 0;
    for (size_t i = 0; i < report->count; i++) {
        const struct score *score = report->entries[i].score;
        for (size_t f = 0; score != NULL && report->entries[i].scenario == scenario && f < score->finding_count; f++) {
            const struct finding *finding = &score->findings[f];
            if (str_eq(finding->rule->id, rule->id) && finding->outcome == outcome && finding->evidence_count > 0)
                picked[count++] = (struct picked){&report->entries[i], finding};
        }
    }
    qsort(picked, count, sizeof *picked, compare_picked);
    return count;
}

static void add_rule(const struct report *report, const struct rule *rule, const struct scenario *scenario,
                     struct arena *arena, struct buf *out)
{
    struct picked *picked = arena_array(arena, report->count + 1, sizeof *picked);
    size_t bad = pick(report, rule, scenario, OUTCOME_FAIL, picked);
    if (bad > 0) {
        buf_printf(out, "\n#### %.*s\n\n`", STR_FORMAT(rule->id));
        escape_line(out, excerpt_place(arena, rule, rule->line));
        buf_add_cstring(out, "` ");
        escape_markdown(out, rule->why);
        buf_printf(out, "\n\n%s (%zu)\n\n", say(report, "Worst", "最差"), bad);
        for (size_t i = 0; i < bad && i < CASES; i++)
            add_exchange(&picked[i], arena, out);
    }
    size_t good = pick(report, rule, scenario, OUTCOME_PASS, picked);
    if (good > 0) {
        if (bad == 0)
            buf_printf(out, "\n#### %.*s\n", STR_FORMAT(rule->id));
        buf_printf(out, "\n%s (%zu)\n\n", say(report, "Best", "最好"), good);
        for (size_t i = 0; i < good && i < CASES; i++)
            add_exchange(&picked[good - 1 - i], arena, out);
    }
}

static int compare_cells(const void *a, const void *b)
{
    const struct report_cell *x = *(const struct report_cell *const *)a, *y = *(const struct report_cell *const *)b;
    if (x->understudy != y->understudy)
        return x->understudy ? 1 : -1; /* the understudy is no model: below the models, never among them */
    if (x->scored == 0 || y->scored == 0)
        return (x->scored == 0) - (y->scored == 0);
    return (x->fidelity < y->fidelity) - (x->fidelity > y->fidelity);
}

static void add_leaderboard(const struct report *report, struct arena *arena, struct buf *out)
{
    const struct report_cell **order = arena_array(arena, report->cell_count, sizeof(const struct report_cell *));
    for (size_t i = 0; i < report->cell_count; i++)
        order[i] = &report->cells[i];
    qsort(order, report->cell_count, sizeof(const struct report_cell *), compare_cells);
    buf_printf(out, "## %s\n\n%s| --- | --- | --- | --- | --- |\n", say(report, "Leaderboard", "排行榜"),
               say(report, "| | scenario | model | fidelity | passed |\n", "| | 场景 | 模型 | 忠实度 | 通过 |\n"));
    for (size_t i = 0, rank = 0; i < report->cell_count; i++) {
        const struct report_cell *cell = order[i];
        if (cell->understudy)
            buf_add_cstring(out, "| – | ");
        else
            buf_printf(out, "| %zu | ", ++rank);
        escape_markdown(out, cell->scenario);
        buf_add_cstring(out, " | ");
        escape_markdown(out, cell->model);
        if (cell->scored == 0)
            buf_add_cstring(out, " | – | ");
        else
            buf_printf(out, " | %.2f (n = %zu) | ", cell->fidelity, cell->scored);
        if (cell->passed + cell->failed == 0)
            buf_add_cstring(out, "– |\n");
        else
            buf_printf(out, "%zu/%zu |\n", cell->passed, cell->passed + cell->failed);
    }
}

void report_cases(const struct report *report, struct buf *out)
{
    struct arena arena;
    arena_init(&arena);
    buf_printf(out, "# %s\n\n", say(report, "Case book", "案例集"));
    add_leaderboard(report, &arena, out);
    const struct scenario **seen = arena_array(&arena, report->count + 1, sizeof(const struct scenario *));
    size_t seen_count = 0;
    for (size_t i = 0; i < report->count; i++) {
        const struct report_entry *entry = &report->entries[i];
        bool again = entry->score == NULL;
        for (size_t k = 0; k < seen_count && !again; k++)
            again = seen[k] == entry->scenario;
        if (again)
            continue;
        seen[seen_count++] = entry->scenario;
        buf_add_cstring(out, "\n## ");
        escape_markdown(out, report_scenario(entry));
        buf_add_byte(out, '\n');
        for (size_t r = 0; r < entry->score->rubric->rule_count; r++)
            add_rule(report, &entry->score->rubric->rules[r], entry->scenario, &arena, out);
    }
    arena_release(&arena);
}
