/* The case book: the best and the worst exchanges by rule, with quotes and lines, as Markdown for training people and
 * prompts; and the leaderboards. */
#include "report/escape.h"
#include "report/excerpt.h"
#include "report/report.h"

#include <stdlib.h>

enum { CASES = 3, AROUND = 80 };

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
static void add_exchange(const struct report *report, const struct picked *picked, struct arena *arena, struct buf *out)
{
    const struct score *score = picked->entry->score;
    const struct hit *hit = picked->finding->evidence[0];
    struct excerpt excerpt = excerpt_of(score, hit, AROUND);
    buf_add_cstring(out, "- ");
    escape_markdown(out, picked->entry->transcript->id);
    if (excerpt.reply > 0)
        buf_printf(out, report->chinese ? " · 第 %zu 句" : " · reply %zu", excerpt.reply);
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

/* The first or last CASES of them that do not quote the same words: repeats often say the same. */
static void add_exchanges(const struct report *report, const struct picked *picked, size_t count, bool from_end,
                          struct arena *arena, struct buf *out)
{
    struct str shown[CASES];
    size_t shown_count = 0;
    for (size_t i = 0; i < count && shown_count < CASES; i++) {
        const struct picked *one = &picked[from_end ? count - 1 - i : i];
        struct excerpt excerpt = excerpt_of(one->entry->score, one->finding->evidence[0], AROUND);
        struct str line = excerpt_line(arena, &excerpt);
        size_t k = 0;
        while (k < shown_count && !str_eq(shown[k], line))
            k++;
        if (k < shown_count)
            continue;
        shown[shown_count++] = line;
        add_exchange(report, one, arena, out);
    }
}

static size_t pick(const struct report *report, const struct rule *rule, const struct scenario *scenario,
                   enum outcome outcome, struct picked *picked)
{
    size_t count = 0;
    for (size_t i = 0; i < report->count; i++) {
        const struct score *score = report_entry_held(&report->entries[i]) ? report->entries[i].score : NULL;
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
        buf_printf(out, "\n### %.*s\n\n`", STR_FORMAT(rule->id));
        escape_line(out, excerpt_place(arena, rule, rule->line, report->chinese));
        buf_add_cstring(out, "` ");
        escape_markdown(out, rule->why);
        buf_printf(out, report->chinese ? "\n\n最差（%zu）\n\n" : "\n\nWorst (%zu)\n\n", bad);
        add_exchanges(report, picked, bad, false, arena, out);
    }
    size_t good = pick(report, rule, scenario, OUTCOME_PASS, picked);
    if (good > 0) {
        if (bad == 0)
            buf_printf(out, "\n### %.*s\n", STR_FORMAT(rule->id));
        buf_printf(out, report->chinese ? "\n最好（%zu）\n\n" : "\nBest (%zu)\n\n", good);
        add_exchanges(report, picked, good, true, arena, out);
    }
}

/* A row of a leaderboard: a persona, a model or a prompt. */
struct standing {
    struct str name;
    bool understudy;
    double fidelity; /* mean over `scored` conversations */
    size_t scored, passed, judged;
};

static int compare_standings(const void *a, const void *b)
{
    const struct standing *x = a, *y = b;
    if (x->understudy != y->understudy)
        return x->understudy ? 1 : -1; /* the understudy is no model: below the models, never among them */
    if (x->scored == 0 || y->scored == 0)
        return (x->scored == 0) - (y->scored == 0);
    if (x->fidelity < y->fidelity || x->fidelity > y->fidelity)
        return x->fidelity > y->fidelity ? -1 : 1;
    return str_compare(x->name, y->name);
}

enum board { BOARD_PERSONA, BOARD_MODEL, BOARD_PROMPT, BOARD_COUNT };

static struct str name_on(const struct report *report, enum board board, const struct report_cell *cell)
{
    if (board == BOARD_PERSONA)
        return cell->scenario;
    if (board == BOARD_MODEL)
        return cell->model;
    return cell->prompt.len > 0 ? cell->prompt : str_from(report_say(report, "(built in)", "（内置）"));
}

static void add_cell(struct standing *row, const struct report_cell *cell)
{
    size_t scored = row->scored + cell->scored;
    if (scored > 0)
        row->fidelity = (row->fidelity * (double)row->scored + cell->fidelity * (double)cell->scored) / (double)scored;
    row->scored = scored;
    row->passed += cell->passed;
    row->judged += cell->passed + cell->failed;
}

/* Personas and prompts are ranked by what models made of them; the understudy counts only where nobody else played. */
static size_t gather_board(const struct report *report, enum board board, struct standing *rows)
{
    size_t count = 0;
    bool models = false;
    for (size_t i = 0; i < report->cell_count; i++)
        models = models || !report->cells[i].understudy;
    for (size_t i = 0; i < report->cell_count; i++) {
        const struct report_cell *cell = &report->cells[i];
        if (board != BOARD_MODEL && models && cell->understudy)
            continue;
        struct str name = name_on(report, board, cell);
        size_t k = 0;
        while (k < count && !str_eq(rows[k].name, name))
            k++;
        if (k == count)
            rows[count++] = (struct standing){.name = name, .understudy = cell->understudy};
        add_cell(&rows[k], cell);
    }
    qsort(rows, count, sizeof *rows, compare_standings);
    return count;
}

static void add_board(const struct report *report, enum board board, struct arena *arena, struct buf *out)
{
    static const char *const english[] = {"By persona", "By model", "By prompt"}, *const chinese[] = {
                                                                                      "按人设", "按模型", "按提示词"};
    struct standing *rows = arena_array(arena, report->cell_count + 1, sizeof *rows);
    size_t count = gather_board(report, board, rows), rank = 0;
    if (count < 2 && board != BOARD_PERSONA)
        return;
    buf_printf(out, "\n### %s\n\n%s| --- | --- | --- | --- |\n", report_say(report, english[board], chinese[board]),
               report_say(report, "| | | fidelity | passed |\n", "| | | 忠实度 | 通过 |\n"));
    for (size_t i = 0; i < count; i++) {
        if (rows[i].understudy)
            buf_add_cstring(out, "| – | ");
        else
            buf_printf(out, "| %zu | ", ++rank);
        escape_markdown(out, rows[i].name);
        if (rows[i].scored == 0)
            buf_add_cstring(out, " | – | ");
        else
            buf_printf(out, " | %.2f (n = %zu) | ", rows[i].fidelity, rows[i].scored);
        if (rows[i].judged == 0)
            buf_add_cstring(out, "– |\n");
        else
            buf_printf(out, "%zu/%zu |\n", rows[i].passed, rows[i].judged);
    }
}

void report_cases(const struct report *report, struct buf *out)
{
    struct arena arena;
    arena_init(&arena);
    buf_printf(out, "# %s\n\n", report_say(report, "Case book", "案例集"));
    buf_printf(out, "## %s\n", report_say(report, "Leaderboards, best first", "排行榜，最好的在前"));
    for (enum board board = BOARD_PERSONA; board < BOARD_COUNT; board++)
        add_board(report, board, &arena, out);
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
