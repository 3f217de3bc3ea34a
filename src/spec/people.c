/* Halves that have people's names: who calls and who answers is said at the top ("打电话的人：客户经理小俞", "Who is
 * calling: Priya, events desk"), and a heading further down is nothing but such a name ("韩冰", "Graham's half"). */
#include "spec/markup.h"
#include "spec/reader.h"
#include "text/utf8.h"

/* "打电话的人：客户经理小俞", "| Callee | Graham Tull, 63 |": the label and what stands behind it. */
static bool read_field(struct reader *r, size_t i, struct str *label, struct str *rest)
{
    enum { LABEL_MOST = 24 };
    const struct outline_line *line = &r->outline.lines[i];
    struct str *cells;
    if (line->kind == OUTLINE_ROW && line->body.len < TITLE_MOST && outline_cells(r->arena, line->body, &cells) == 2) {
        *label = cells[0], *rest = cells[1];
        return true;
    }
    return (line->kind == OUTLINE_TEXT || line->kind == OUTLINE_ITEM) &&
           (markup_lead(line->body, label, rest) || markup_label(line->body, LABEL_MOST, label, rest));
}

/* The first lines' people: [0] calls, [1] answers. */
static void read_top(struct reader *r, struct person people[2])
{
    enum { TOP = 30 };
    for (size_t i = 0; i < r->outline.count && i < TOP; i++) {
        struct str label, rest;
        if (!read_field(r, i, &label, &rest) || rest.len == 0)
            continue;
        static const char *const calling[] = {"calling", "dials", "打", NULL};
        const struct title title = title_read(r->arena, &r->aliases, label);
        const bool role = title.kind == SECTION_ROLE && !title.half_only;
        const enum half half = title.half_only || (role && title.half != HALF_NONE) ? title.half
                               : role && str_holds_any(label, calling)              ? HALF_CALLER
                                                                                    : HALF_NONE;
        struct person *person = &people[half == HALF_CALLEE];
        if (half != HALF_NONE && person->line == 0)
            *person = (struct person){rest, i + 1};
    }
}

/* How long the name is with which a title may begin: a word with a capital, or `han` ideographs; 0 when it does not. */
static size_t name_length(struct str text, size_t han)
{
    enum { LATIN_LEAST = 3 };
    size_t at = 0;
    if (text.len > 0 && text.ptr[0] >= 'A' && text.ptr[0] <= 'Z') {
        while (at < text.len && ascii_letter(text.ptr[at]))
            at++;
        return at >= LATIN_LEAST ? at : 0;
    }
    for (size_t count = 0; count < han; count++) {
        if (at >= text.len || !code_point_is_han(utf8_next(text, &at)))
            return 0;
    }
    return at;
}

/* Whose name alone, beside "'s half" and the like, the heading is; HALF_NONE when it is nobody's. */
static enum half named_by(struct reader *r, size_t line, const struct person people[2])
{
    size_t number;
    const struct str text = title_strip_number(markup_plain(r->arena, r->outline.lines[line].body), &number);
    for (size_t han = 2; han <= 3; han++) {
        const size_t length = name_length(text, han);
        const struct str name = str_slice(text, 0, length),
                         key = title_key(r->arena, str_slice(text, length, text.len));
        const bool calls = length > 0 && str_find(people[0].words, name) != STR_NONE,
                   answers = length > 0 && str_find(people[1].words, name) != STR_NONE;
        if (calls != answers && title_is_filler(&r->aliases, key))
            return calls ? HALF_CALLER : HALF_CALLEE;
    }
    return HALF_NONE;
}

void people_read(struct reader *reader)
{
    struct person people[2] = {{{0}, 0}};
    size_t headings[2] = {0};
    if (reader->half_lines[0] > 0)
        return;
    read_top(reader, people);
    if (people[0].line == 0 || people[1].line == 0)
        return;
    for (size_t i = 0; i < reader->outline.count; i = reader->next_heading[i]) {
        const enum half half =
            reader->outline.lines[i].kind == OUTLINE_HEADING ? named_by(reader, i, people) : HALF_NONE;
        size_t *heading = &headings[half == HALF_CALLEE];
        if (half != HALF_NONE && *heading == 0)
            *heading = i + 1;
    }
    if (headings[1] == 0)
        return;
    reader->half_lines[0] = headings[1];
    reader->half_kinds[0] = HALF_CALLEE;
    reader->half_lines[1] = headings[0];
    reader->half_kinds[1] = HALF_CALLER;
    for (size_t k = 0; k < 2; k++)
        reader->people[k] = people[k];
}
