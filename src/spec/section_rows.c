/* Rows of tables that open sections: of a table that is the whole document, of fields below a half's title, and of a
 * script behind them. */
#include "base/arena.h"
#include "spec/condition.h"
#include "spec/cutter.h"
#include "spec/groups.h"
#include "spec/step_row.h"
#include "spec/step_style.h"

enum { LEVEL_TABLE = LOOK_ALIKE_BOLD + 2 }; /* a section that a table's header opens, whose rows are its lines */

/* "第一步：您好……" */
static struct str step_text(struct arena *arena, struct str name, struct str words)
{
    return str_from(arena_printf(arena, "%.*s：%.*s", STR_FORMAT(name), STR_FORMAT(words)));
}

/* "3", "2.1" */
static bool counts_rows(struct str cell)
{
    for (size_t i = 0; i < cell.len; i++) {
        if (!ascii_digit(cell.ptr[i]) && cell.ptr[i] != '.')
            return false;
    }
    return true;
}

/* What no column of the document's table takes. False when there is nothing of that. */
static bool leave_cells(struct reader *r, size_t i, const struct grid_row *row)
{
    struct entry entry = {.kind = ENTRY_ROW, .first = i, .end = i + 1};
    const size_t before = r->unread.count;
    for (size_t k = 0; k < row->cell_count; k++) {
        bool used = k == row->columns.half || k == row->columns.section || k == row->columns.text;
        if (!used && !counts_rows(row->cells[k]))
            reader_unread_cell(r, &entry, row->cells[k]);
    }
    return r->unread.count > before;
}

/* "| 坐席 | 第一步 | 您好…… |": a row of the script. */
static bool take_grid_step(struct cutter *c, size_t i, const struct grid_row *row)
{
    struct reader *r = c->reader;
    struct outline_line *line = &r->outline.lines[i];
    if (c->half != HALF_CALLER || !step_line(&(struct entry){.kind = ENTRY_TEXT, .raw = row->section}))
        return false;
    if (c->open->kind != SECTION_STEPS) {
        cutter_open_section(c, i, LEVEL_ROW, &(struct title){.kind = SECTION_STEPS, .text = row->section});
        c->open->first = i;
    }
    r->owners[i] = LINE_BLANK;
    line->kind = OUTLINE_TEXT;
    line->body = row->opens_section ? step_text(r->arena, row->section, row->text) : row->text;
    leave_cells(r, i, row);
    return true;
}

/* A row of the table that is the document: perhaps a new half, perhaps a new section, and an item of it. */
static void take_grid_row(struct cutter *c, size_t i)
{
    struct reader *r = c->reader;
    struct outline_line *line = &r->outline.lines[i];
    const struct grid_row *row = r->grid[i];
    if (row->header) {
        reader_own(r, i, i + 1, LINE_STRUCTURE);
        return;
    }
    if (row->opens_half) {
        struct title half = title_read(r->arena, &r->aliases, row->half);
        cutter_open_half(c, i, 0, half.half, half.text);
        r->owners[i] = LINE_BLANK;
    }
    if (take_grid_step(c, i, row))
        return;
    if (row->opens_section) {
        struct title title = title_read(r->arena, &r->aliases, row->section);
        enum half own = section_half(title.kind);
        if ((title.kind != SECTION_NONE || title.sub != SECTION_NONE) && (own == HALF_NONE || own == c->half))
            cutter_open_section(c, i, LEVEL_ROW, &title);
        else
            cutter_open_unknown(c, i, LEVEL_ROW, title.text);
        c->open->first = i;
        r->owners[i] = LINE_BLANK;
    }
    line->kind = OUTLINE_ITEM;
    line->style = MARKER_BULLET;
    line->body = row->text;
    const bool left = leave_cells(r, i, row);
    if (row->text.len == 0)
        reader_own(r, i, i + 1, left ? LINE_CONTENT : LINE_STRUCTURE);
}

/* "| 第一步 | 您好…… |", and "| 若客户说“不用” | …… |" among them: the script, where fields stand in a table. */
static bool take_step_row(struct cutter *c, size_t i, const struct str *cells)
{
    struct reader *r = c->reader;
    struct outline_line *line = &r->outline.lines[i];
    bool steps = c->open->kind == SECTION_STEPS;
    if (c->half != HALF_CALLER ||
        (!step_line(&(struct entry){.kind = ENTRY_TEXT, .raw = cells[0]}) && !(steps && condition_opens(cells[0]))))
        return false;
    if (!steps)
        cutter_open_section(c, i, LEVEL_ROW, &(struct title){.kind = SECTION_STEPS, .text = cells[0]});
    c->open->first = steps ? c->open->first : i;
    line->kind = OUTLINE_TEXT;
    line->body = step_text(r->arena, cells[0], cells[1]);
    r->owners[i] = LINE_BLANK;
    return true;
}

/* "| 顺序 | 话术 | 什么情况 |" behind fields of the caller: the script begins, without a title of its own. */
static bool take_script_header(struct cutter *c, size_t i)
{
    enum { COLUMNS_LEAST = 3 };
    struct entry header = {.kind = ENTRY_ROW, .header = true};
    const struct section *open = c->open;
    if (open == NULL || c->half != HALF_CALLER || (!open->implicit && open->level < LOOK_ALIKE_BOLD) ||
        open->kind == SECTION_STEPS || open->kind == SECTION_QA || section_is_empty(c->reader, open, i))
        return false;
    header.cell_count = outline_cells(c->reader->arena, c->reader->outline.lines[i].body, &header.cells);
    const size_t *of = step_columns_of(c->reader, &header).of;
    if (header.cell_count < COLUMNS_LEAST || of[STEP_WORDS] == 0 ||
        of[STEP_TITLE] + of[STEP_WHEN] + of[STEP_ANSWER] == 0)
        return false;
    cutter_open_section(c, i, LEVEL_TABLE,
                        &(struct title){.kind = SECTION_STEPS, .text = header.cells[of[STEP_WORDS] - 1]});
    c->open->first = i;
    c->reader->owners[i] = LINE_BLANK;
    return true;
}

/* "| He does | He does not |": things done, not words said. */
static bool heads_deeds(struct reader *r, const struct str *cells, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct title title = title_read(r->arena, &r->aliases, cells[i]);
        if (title.kind != SECTION_BEHAVIOURS || !title.exact)
            return false;
    }
    return count > 1;
}

/* "| 不会这么说 | 会这么说 |" behind other lines of the persona: examples begin, without a title of their own; so do
 * behaviours. */
static bool take_contrast_header(struct cutter *c, size_t i)
{
    struct str *cells;
    if (c->open == NULL || c->half != HALF_CALLEE || c->open->kind == SECTION_EXAMPLES ||
        c->open->kind == SECTION_NONE || section_is_empty(c->reader, c->open, i))
        return false;
    const size_t count = outline_cells(c->reader->arena, c->reader->outline.lines[i].body, &cells);
    const struct contrast contrast = contrast_in(c->reader, cells, count);
    const bool deeds = heads_deeds(c->reader, cells, count);
    if (!deeds && (contrast.negative != 1 || contrast.positive != 1))
        return false;
    const struct title title = deeds ? (struct title){.kind = SECTION_BEHAVIOURS, .text = cells[0]}
                                     : (struct title){.kind = SECTION_EXAMPLES, .text = STR("examples")};
    cutter_open_section(c, i, LEVEL_TABLE, &title);
    c->open->first = i;
    c->reader->owners[i] = LINE_BLANK;
    return true;
}

/* A row of a table of fields right below a half's heading: "| 任务 | 提醒复诊 |". */
static void try_row(struct cutter *c, size_t i)
{
    struct reader *r = c->reader;
    struct outline_line *line = &r->outline.lines[i];
    struct str *cells;
    bool fields = c->open != NULL && (c->open->implicit || c->open->level == LEVEL_ROW) && c->half != HALF_NONE,
         top = r->people[0].line > 0 && (c->open == NULL || c->open->level == LEVEL_ROW), /* among who is who */
        header = i + 1 < r->outline.count && line[1].kind == OUTLINE_ROW_RULE;
    if ((header && (take_script_header(c, i) || take_contrast_header(c, i))) || !(fields || top) || header ||
        outline_cells(r->arena, line->body, &cells) != 2 || cells[1].len == 0 ||
        (c->open != NULL && take_step_row(c, i, cells)))
        return;
    struct title title = title_read(r->arena, &r->aliases, cells[0]);
    enum half half = section_half(title.kind);
    bool known = title.exact || (half != HALF_NONE && (half == c->half || top));
    if (!known || title.half_only || (half != HALF_NONE && half != c->half && !top && title.kind != SECTION_PROFILE))
        return;
    cutter_open_section(c, i, LEVEL_ROW, &title);
    c->open->first = i;
    line->kind = OUTLINE_TEXT;
    line->body = cells[1];
    r->owners[i] = LINE_BLANK;
}

void cutter_take_row(struct cutter *cutter, size_t line)
{
    if (cutter->reader->grid[line] != NULL)
        take_grid_row(cutter, line);
    else
        try_row(cutter, line);
}
