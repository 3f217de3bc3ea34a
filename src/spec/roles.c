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

static bool behind_text(const struct reader *r, size_t i)
{
    return i > 0 && r->outline.lines[i - 1].kind == OUTLINE_TEXT;
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
    return form != FORM_NONE && x->body.len < TITLE_MOST && y->body.len < TITLE_MOST && form == title_form(y, &lead) &&
           !((form & FORM_KIND) == FORM_LABEL && (behind_text(r, a) || behind_text(r, b))); /* "年龄：……" is a field */
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

/* Two headings of one level, none of them above it but the document's title, that no section is known by: the halves'
 * titles. Of which half each is must then be told by its words or by what stands below; by this alone (`vague`) where a
 * section's name stands in the titles beside words that are not known: "顾问话术" and "会员人设". */
static bool lone_pair(struct reader *r, size_t lines[2], bool *vague)
{
    size_t count[7] = {0}, end = line_above(r, r->outline.count); /* "—— 以上 ——" at the end is no title */
    end = end == STR_NONE ? 0 : end;
    for (size_t i = 0; i < end; i++) {
        if (r->outline.lines[i].kind == OUTLINE_HEADING)
            count[r->outline.lines[i].level]++;
    }
    unsigned level = 1;
    while (level < 6 && count[level] < 2)
        level++;
    if (count[level] != 2)
        return false;
    size_t found = 0, named = 0, roles = 0; /* "the person who dials" names a role, too, but not both do */
    for (size_t i = 0; i < end; i++) {
        const struct outline_line *line = &r->outline.lines[i];
        if (line->kind == OUTLINE_HEADING && line->level == level) {
            const struct title *title = reader_title(r, i);
            bool section = title->kind != SECTION_NONE && title->half == HALF_NONE;
            named += section;
            roles += section && title->kind == SECTION_ROLE;
            if ((section && (title->exact || title->covered)) || roles == 2 || found == 2)
                return false;
            lines[found++] = i;
        }
    }
    *vague = named > roles;
    return found == 2;
}

static size_t first_section(const struct reader *r, size_t line)
{
    size_t i = 0;
    while (i < r->sections.count && r->sections.items[i].heading < line)
        i++;
    return i;
}

/* Below both stand the sections of one half, of each another's. */
static bool told_by_sections(const struct reader *r, const size_t lines[2])
{
    const size_t second = first_section(r, lines[1]);
    int a = callee_sections(r, first_section(r, lines[0] + 1), second),
        b = callee_sections(r, first_section(r, lines[1] + 1), r->sections.count);
    return a != 0 && b != 0 && (a < 0) != (b < 0);
}

/* Which of the two is the callee's: > 0 the second, < 0 the first, 0 when nothing tells. */
static int second_is_callee(struct reader *r, const size_t lines[2], const size_t sections[2])
{
    enum half first = half_by_words(r, lines[0]), second = half_by_words(r, lines[1]);
    int callee = (second == HALF_CALLEE) - (first == HALF_CALLEE) + (first == HALF_CALLER) - (second == HALF_CALLER);
    return callee != 0
               ? callee
               : callee_sections(r, sections[1], r->sections.count) - callee_sections(r, sections[0], sections[1]);
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
    if (r->halves.count > 1 || r->half_lines[0] > 0)
        return false;
    for (size_t k = 0; k < 2 && count == 2; k++)
        lines[k] = line_above(r, r->sections.items[roles[k]].heading);
    if (count != 2 || lines[0] == STR_NONE || lines[1] == STR_NONE || !same_form(r, lines[0], lines[1])) {
        bool vague = false;
        if (!lone_pair(r, lines, &vague) || (vague && !told_by_sections(r, lines)))
            return false;
        for (size_t k = 0; k < 2; k++)
            roles[k] = first_section(r, lines[k]);
    }
    int callee = second_is_callee(r, lines, roles);
    if (callee == 0)
        return false;
    for (size_t k = 0; k < 2; k++) {
        r->half_lines[k] = lines[k] + 1;
        r->half_kinds[k] = (k == 1) == (callee > 0) ? HALF_CALLEE : HALF_CALLER;
    }
    return true;
}
