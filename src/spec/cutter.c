/* Opens halves and sections: ends what was open, and says whose the new one is. */
#include "spec/cutter.h"

#include "spec/groups.h"
#include "spec/markup.h"
#include "spec/polarity.h"

enum { LEVEL_IMPLICIT = 100 };

static struct section *cut(struct cutter *c, size_t line)
{
    if (c->open != NULL)
        c->open->end = line;
    struct section section = {.first = line + 1, .heading = line, .end = c->reader->outline.count};
    VEC_PUSH(&c->reader->sections, section);
    c->open = &c->reader->sections.items[c->reader->sections.count - 1];
    c->behind_table = false;
    c->open->half = c->half;
    c->open->half_given = c->half != HALF_NONE;
    return c->open;
}

static void end_half(struct cutter *c, size_t line)
{
    struct reader *r = c->reader;
    if (c->half != HALF_NONE && r->halves.count > 0)
        r->halves.items[r->halves.count - 1].end = line;
    c->half = HALF_NONE;
}

void cutter_close(struct cutter *c, size_t line)
{
    if (c->open != NULL)
        c->open->end = line;
    c->open = NULL;
}

void cutter_open_half(struct cutter *c, size_t line, unsigned level, enum half half, struct str title)
{
    end_half(c, line);
    struct half_range range = {.heading = line, .end = c->reader->outline.count, .level = level, .half = half};
    VEC_PUSH(&c->reader->halves, range);
    c->half = half;
    c->half_level = level;
    c->half_peers = false;
    struct section *section = cut(c, line);
    section->kind = SECTION_ROLE;
    section->implicit = true;
    section->level = LEVEL_IMPLICIT;
    section->title = title;
    reader_own(c->reader, line, line + 1, LINE_STRUCTURE);
}

/* A section as high as the halves' own titles, of a kind that only the other half has: that half goes on. */
static void return_to_half(struct cutter *c, size_t line, unsigned level, enum section_kind kind)
{
    struct reader *r = c->reader;
    enum half own = section_half(kind);
    bool begun = false;
    for (size_t i = 0; i < r->halves.count; i++)
        begun = begun || r->halves.items[i].half == own;
    if (!begun || level > c->half_level || c->half == HALF_NONE || own == c->half || kind == SECTION_PROFILE ||
        kind == SECTION_BACKGROUND)
        return;
    end_half(c, line);
    struct half_range range = {.heading = line, .end = r->outline.count, .level = c->half_level, .half = own};
    VEC_PUSH(&r->halves, range);
    c->half = own;
}

bool heads_behaviours(struct reader *r, size_t line, const struct title *title)
{
    static const char *const forbidden[] = {"don't", "don ts", "never", "不要", "禁止", NULL};
    struct str key = title_key(r->arena, title->text);
    bool named = names_duties(key, true) || str_is_any(key, forbidden), items = false;
    for (size_t i = line + 1; named && i < r->outline.count && r->outline.lines[i].kind != OUTLINE_HEADING; i++) {
        const struct outline_line *next = &r->outline.lines[i];
        if (next->kind != OUTLINE_ITEM && items)
            break;
        items = items || next->kind == OUTLINE_ITEM;
        named = next->kind != OUTLINE_ITEM || (markup_quoted_length(next->body) == 0 && markup_ending(next->body) == 0);
    }
    return named && items;
}

size_t header_below(struct reader *r, size_t line, struct str **cells)
{
    const struct outline_line *lines = r->outline.lines;
    size_t next = line + 1;
    while (next < r->outline.count && lines[next].kind == OUTLINE_BLANK)
        next++;
    if (next + 1 >= r->outline.count || lines[next].kind != OUTLINE_ROW || lines[next + 1].kind != OUTLINE_ROW_RULE)
        return 0;
    return outline_cells(r->arena, lines[next].body, cells);
}

/* Are the lines below a table of good and bad examples side by side, or bold labels of both from the first line on? */
static bool heads_contrast(struct reader *r, size_t line)
{
    struct str *cells = NULL, lead, rest;
    if (markup_lead(r->outline.lines[line].body, &lead, &rest) && rest.len > 0)
        return false; /* its text stands behind it */
    size_t count = header_below(r, line, &cells);
    struct contrast found = contrast_in(r, cells, count);
    for (size_t i = line + 1; count == 0 && i < r->next_heading[line]; i++) {
        const struct outline_line *label = &r->outline.lines[i];
        bool bold = label->kind == OUTLINE_TEXT && markup_lead(label->body, &lead, &rest) && rest.len == 0;
        enum section_kind kind = bold ? polarity_of_text(r->arena, lead).kind : SECTION_NONE;
        found.negative += kind == SECTION_NEGATIVE;
        found.positive += kind == SECTION_POSITIVE;
        if (found.negative + found.positive > 2 ||
            (label->kind != OUTLINE_BLANK && found.negative + found.positive == 0))
            break;
    }
    return found.negative == 1 && found.positive == 1;
}

void cutter_open_section(struct cutter *c, size_t line, unsigned level, const struct title *title)
{
    return_to_half(c, line, level, title->kind);
    if (level <= c->half_level)
        c->half_peers = true;
    struct section *section = cut(c, line);
    section->kind = title->kind;
    if (title->kind == SECTION_ROLE && title->half == HALF_CALLEE && c->half == HALF_CALLER && level > c->half_level)
        section->kind = SECTION_PROFILE; /* "客户是谁" among the caller's sections */
    section->sub = title->sub;
    section->level = level;
    section->title = title->text;
    if (title->kind == SECTION_NONE && title->sub != SECTION_NONE)
        section->kind = title->sub <= SECTION_LATENT               ? SECTION_CONCERNS
                        : heads_behaviours(c->reader, line, title) ? SECTION_BEHAVIOURS
                                                                   : SECTION_EXAMPLES;
    if (section->kind == SECTION_BEHAVIOURS && title->sub == SECTION_NONE && heads_contrast(c->reader, line))
        section->kind = SECTION_EXAMPLES; /* "说话的样子" above 不能这么说 | 要像这么说 */
    if (section->kind != SECTION_CONCERNS && section->kind != SECTION_EXAMPLES)
        section->sub = SECTION_NONE;
    enum half own = section_half(section->kind);
    bool told = section->kind == SECTION_ROLE && c->half != HALF_NONE && c->reader->half_lines[0] > 0;
    if (title->half != HALF_NONE && !told && (own == HALF_NONE || own == title->half)) {
        section->half = title->half;
        section->half_given = true;
    }
    if (section->half != c->half && level <= c->half_level)
        end_half(c, line);
    reader_own(c->reader, line, line + 1, LINE_STRUCTURE);
}

void cutter_open_unknown(struct cutter *c, size_t line, unsigned level, struct str title)
{
    if (level <= c->half_level && !c->half_peers)
        end_half(c, line);
    struct section *section = cut(c, line);
    section->level = level;
    section->title = title;
    section->why_unread = "unknown-section";
    struct scenario *s = c->reader->scenario;
    if (s->title.len == 0 && c->reader->sections.count == 1)
        s->title = title;
    reader_own(c->reader, line, line + 1, LINE_STRUCTURE);
}
