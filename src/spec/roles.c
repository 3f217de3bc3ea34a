/* Halves whose titles no name tells: a document has two roles, and the lines of one form above them are the halves'. */
#include "spec/markup.h"
#include "spec/reader.h"

enum { LINE_MOST = 60 };

/* The line above a section that may be its half's title; STR_NONE when there is none. */
static size_t line_above(const struct reader *r, size_t i)
{
    while (i-- > 0) {
        enum outline_kind kind = r->outline.lines[i].kind;
        if (kind != OUTLINE_BLANK && kind != OUTLINE_RULE)
            return i;
    }
    return STR_NONE;
}

static bool same_form(const struct reader *r, size_t a, size_t b)
{
    const struct outline_line *x = &r->outline.lines[a], *y = &r->outline.lines[b];
    struct str lead;
    if (x->kind == OUTLINE_HEADING || y->kind == OUTLINE_HEADING)
        return x->kind == y->kind && x->level == y->level;
    size_t first = 0, second = 0; /* "1 THE CALLER" */
    bool plain =
        x->kind == OUTLINE_TEXT && y->kind == OUTLINE_TEXT && x->body.len < LINE_MOST && y->body.len < LINE_MOST;
    if (plain && title_strip_number(x->body, &first).len > 0 && title_strip_number(y->body, &second).len > 0 &&
        first > 0 && second == first + 1)
        return true;
    unsigned form = title_form(x, &lead);
    return form != FORM_NONE && x->body.len < TITLE_MOST && y->body.len < TITLE_MOST && form == title_form(y, &lead);
}

static enum half half_by_words(struct reader *r, size_t line)
{
    static const char *const played[] = {"模型", "扮", "演", "odel", "play", "ersona", "imulat", NULL};
    struct str body = r->outline.lines[line].body;
    if (str_holds_any(body, played))
        return HALF_CALLEE;
    return title_read(r->arena, &r->aliases, body).half;
}

/* Of the sections from `from` to `to`: how many only the callee's half has, less those that only the caller's has. */
static int callee_sections(const struct reader *r, size_t from, size_t to)
{
    int found = 0;
    for (size_t i = from; i < to; i++) {
        enum half half = section_half(r->sections.items[i].kind);
        found += half == HALF_CALLEE ? 1 : half == HALF_CALLER ? -1 : 0;
    }
    return found;
}

bool halves_by_roles(struct reader *r)
{
    size_t roles[2], lines[2], count = 0;
    for (size_t i = 0; i < r->sections.count && count < 3; i++) {
        const struct section *section = &r->sections.items[i];
        if (section->kind != SECTION_ROLE || section->implicit)
            continue;
        if (count < 2)
            roles[count] = i;
        count++;
    }
    if (count != 2 || r->halves.count > 1)
        return false;
    for (size_t k = 0; k < 2; k++) {
        lines[k] = line_above(r, r->sections.items[roles[k]].heading);
        if (lines[k] == STR_NONE)
            return false;
    }
    if (!same_form(r, lines[0], lines[1]))
        return false;
    enum half first = half_by_words(r, lines[0]), second = half_by_words(r, lines[1]);
    int callee = (second == HALF_CALLEE) - (first == HALF_CALLEE) + (first == HALF_CALLER) - (second == HALF_CALLER);
    if (callee == 0)
        callee = callee_sections(r, roles[1], r->sections.count) - callee_sections(r, roles[0], roles[1]);
    if (callee == 0)
        return false;
    for (size_t k = 0; k < 2; k++) {
        r->half_lines[k] = lines[k] + 1;
        r->half_kinds[k] = (k == 1) == (callee > 0) ? HALF_CALLEE : HALF_CALLER;
    }
    return true;
}
