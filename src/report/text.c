/* The terminal report: the scoreboard, understudies marked as what they are. */
#include "report/names.h"
#include "report/report.h"
#include "report/text_findings.h"
#include "text/printable.h"
#include "text/utf8.h"

#include <stdarg.h>
#include <stdio.h>

enum { BAR = 10, MODEL_MAX = 36, COLUMNS = 5 };

static void pad(struct buf *out, size_t columns)
{
    for (size_t i = 0; i < columns; i++)
        buf_add_byte(out, ' ');
}

void text_style(const struct look *look, struct buf *out, const char *sequence)
{
    if (look->colour)
        buf_printf(out, "\33[%sm", sequence);
}

/* One cell of the table while it is laid out: its text and how wide that is without colour. */
struct field {
    char text[160];
    const char *colour; /* NULL: none */
};
struct row {
    struct field fields[COLUMNS];
};
struct table {
    struct row *rows;
    size_t count;
    size_t widths[COLUMNS];
};

__attribute__((format(printf, 2, 3))) static void set_field(struct field *field, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(field->text, sizeof field->text, format, args);
    va_end(args);
}

/* The model's name, cut in the middle when it is long: its end often tells two apart. */
static void model_field(struct field *field, const struct report_cell *cell)
{
    struct arena arena;
    struct buf name;
    arena_init(&arena);
    buf_init(&name, 0);
    printable_add(&name,
                  report_player(&arena, cell->model.len > 0 ? cell->model : STR("–"), cell->prompt, cell->caller), 0);
    struct str text = buf_str(&name);
    size_t count = utf8_count(text);
    if (count > MODEL_MAX) {
        struct str head = utf8_slice(text, 0, MODEL_MAX / 2), tail = utf8_slice(text, count - MODEL_MAX / 2 + 1, count);
        set_field(field, "%.*s…%.*s%s", STR_FORMAT(head), STR_FORMAT(tail), cell->understudy ? " *" : "");
    } else {
        set_field(field, "%.*s%s", STR_FORMAT(text), cell->understudy ? " *" : "");
    }
    buf_release(&name);
    arena_release(&arena);
}

static void fidelity_field(struct field *field, const struct report_cell *cell, bool wide)
{
    if (cell->scored == 0) {
        set_field(field, "–");
        return;
    }
    char bar[BAR * 3 + 2] = "";
    size_t full = (size_t)(cell->fidelity * BAR + 0.5);
    for (size_t i = 0; wide && i < BAR; i++)
        snprintf(bar + i * 3, sizeof bar - i * 3, "%s", i < full ? "█" : "░");
    char interval[32] = "";
    struct interval around = cell->fidelity_interval;
    if (around.known)
        snprintf(interval, sizeof interval, " [%.2f, %.2f]", around.low, around.high);
    set_field(field, "%s%s%.2f%s", bar, wide ? " " : "", cell->fidelity, interval);
    field->colour = cell->passed == cell->planned ? "32" : cell->passed == 0 ? "31" : "33";
}

static void passed_field(struct field *field, const struct report_cell *cell)
{
    struct interval around = report_cell_passed_interval(cell);
    if (around.known)
        set_field(field, "%zu/%zu [%.2f, %.2f]", cell->passed, cell->passed + cell->failed, around.low, around.high);
    else
        set_field(field, "–");
}

const char *text_ending(enum ending_verdict verdict, bool chinese)
{
    static const char *const zh[] = {[ENDING_CORRECT] = "正确",
                                     [ENDING_PREMATURE] = "过早",
                                     [ENDING_LATE] = "过晚",
                                     [ENDING_MISSING] = "未结束",
                                     [ENDING_UNKNOWN] = "不明"};
    return chinese ? zh[verdict] : ending_verdict_name(verdict);
}

static void endings_field(struct field *field, const struct report_cell *cell, bool chinese)
{
    size_t at = 0;
    field->text[0] = '\0';
    for (enum ending_verdict v = ENDING_CORRECT; v <= ENDING_UNKNOWN; v++)
        if (cell->endings[v] > 0 && at < sizeof field->text)
            at += (size_t)snprintf(field->text + at, sizeof field->text - at, "%s%s %zu", at > 0 ? ", " : "",
                                   text_ending(v, chinese), cell->endings[v]);
    if (at == 0)
        set_field(field, "–");
}

static void fill_row(struct row *row, const struct report_cell *cell, const struct look *look)
{
    *row = (struct row){0};
    model_field(&row->fields[0], cell);
    fidelity_field(&row->fields[1], cell, look->width >= 90);
    passed_field(&row->fields[2], cell);
    endings_field(&row->fields[3], cell, look->chinese);
    set_field(&row->fields[4], "%zu", report_cell_errors(cell));
    row->fields[4].colour = report_cell_errors(cell) > 0 ? "31" : NULL;
}

static void head_row(struct row *row, bool chinese)
{
    static const char *const names[2][COLUMNS] = {{"model", "fidelity [95 %]", "passed [95 %]", "ending", "errors"},
                                                  {"模型", "忠实度 [95 %]", "通过 [95 %]", "结束", "出错"}};
    *row = (struct row){0};
    for (size_t i = 0; i < COLUMNS; i++) {
        set_field(&row->fields[i], "%s", names[chinese][i]);
        row->fields[i].colour = "2";
    }
}

static void measure(struct table *table)
{
    for (size_t r = 0; r < table->count; r++)
        for (size_t i = 0; i < COLUMNS; i++) {
            size_t width = utf8_width(str_from(table->rows[r].fields[i].text));
            if (width > table->widths[i])
                table->widths[i] = width;
        }
}

static void print_row(const struct look *look, const struct table *table, const struct row *row, struct buf *out)
{
    buf_add_cstring(out, "  ");
    for (size_t i = 0; i < COLUMNS; i++) {
        const struct field *field = &row->fields[i];
        if (field->colour != NULL)
            text_style(look, out, field->colour);
        buf_add_cstring(out, field->text);
        if (field->colour != NULL)
            text_style(look, out, "0");
        if (i + 1 < COLUMNS)
            pad(out, table->widths[i] - utf8_width(str_from(field->text)) + 2);
    }
    buf_add_byte(out, '\n');
}

void text_title(const struct look *look, struct str text, struct buf *out)
{
    buf_add_byte(out, '\n');
    text_style(look, out, "1");
    printable_add(out, text, 0);
    text_style(look, out, "0");
    buf_add_byte(out, '\n');
}

/* `nameless` is the title of what has no scenario: the totals, and transcripts without a document. */
static void print_cells(const struct look *look, const struct report_cell *cells, size_t count, struct str nameless,
                        struct arena *arena, struct buf *out)
{
    /* All tables share their widths, so that columns stand below each other. */
    struct table table = {.rows = arena_array(arena, count + 1, sizeof *table.rows), .count = count + 1};
    head_row(&table.rows[0], look->chinese);
    for (size_t i = 0; i < count; i++)
        fill_row(&table.rows[i + 1], &cells[i], look);
    measure(&table);
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || !str_eq(cells[i].scenario, cells[i - 1].scenario)) {
            text_title(look, cells[i].scenario.len > 0 ? cells[i].scenario : nameless, out);
            print_row(look, &table, &table.rows[0], out);
        }
        print_row(look, &table, &table.rows[i + 1], out);
    }
}

/* One table of all kinds. The caller is named where there are several. */
static void print_disturbed(const struct look *look, const struct scoreboard *board, struct arena *arena,
                            struct buf *out)
{
    struct report_cell *rows = arena_array(arena, board->disturbed_count + 1, sizeof *rows);
    bool callers = false;
    for (size_t i = 0; i < board->disturbed_count; i++)
        callers = callers || !str_eq(board->disturbed[i].caller, board->disturbed[0].caller);
    for (size_t i = 0; i < board->disturbed_count; i++) {
        rows[i] = board->disturbed[i];
        rows[i].model = str_from(arena_printf(
            arena, "%s · %.*s", disturbance_name(rows[i].disturbance - 1, look->chinese), STR_FORMAT(rows[i].model)));
        rows[i].caller = callers ? rows[i].caller : (struct str){0};
    }
    print_cells(look, rows, board->disturbed_count,
                str_from(look->chinese ? "按干扰种类（一通对话计入其中出现过的每一种）"
                                       : "by kind of disturbance (a call counts in each that came in it)"),
                arena, out);
}

void report_text(const struct report *report, const struct text_options *options, struct buf *out)
{
    struct look look = {
        .chinese = report->chinese, .colour = options->colour, .width = options->width, .worst = options->worst};
    struct arena arena;
    arena_init(&arena);
    struct scoreboard board = report->board;
    bool understudy = false;
    print_cells(&look, board.cells, board.cell_count, str_from(look.chinese ? "没有场景文档" : "no scenario document"),
                &arena, out);
    print_cells(&look, board.totals, board.total_count,
                str_from(look.chinese ? "全部场景（仅就这些场景而言）" : "all of these scenarios, and these only"),
                &arena, out);
    print_disturbed(&look, &board, &arena, out);
    for (size_t i = 0; i < board.cell_count; i++)
        understudy = understudy || board.cells[i].understudy;
    if (understudy)
        buf_add_cstring(out, look.chinese ? "\n* understudy 是内置的模板替身，不是语言模型，不与模型同列比较。\n"
                                          : "\n* the understudy is a built-in player of templates, no language model: "
                                            "it is not ranked among models.\n");
    text_findings(report, &look, &arena, out);
    buf_printf(out,
               look.chinese ? "\n计划 %zu 通对话：通过 %zu，未通过 %zu，出错 %zu，未进行 %zu。\n"
                            : "\nConversations planned %zu: passed %zu, failed %zu, errors %zu, not held %zu.\n",
               report->planned, board.passed, board.failed, board.errors, report->planned - report->count);
    arena_release(&arena);
}
