/* A document that is one nested list: "- 接听方" with "- 角色" below it and the words below that. Its outer items are
 * what headings are elsewhere. */
#include "spec/markup.h"
#include "spec/reader.h"
#include "text/utf8.h"

static size_t next_full(const struct outline *outline, size_t i)
{
    for (i++; i < outline->count && outline->lines[i].kind == OUTLINE_BLANK; i++)
        ;
    return i;
}

static bool has_deeper(const struct outline *outline, size_t i)
{
    size_t next = next_full(outline, i);
    return next < outline->count && outline->lines[next].indent > outline->lines[i].indent;
}

/* Nothing but a title: short, and no label with its text. */
static bool is_title(const struct outline_line *line)
{
    enum { TITLE_SIGNS = 24 };
    struct str label, rest = {0};
    if (markup_lead(line->body, &label, &rest) || markup_label(line->body, TITLE_SIGNS, &label, &rest))
        return rest.len == 0;
    return utf8_count(line->body) <= TITLE_SIGNS && (markup_ending(line->body) & (ENDS_STOP | ENDS_QUOTE)) == 0;
}

static void make_heading(struct outline_line *line, unsigned level)
{
    line->kind = OUTLINE_HEADING;
    line->level = level;
    line->style = MARKER_NONE;
    line->number = 0;
}

void tree_as_headings(struct reader *reader)
{
    struct outline *outline = &reader->outline;
    struct outline_line *lines = outline->lines;
    struct str label, rest;
    size_t halves = 0, outer = SIZE_MAX, inner = SIZE_MAX;
    for (size_t i = 0; i < outline->count; i++) {
        if (lines[i].kind == OUTLINE_HEADING)
            return;
        if (lines[i].kind == OUTLINE_ITEM && lines[i].indent < outer)
            outer = lines[i].indent;
    }
    for (size_t i = 0; i < outline->count; i++) {
        if (lines[i].kind != OUTLINE_ITEM || !has_deeper(outline, i))
            continue;
        if (lines[i].indent > outer)
            inner = lines[i].indent < inner ? lines[i].indent : inner;
        else if (lines[i].indent == outer && lines[i].body.len < TITLE_MOST)
            halves += title_read(reader->arena, &reader->aliases, lines[i].body).half_only;
    }
    if (halves == 0 || inner == SIZE_MAX)
        return;
    for (size_t i = 0; i < outline->count; i++) {
        if (lines[i].kind == OUTLINE_ITEM && lines[i].indent <= inner && has_deeper(outline, i) && is_title(&lines[i]))
            make_heading(&lines[i], lines[i].indent == outer ? 1 : 2);
        else if (lines[i].kind == OUTLINE_ITEM && lines[i].indent == inner && field_label(&lines[i], &label, &rest) &&
                 rest.len > 0)
            reader->fields[i] = FIELD_NESTED; /* "- goal: …" beside "- steps" */
    }
}
