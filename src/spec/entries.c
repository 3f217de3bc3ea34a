/* The items, paragraphs, headings and rows of a section. A line that merely goes on is joined to the one before it;
 * whatever could be a thing of its own (it has a label, or the line before was finished) stays apart. */
#include "base/arena.h"
#include "base/buf.h"
#include "spec/condition.h"
#include "spec/groups.h"
#include "spec/markup.h"
#include "spec/polarity.h"
#include "spec/qa_label.h"
#include "spec/reader.h"
#include "spec/step_style.h"
#include "text/utf8.h"

#include <string.h>

/* Short, and no sentence: nothing but a name. */
static bool bare_title(struct str body)
{
    enum { TITLE_SIGNS = 16, LATIN = 3 };
    struct str label, rest;
    return body.len > 0 && body.len < 100 && markup_signs(body, LATIN) <= TITLE_SIGNS && markup_ending(body) == 0 &&
           !markup_label(body, TITLE_SIGNS * LATIN, &label, &rest) && markup_quoted_length(body) == 0;
}

static bool finished(struct str text)
{
    return text.len == 0 || str_ends(text, STR("**")) ||
           (markup_ending(text) & (ENDS_STOP | ENDS_QUESTION | ENDS_QUOTE | ENDS_COLON | ENDS_BRACKET | ENDS_ELLIPSIS));
}

bool line_stops_short(struct str before, struct str next)
{
    enum { EDGE = 28 };
    size_t at = 0, end = before.len;
    return before.len > 0 && next.len > 0 && utf8_next(next, &at) >= 0x2e80 && utf8_prev(before, &end) >= 0x2e80 &&
           markup_ending(before) == 0 && utf8_count(before) < EDGE;
}

static bool holds_list(enum section_kind kind)
{
    return kind == SECTION_CONCERNS || kind == SECTION_BEHAVIOURS || kind == SECTION_BACKGROUND ||
           kind == SECTION_END_CONDITIONS;
}

/* "问题：谁定的" and its answer deeper below, where no label of the section says which line answers. */
static bool answers_below(const struct reader *r, const struct section *section)
{
    bool asked = false;
    for (size_t i = section->first; i < section->end && section->kind == SECTION_QA; i++) {
        struct str rest;
        const enum side side = label_cut(r->outline.lines[i].body, &rest);
        if (side == SIDE_ANSWER)
            return false;
        asked = asked || side == SIDE_QUESTION;
    }
    return asked;
}

static bool goes_on(const struct reader *r, const struct section *section, const struct entry *entry, size_t line)
{
    enum { DASHED_MOST = 20 };
    struct str label, rest;
    const struct outline_line *before = &r->outline.lines[line - 1], *next = &r->outline.lines[line];
    if (entry == NULL || entry->end != line || (entry->kind != ENTRY_ITEM && entry->kind != ENTRY_TEXT))
        return false;
    if (section->kind == SECTION_EXAMPLES && next->fenced)
        return false;
    if (section->kind == SECTION_STEPS && (step_name_above(entry, next->body) || condition_opens(next->body)))
        return false;
    return next->kind == OUTLINE_TEXT && next->quoted == before->quoted && !finished(before->body) &&
           !(entry->kind == ENTRY_TEXT && holds_list(section->kind) && line_stops_short(before->body, next->body)) &&
           !markup_lead(next->body, &label, &rest) &&
           !(markup_label(next->body, 26, &label, &rest) && label.len <= 48) && /* 16 ideographs */
           markup_quoted_length(next->body) == 0 &&
           !(markup_dashed(next->body, DASHED_MOST, &label, &rest) && utf8_count(label) <= 10);
}

static size_t next_line(const struct reader *r, const struct section *section, size_t line)
{
    do
        line++;
    while (line < section->end && r->outline.lines[line].kind == OUTLINE_BLANK);
    return line;
}

/* "❌ 不要这样说" or "不要这样说 ❌" above a list with another marker: the sign is the title's own, no bullet. */
static bool sign_heads_list(const struct reader *r, const struct section *section, size_t line)
{
    enum { SIGN_MOST = 6 }; /* bytes, a variation selector among them */
    const struct outline_line *lines = r->outline.lines;
    const size_t next = next_line(r, section, line);
    struct str body = lines[line].body;
    enum section_kind sign = polarity_sign(lines[line].marker);
    markup_slanted(body, &body); /* ❌ *Too agreeable* */
    for (size_t at = lines[line].kind == OUTLINE_TEXT ? 0 : body.len; at < body.len; utf8_next(body, &at))
        if (body.len - at <= SIGN_MOST && (sign = polarity_sign(str_slice(body, at, body.len))) != SECTION_NONE)
            body.len = at;
    return section->kind == SECTION_EXAMPLES && sign != SECTION_NONE && (body.len == 0 || bare_title(str_trim(body))) &&
           next < section->end && lines[next].kind == OUTLINE_ITEM &&
           polarity_sign(lines[next].marker) == SECTION_NONE && lines[line].indent <= lines[next].indent;
}

/* "次要", "Bad" alone on a line: the name of a group of concerns or examples, whatever stands around it. */
static bool names_group(struct reader *r, const struct section *section, size_t line)
{
    const struct outline_line *text = &r->outline.lines[line];
    struct str body = text->body, inside;
    if (body.len > 0 && markup_bracket_length(body, 0, &inside) == body.len) /* （次要） */
        body = inside;
    if ((section->kind != SECTION_CONCERNS && section->kind != SECTION_EXAMPLES) || text->kind != OUTLINE_TEXT ||
        !bare_title(body))
        return false;
    struct title title = title_read(r->arena, &r->aliases, body);
    return group_fits(section->kind, title.sub) && group_is_named_only(r, &title);
}

/* Where groups have names of the author's own, each stands above its list, and the section begins with one. */
static bool stands_above_list(const struct reader *r, const struct section *section, size_t line)
{
    const struct outline_line *text = &r->outline.lines[line];
    size_t next = next_line(r, section, line);
    struct str title = text->body;
    markup_slanted(text->body, &title);
    if (text->kind != OUTLINE_TEXT || !bare_title(title))
        return false;
    return next < section->end && r->outline.lines[next].kind == OUTLINE_ITEM &&
           text->indent <= r->outline.lines[next].indent;
}

static bool leads_stand_bare(const struct reader *r, const struct section *section)
{
    size_t leads = 0, first = section->first;
    if (section->kind != SECTION_CONCERNS && section->kind != SECTION_EXAMPLES)
        return false;
    while (first < section->end && r->outline.lines[first].kind == OUTLINE_BLANK)
        first++;
    if (first >= section->end || !stands_above_list(r, section, first))
        return false;
    for (size_t i = first; i < section->end && leads < 2; i++)
        leads += stands_above_list(r, section, i);
    return leads > 1;
}

static struct str joined(struct reader *r, const struct entry *entry)
{
    struct buf text;
    buf_init(&text, 0);
    for (size_t i = entry->first; i < entry->end; i++)
        markup_add(&text, r->outline.lines[i].body);
    struct str result = str_dup(r->arena, buf_str(&text));
    buf_release(&text);
    return result;
}

static struct entry entry_of(struct reader *r, size_t line)
{
    const struct outline_line *from = &r->outline.lines[line];
    struct entry entry = {.kind = ENTRY_TEXT,
                          .style = from->style,
                          .marker = from->marker,
                          .raw = from->body,
                          .first = line,
                          .end = line + 1,
                          .indent = from->indent,
                          .number = from->number,
                          .level = from->level};
    if (from->kind == OUTLINE_HEADING) {
        entry.kind = ENTRY_HEADING;
    } else if (from->kind == OUTLINE_ITEM) {
        entry.kind = ENTRY_ITEM;
    } else if (from->kind == OUTLINE_ROW) {
        entry.kind = ENTRY_ROW;
        entry.header = line + 1 < r->outline.count && from[1].kind == OUTLINE_ROW_RULE;
        entry.cell_count = outline_cells(r->arena, from->body, &entry.cells);
    }
    return entry;
}

/* "- 2. ……" behind "- 1. ……": a bullet and a number, of which one is enough. */
static void cut_number(struct entry *entry, const struct entry *before)
{
    enum marker style;
    size_t number, length = marker_length(entry->raw, &style, &number);
    bool first = before == NULL || before->indent != entry->indent || before->number == 0;
    if (entry->kind != ENTRY_ITEM || entry->style != MARKER_BULLET || length == 0 || style != MARKER_DIGIT ||
        number != (first ? 1 : before->number + 1))
        return;
    entry->raw = str_trim(str_slice(entry->raw, length, entry->raw.len));
    entry->number = number;
}

struct entries entries_read(struct reader *reader, const struct section *section)
{
    VEC(struct entry) list = {0};
    const bool bare = leads_stand_bare(reader, section), below = answers_below(reader, section);
    bool lead = false;
    for (size_t i = section->first; i < section->end; i++) {
        enum outline_kind kind = reader->outline.lines[i].kind;
        if (reader->owners[i] != LINE_BLANK || kind == OUTLINE_BLANK)
            continue;
        struct entry *last = list.count > 0 ? &list.items[list.count - 1] : NULL;
        const bool after_lead = lead;
        lead = names_group(reader, section, i) || sign_heads_list(reader, section, i) ||
               (bare && stands_above_list(reader, section, i));
        const bool answers = below && last != NULL && reader->outline.lines[i].indent > last->indent;
        if (i > section->first && last != NULL && !lead && !after_lead && !answers &&
            goes_on(reader, section, last, i)) {
            last->end = i + 1;
            continue;
        }
        struct entry entry = entry_of(reader, i);
        if (section->kind == SECTION_END_CONDITIONS || section->kind == SECTION_CONCERNS)
            cut_number(&entry, last);
        entry.lead = lead;
        VEC_PUSH(&list, entry);
    }
    struct entries result = {arena_array(reader->arena, list.count, sizeof(struct entry)), list.count};
    for (size_t i = 0; i < list.count; i++) {
        result.items[i] = list.items[i];
        if (result.items[i].end > result.items[i].first + 1)
            result.items[i].raw = joined(reader, &list.items[i]);
    }
    VEC_RELEASE(&list);
    return result;
}

bool entry_has_children(const struct entries *entries, size_t at)
{
    if (at + 1 >= entries->count)
        return false;
    const struct entry *entry = &entries->items[at], *next = entry + 1;
    return next->kind != ENTRY_HEADING && next->indent > entry->indent;
}

/* The row's cells joined, a number in the first cell left out. */
static struct str row_text(struct reader *reader, const struct entry *entry)
{
    struct str *kept = arena_array(reader->arena, entry->cell_count, sizeof *kept);
    size_t count = 0, number;
    enum marker style;
    for (size_t i = 0; i < entry->cell_count; i++) {
        struct str cell = entry->cells[i];
        bool counts = i == 0 && entry->cell_count > 1 &&
                      (str_to_size(cell, 9999, &number) || marker_length(cell, &style, &number) == cell.len);
        if (cell.len > 0 && !counts)
            kept[count++] = cell;
    }
    return cells_join(reader->arena, kept, count);
}

struct str entry_text(struct reader *reader, const struct entry *entry)
{
    return entry->kind == ENTRY_ROW ? row_text(reader, entry) : entry->raw;
}
