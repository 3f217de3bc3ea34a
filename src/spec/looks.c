#include "spec/looks.h"

#include "spec/condition.h"
#include "spec/groups.h"
#include "spec/markup.h"
#include "spec/polarity.h"
#include "spec/step_style.h"
#include "text/utf8.h"

/* How many columns of a table are headed as good or bad examples. */
static size_t examples_columns(struct reader *r, struct str row)
{
    struct str *cells;
    const size_t count = outline_cells(r->arena, row, &cells);
    const struct contrast contrast = contrast_in(r, cells, count);
    return contrast.negative + contrast.positive;
}

/* Does a cell of the row, not its last, end in a question mark? */
static bool asks_in_cell(struct reader *r, struct str row)
{
    struct str *cells;
    size_t count = outline_cells(r->arena, row, &cells);
    for (size_t i = 0; i + 1 < count; i++) {
        if ((markup_ending(cells[i]) & ENDS_QUESTION) != 0)
            return true;
    }
    return false;
}

/* "Step 2: ...", "第二步　……" */
static bool is_step_title(const struct outline_line *line)
{
    struct entry entry = {.kind = ENTRY_TEXT, .raw = line->body};
    return step_line(&entry);
}

/* "次要" alone on a line. */
static bool names_level(struct reader *r, struct str body)
{
    enum { LEVEL_SIGNS = 12 };
    struct str label, rest;
    if (utf8_count(body) > LEVEL_SIGNS || markup_ending(body) != 0 || markup_label(body, LEVEL_SIGNS, &label, &rest))
        return false;
    struct title title = title_read(r->arena, &r->aliases, body);
    return title.sub_exact && title.sub >= SECTION_PRIMARY && title.sub <= SECTION_LATENT;
}

/* Is the line one of a list without marks? */
static bool begins_unmarked_item(const struct reader *r, const struct section *section, size_t i)
{
    const struct outline_line *line = &r->outline.lines[i];
    if (line->kind != OUTLINE_TEXT)
        return false;
    return (i + 1 < section->end && line[1].kind == OUTLINE_TEXT && line_stops_short(line->body, line[1].body)) ||
           (i > section->first && line[-1].kind == OUTLINE_TEXT && line_stops_short(line[-1].body, line->body));
}

struct looks looks_of(struct reader *r, const struct section *section)
{
    struct looks looks = {0};
    for (size_t i = section->first; i < section->end; i++) {
        const struct outline_line *line = &r->outline.lines[i];
        struct str label, rest;
        if (line->kind == OUTLINE_ROW && i + 1 < section->end && line[1].kind == OUTLINE_ROW_RULE)
            looks.leads += examples_columns(r, line->body);
        else if (line->kind == OUTLINE_ROW)
            looks.lines++, looks.items++, looks.rows++, looks.asked += asks_in_cell(r, line->body);
        looks.numbered += line->kind == OUTLINE_HEADING && reader_title(r, i)->numbered;
        if (line->kind != OUTLINE_TEXT && line->kind != OUTLINE_ITEM)
            continue;
        looks.lines++;
        looks.items += line->kind == OUTLINE_ITEM;
        looks.quoted += markup_quoted_length(line->body) > 0;
        looks.questions += qa_has_label(line->body);
        looks.answered += line->kind == OUTLINE_TEXT && qa_question_length(line->body) > 0;
        looks.numbered += (line->kind == OUTLINE_ITEM && line->number > 0) || is_step_title(line);
        looks.spoken += str_find(line->body, STR("您")) != STR_NONE || str_find(line->body, STR("\"")) != STR_NONE ||
                        str_find(line->body, STR("“")) != STR_NONE || str_find(line->body, STR("「")) != STR_NONE ||
                        str_find(line->body, STR(" you")) != STR_NONE;
        looks.sentences += (markup_ending(line->body) & (ENDS_STOP | ENDS_QUESTION | ENDS_QUOTE)) != 0;
        looks.items += begins_unmarked_item(r, section, i);
        looks.items += line->kind == OUTLINE_TEXT ? inline_items(line->body) : 0;
        looks.levels += line->kind == OUTLINE_TEXT && names_level(r, line->body);
        looks.branches += condition_opens(line->body);
        looks.cases += condition_split(line->body, false, &label, &rest) && rest.len > 0;
        looks.leads += polarity_sign(line->kind == OUTLINE_ITEM ? line->marker : line->body) != SECTION_NONE;
        if (markup_lead(line->body, &label, &rest) || markup_label(line->body, 16, &label, &rest)) {
            struct title title = title_read(r->arena, &r->aliases, label);
            looks.leads += title.sub == SECTION_NEGATIVE || title.sub == SECTION_POSITIVE;
            looks.levels += title.sub >= SECTION_PRIMARY && title.sub <= SECTION_LATENT;
        }
    }
    return looks;
}

enum section_kind kind_by_looks(enum half half, const struct looks *looks)
{
    if (looks->questions >= 2 && looks->questions * 2 >= looks->lines)
        return half == HALF_CALLER ? SECTION_QA : SECTION_NONE;
    if (half == HALF_CALLER && looks->answered >= 2 && looks->answered == looks->lines)
        return SECTION_QA;
    if (half == HALF_CALLER && looks->asked >= 2 && looks->asked * 3 >= looks->rows * 2)
        return SECTION_QA;
    bool script = (looks->items >= 2 && looks->sentences * 3 >= looks->lines * 2) ||
                  (looks->numbered >= 2 && looks->sentences * 3 >= looks->lines);
    if (half == HALF_CALLER &&
        (script || (looks->numbered >= 2 && (looks->spoken * 3 >= looks->lines || looks->branches > 0))))
        return SECTION_STEPS;
    if (half == HALF_CALLEE && looks->levels >= 2)
        return SECTION_CONCERNS;
    if (half == HALF_CALLEE && (looks->leads >= 2 || looks->quoted * 2 > looks->lines))
        return SECTION_EXAMPLES;
    return SECTION_NONE;
}
