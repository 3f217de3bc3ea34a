/* A document that is one table, as a spreadsheet is exported: one column names the half, one the section, one holds the
 * text. A cell that is left empty says what the one above it says. */
#include "base/arena.h"
#include "spec/markup.h"
#include "spec/reader.h"
#include "text/utf8.h"

#include <stdint.h>

enum { COLUMNS_MOST = 16, ROWS_LEAST = 6, KINDS_LEAST = 4 };

struct column {
    size_t filled, halves, known, signs;
    unsigned half_kinds;    /* a bit each */
    unsigned long sections; /* likewise */
};

static void count_cell(struct reader *r, struct column *column, struct str cell)
{
    enum { NAME_MOST = 24 };
    size_t signs = utf8_count(cell);
    column->filled += cell.len > 0;
    column->signs += signs;
    if (cell.len == 0 || signs > NAME_MOST)
        return;
    struct title title = title_read(r->arena, &r->aliases, cell);
    enum section_kind kind = title.kind != SECTION_NONE ? title.kind : title.sub;
    column->halves += title.half_only;
    column->half_kinds |= title.half_only ? 1u << title.half : 0;
    if (!title.half_only && kind != SECTION_NONE) {
        column->known++;
        column->sections |= 1ul << kind;
    }
}

/* Which column is which; false when the table is no document. */
static bool find_columns(const struct column *columns, size_t count, struct grid_columns *found)
{
    const unsigned both = 1u << HALF_CALLER | 1u << HALF_CALLEE;
    found->half = found->section = found->text = SIZE_MAX;
    for (size_t i = 0; i < count; i++) {
        const struct column *column = &columns[i];
        if (found->half == SIZE_MAX && column->half_kinds == both && column->halves == column->filled)
            found->half = i;
        else if (found->section == SIZE_MAX && __builtin_popcountl(column->sections) >= KINDS_LEAST &&
                 column->known * 5 >= column->filled * 4)
            found->section = i;
    }
    for (size_t i = 0; i < count; i++) {
        if (i != found->half && i != found->section &&
            (found->text == SIZE_MAX || columns[i].signs > columns[found->text].signs))
            found->text = i;
    }
    return found->half != SIZE_MAX && found->section != SIZE_MAX && found->text != SIZE_MAX;
}

static struct str cell_at(const struct grid_row *row, size_t column)
{
    return column < row->cell_count ? row->cells[column] : (struct str){0};
}

/* The rows from `from` to `to`, the header and its rule among them. */
static void mark_table(struct reader *r, size_t from, size_t to)
{
    struct column columns[COLUMNS_MOST] = {{0}};
    struct grid_columns found;
    size_t rows = 0, widest = 0;
    struct str half = {0}, section = {0};
    for (size_t i = from; i < to; i++) {
        const struct outline_line *line = &r->outline.lines[i];
        bool header = i + 1 < to && line[1].kind == OUTLINE_ROW_RULE;
        struct str *cells;
        if (line->kind != OUTLINE_ROW || header)
            continue;
        size_t count = outline_cells(r->arena, line->body, &cells);
        for (size_t k = 0; k < count && k < COLUMNS_MOST; k++)
            count_cell(r, &columns[k], cells[k]);
        widest = count > widest ? count : widest;
        rows++;
    }
    if (rows < ROWS_LEAST || widest > COLUMNS_MOST || !find_columns(columns, widest, &found))
        return;
    for (size_t i = from; i < to; i++) {
        const struct outline_line *line = &r->outline.lines[i];
        if (line->kind != OUTLINE_ROW)
            continue;
        struct grid_row *row = arena_alloc(r->arena, sizeof *row);
        *row = (struct grid_row){.columns = found, .header = i + 1 < to && line[1].kind == OUTLINE_ROW_RULE};
        row->cell_count = outline_cells(r->arena, line->body, &row->cells);
        r->grid[i] = row;
        if (row->header)
            continue;
        struct str named = cell_at(row, found.half), field = cell_at(row, found.section);
        row->opens_half = named.len > 0 && !str_eq(named, half);
        row->opens_section = row->opens_half || (field.len > 0 && !str_eq(field, section));
        half = row->half = named.len > 0 ? named : half;
        section = row->section = field.len > 0 ? field : section;
        row->text = cell_at(row, found.text);
    }
}

void grid_mark(struct reader *reader)
{
    const struct outline *outline = &reader->outline;
    for (size_t from = 0, to; from < outline->count; from = to + 1) {
        for (to = from; to < outline->count &&
                        (outline->lines[to].kind == OUTLINE_ROW || outline->lines[to].kind == OUTLINE_ROW_RULE);
             to++)
            ;
        if (to > from + ROWS_LEAST)
            mark_table(reader, from, to);
    }
}
