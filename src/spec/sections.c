/* Cuts a document into sections, one pass over its lines.
 *
 * A heading opens a half, a section, or belongs to the section that is open (a step's title, a group of concerns). So
 * do lines that only look like headings: bold lines, 【...】, "一、...", "结束语：". Real headings have levels 1 to 6;
 * the look-alikes lie deeper. */
#include "base/arena.h"
#include "base/language.h"
#include "spec/markup.h"
#include "spec/reader.h"
#include "text/utf8.h"

#include <stdint.h>
#include <string.h>

enum { LEVEL_BOLD = LOOK_ALIKE_BOLD, LEVEL_ROW = 11, LEVEL_IMPLICIT = 100, LOOK_AHEAD = 40 };

struct cutter {
    struct reader *reader;
    struct section *open; /* the last of reader->sections, or NULL */
    enum half half;       /* given by a heading */
    unsigned half_level;
    bool half_peers; /* sections of this half have its level: no level ends it */
};

static struct section *cut(struct cutter *c, size_t line)
{
    if (c->open != NULL)
        c->open->end = line;
    struct section section = {.first = line + 1, .heading = line, .end = c->reader->outline.count};
    VEC_PUSH(&c->reader->sections, section);
    c->open = &c->reader->sections.items[c->reader->sections.count - 1];
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

static void open_half(struct cutter *c, size_t line, unsigned level, enum half half, struct str title)
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

/* "DO", "DON'T", "必须": above things to do, not above words to say? */
static bool heads_behaviours(struct reader *r, size_t line, const struct title *title)
{
    static const char *const forbidden[] = {"don't", "don ts", "never", "不要", "禁止"};
    struct str key = title_key(r->arena, title->text);
    bool named = names_duties(key, true), items = false;
    for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++)
        named = named || str_eq_cstring(key, forbidden[i]);
    for (size_t i = line + 1; named && i < r->outline.count && r->outline.lines[i].kind != OUTLINE_HEADING; i++) {
        const struct outline_line *next = &r->outline.lines[i];
        if (next->kind != OUTLINE_ITEM && items)
            break;
        items = items || next->kind == OUTLINE_ITEM;
        named = next->kind != OUTLINE_ITEM || (markup_quoted_length(next->body) == 0 && markup_ending(next->body) == 0);
    }
    return named && items;
}

static void open_section(struct cutter *c, size_t line, unsigned level, const struct title *title)
{
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
    if (section->kind != SECTION_CONCERNS && section->kind != SECTION_EXAMPLES)
        section->sub = SECTION_NONE;
    enum half own = section_half(section->kind);
    if (title->half != HALF_NONE && (own == HALF_NONE || own == title->half)) {
        section->half = title->half;
        section->half_given = true;
    }
    if (section->half != c->half && level <= c->half_level)
        end_half(c, line);
    reader_own(c->reader, line, line + 1, LINE_STRUCTURE);
}

static void open_unknown(struct cutter *c, size_t line, unsigned level, struct str title)
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

/* How deep the next heading is when only blank lines lie before it, 0 otherwise; is there text before it? */
static unsigned next_heading_level(const struct reader *r, size_t line, bool *text_between)
{
    size_t next = r->next_heading[line];
    *text_between = false;
    for (size_t i = line + 1; i < next; i++) {
        enum outline_kind kind = r->outline.lines[i].kind;
        if (kind == OUTLINE_TEXT || kind == OUTLINE_ITEM || kind == OUTLINE_ROW) {
            *text_between = true;
            return 0;
        }
    }
    return next < r->outline.count ? r->outline.lines[next].level : 0;
}

/* Which half the sections below a heading of unknown name belong to; HALF_NONE when they tell nothing or both. What the
 * halves know of each other (profile, background) counts only when nothing else does. */
static enum half half_below(struct reader *r, size_t line, unsigned level)
{
    enum half found = HALF_NONE, weak = HALF_NONE;
    size_t seen = 0;
    for (size_t i = r->next_heading[line]; i < r->outline.count && seen < LOOK_AHEAD; i = r->next_heading[i]) {
        if (r->outline.lines[i].level <= level)
            break;
        seen++;
        const struct title *title = reader_title(r, i);
        enum half half = section_half(title->kind);
        if (title->half_only)
            return HALF_NONE;
        if (title->kind == SECTION_PROFILE || title->kind == SECTION_BACKGROUND) {
            weak = weak == HALF_NONE ? half : weak;
            continue;
        }
        if (half != HALF_NONE && found != HALF_NONE && half != found)
            return HALF_NONE;
        if (half != HALF_NONE)
            found = half;
    }
    return found != HALF_NONE ? found : weak;
}

/* The title of a line that looks like one: a heading, or bold, in brackets or with a colon. */
static struct title line_title(struct reader *r, size_t i)
{
    const struct outline_line *line = &r->outline.lines[i];
    struct str lead, rest;
    if (line->kind == OUTLINE_HEADING)
        return *reader_title(r, i);
    if (line->kind != OUTLINE_TEXT || line->body.len > TITLE_MOST)
        return (struct title){0};
    if (!markup_lead(line->body, &lead, &rest) && !markup_label(line->body, 24, &lead, &rest))
        lead = line->body;
    return title_read(r->arena, &r->aliases, lead);
}

/* Does the heading name the whole document, whatever words are in it? Both halves lie below it, or it is the first and
 * a half's name comes next. */
static bool is_document_title(struct cutter *c, size_t line, unsigned level)
{
    struct reader *r = c->reader;
    unsigned halves = 0;
    size_t seen = 0, next = r->next_heading[line];
    if (c->reader->sections.count > 0 || c->open != NULL)
        return false;
    for (size_t i = next; i < r->outline.count && seen++ < LOOK_AHEAD; i = r->next_heading[i]) {
        const struct title *title = reader_title(r, i);
        if (r->outline.lines[i].level <= level)
            break;
        if (title->half_only)
            halves |= 1u << title->half;
    }
    if (halves == (1u << HALF_CALLER | 1u << HALF_CALLEE))
        return true;
    const struct title *own = reader_title(r, line);
    if (next < r->outline.count && reader_title(r, next)->half_only && !own->half_only)
        return true;
    size_t first = line + 1;
    while (first < r->outline.count &&
           (r->outline.lines[first].kind == OUTLINE_BLANK || r->outline.lines[first].kind == OUTLINE_RULE))
        first++;
    if (first >= r->outline.count || r->outline.lines[first].kind != OUTLINE_TEXT || own->half_only)
        return false;
    struct title below = line_title(r, first);
    return below.half_only || (below.exact && below.kind == SECTION_ROLE && own->kind != SECTION_ROLE);
}

/* Is a heading inside the steps, named like an opening or closing, one of several step titles? */
static bool among_step_titles(struct reader *r, size_t line, unsigned level, const struct section *steps)
{
    size_t seen = 0;
    for (size_t i = r->next_heading[steps->heading]; i < r->outline.count && seen < LOOK_AHEAD;
         i = r->next_heading[i]) {
        const struct outline_line *next = &r->outline.lines[i];
        if (next->level < level)
            break;
        seen++;
        const struct title *title = reader_title(r, i);
        if (i != line && next->level == level && (title->numbered || title->kind == SECTION_NONE))
            return true;
    }
    return false;
}

enum decision { KEEP, OPEN_HALF, OPEN_SECTION, OPEN_UNKNOWN };

static enum decision decide_in_steps(struct cutter *c, size_t line, unsigned level, const struct title *t)
{
    bool spoken = t->kind == SECTION_OPENING || t->kind == SECTION_CLOSING || t->kind == SECTION_ENDING;
    bool whole = t->exact || (t->covered && level <= LEVEL_BOLD);
    if (t->half_only || t->numbered || !whole || t->kind == c->open->kind || t->kind == SECTION_TASK)
        return KEEP;
    if (level >= LEVEL_BOLD && spoken)
        return t->kind == SECTION_ENDING && level == LEVEL_BOLD ? OPEN_SECTION : KEEP;
    return c->open->kind == SECTION_STEPS && spoken && among_step_titles(c->reader, line, level, c->open)
               ? KEEP
               : OPEN_SECTION;
}

static bool section_is_empty(const struct reader *r, const struct section *section, size_t line)
{
    for (size_t i = section->first; i < line; i++) {
        if (r->outline.lines[i].kind != OUTLINE_BLANK && r->outline.lines[i].kind != OUTLINE_RULE)
            return false;
    }
    return true;
}

/* A heading below the heading of the open section. */
static enum decision decide_deeper(struct cutter *c, size_t line, unsigned level, const struct title *t)
{
    const struct section *open = c->open;
    if (open->kind == SECTION_STEPS || open->kind == SECTION_QA)
        return decide_in_steps(c, line, level, t);
    bool groups = open->kind == SECTION_CONCERNS || open->kind == SECTION_EXAMPLES;
    if (groups && t->sub != SECTION_NONE && (t->sub_exact || !t->exact))
        return KEEP;
    if (t->half_only)
        return OPEN_HALF;
    if (t->kind == SECTION_NONE || t->kind == open->kind)
        return KEEP;
    bool ending = open->kind == SECTION_ENDING && (t->kind == SECTION_CLOSING || t->kind == SECTION_END_CONDITIONS);
    if (t->exact || ending || (level < LEVEL_BOLD && section_is_empty(c->reader, open, line)))
        return OPEN_SECTION;
    return KEEP;
}

/* "客户画像" above concerns and behaviours is the persona itself, not what the caller knows of the customer. */
static bool is_persona_itself(struct cutter *c, size_t line, unsigned level, const struct title *t)
{
    return t->kind == SECTION_PROFILE && level < LEVEL_BOLD && (c->half != HALF_CALLER || level <= c->half_level) &&
           half_below(c->reader, line, level) == HALF_CALLEE;
}

static enum decision decide(struct cutter *c, size_t line, unsigned level, struct title *t)
{
    bool text_between;
    unsigned next = next_heading_level(c->reader, line, &text_between);
    if (c->open != NULL && c->open->kind != SECTION_NONE && level > c->open->level)
        return decide_deeper(c, line, level, t);
    if (level < LEVEL_BOLD && is_document_title(c, line, level))
        return OPEN_UNKNOWN;
    if (t->half_only) {
        bool own_profile = (t->kind == SECTION_PROFILE && t->half == HALF_CALLER) || /* "Caller profile" */
                           is_persona_itself(c, line, level, t);
        bool named_like_a_section = t->exact && t->kind != SECTION_ROLE && !own_profile &&
                                    (text_between || (c->half == HALF_CALLER && level > c->half_level));
        return named_like_a_section ? OPEN_SECTION : OPEN_HALF;
    }
    if (t->kind == SECTION_ROLE && !text_between && next > level) {
        t->half = t->half != HALF_NONE ? t->half : half_below(c->reader, line, level);
        if (t->half != HALF_NONE)
            return OPEN_HALF;
    }
    if (is_persona_itself(c, line, level, t)) {
        t->half = HALF_CALLEE;
        return OPEN_HALF;
    }
    if (t->kind != SECTION_NONE && (t->near || level < LEVEL_BOLD))
        return OPEN_SECTION;
    if (t->sub != SECTION_NONE && c->half != HALF_CALLER && level < LEVEL_BOLD && c->reader->sections.count > 0)
        return OPEN_SECTION;
    if (level >= LEVEL_BOLD)
        return t->sub_exact ? OPEN_SECTION : KEEP;
    if (next > level && !text_between) {
        enum half below = half_below(c->reader, line, level);
        if (t->half == HALF_NONE)
            t->half = below;
        if (below != HALF_NONE && (c->half == HALF_NONE || level <= c->half_level))
            return OPEN_HALF;
    }
    return OPEN_UNKNOWN;
}

static void obey(struct cutter *c, enum decision decision, size_t line, unsigned level, const struct title *title)
{
    switch (decision) {
    case OPEN_HALF:
        open_half(c, line, level, title->half, title->text);
        break;
    case OPEN_SECTION:
        open_section(c, line, level, title);
        break;
    case OPEN_UNKNOWN:
        open_unknown(c, line, level, title->text);
        break;
    case KEEP:
        break;
    }
}

static void try_look_alike(struct cutter *c, size_t i)
{
    struct reader *r = c->reader;
    struct outline_line *line = &r->outline.lines[i];
    struct title title;
    struct str rest;
    if (line->body.len > TITLE_MOST && line->kind == OUTLINE_TEXT && memchr(line->body.ptr, ':', 60) == NULL &&
        str_find(str_slice(line->body, 0, 60), STR("：")) == STR_NONE)
        return;
    unsigned level = look_alike_level(r, c->open, i, &title, &rest);
    if (level == 0)
        return;
    /* groups of concerns and examples are read where they stand, or open the section that is missing around them */
    bool of_examples = title.sub == SECTION_NEGATIVE || title.sub == SECTION_POSITIVE;
    bool group = title.sub_exact && of_examples && c->half != HALF_CALLER && c->open != NULL &&
                 c->open->kind != SECTION_EXAMPLES && c->open->kind != SECTION_CONCERNS &&
                 (label_stands_before_quotes(r, i, rest) || (rest.len == 0 && section_takes_labels(c->open)));
    if (title.kind == SECTION_NONE && !title.half_only && !group)
        return;
    bool callee = c->half == HALF_CALLEE && (section_half(title.kind) == HALF_CALLER) && !title.half_only;
    if (callee)
        return;
    bool inside =
        group && level > c->open->level &&
        (c->open->kind == SECTION_BEHAVIOURS || c->open->kind == SECTION_BACKGROUND || c->open->kind == SECTION_ROLE);
    enum decision decision = inside ? OPEN_SECTION : decide(c, i, level, &title);
    if (decision == OPEN_HALF && !r->flat && rest.len > 0)
        return;
    if (decision == OPEN_HALF)
        level = 0;
    if (decision == KEEP || decision == OPEN_UNKNOWN)
        return;
    obey(c, decision, i, level, &title);
    if (rest.len > 0) { /* the label's own text is the section's first line */
        c->open->first = i;
        line->kind = OUTLINE_TEXT;
        line->body = rest;
        line->style = MARKER_NONE;
        r->owners[i] = LINE_BLANK;
    }
}

/* A row of a table of fields right below a half's heading: "| 任务 | 提醒复诊 |". */
static void try_row(struct cutter *c, size_t i)
{
    struct reader *r = c->reader;
    struct outline_line *line = &r->outline.lines[i];
    struct str *cells;
    bool fields = c->open != NULL && (c->open->implicit || c->open->level == LEVEL_ROW) && c->half != HALF_NONE;
    if (!fields || (i + 1 < r->outline.count && line[1].kind == OUTLINE_ROW_RULE) ||
        outline_cells(r->arena, line->body, &cells) != 2 || cells[1].len == 0)
        return;
    struct title title = title_read(r->arena, &r->aliases, cells[0]);
    enum half half = section_half(title.kind);
    if (!title.exact || title.half_only || (half != HALF_NONE && half != c->half && title.kind != SECTION_PROFILE))
        return;
    open_section(c, i, LEVEL_ROW, &title);
    c->open->first = i;
    line->kind = OUTLINE_TEXT;
    line->body = cells[1];
    r->owners[i] = LINE_BLANK;
}

/* Fewer than two # headings name a section: look for other signs. */
static bool is_flat(struct reader *r)
{
    size_t known = 0;
    for (size_t i = 0; i < r->outline.count && known < 2; i++) {
        if (r->outline.lines[i].kind != OUTLINE_HEADING)
            continue;
        const struct title *title = reader_title(r, i);
        known += !title->half_only && (title->kind != SECTION_NONE || title->sub != SECTION_NONE);
    }
    return known < 2;
}

static void cut_line(struct cutter *c, size_t i)
{
    struct reader *r = c->reader;
    const struct outline_line *line = &r->outline.lines[i];
    switch (line->kind) {
    case OUTLINE_FRONT:
    case OUTLINE_RULE:
    case OUTLINE_ROW_RULE:
    case OUTLINE_FENCE:
        reader_own(r, i, i + 1, LINE_STRUCTURE);
        break;
    case OUTLINE_COMMENT:
        reader_unread(r, i, i + 1, "comment",
                      TEXT("a comment, which no one reads but the model that gets the callee half",
                           "注释，只有收到接听方部分的模型会读到"));
        break;
    case OUTLINE_HEADING: {
        struct title title = *reader_title(r, i);
        obey(c, decide(c, i, line->level, &title), i, line->level, &title);
        break;
    }
    case OUTLINE_ITEM:
    case OUTLINE_TEXT:
        try_look_alike(c, i);
        break;
    case OUTLINE_ROW:
        try_row(c, i);
        break;
    case OUTLINE_BLANK:
        break;
    }
    if (c->open == NULL && line->kind != OUTLINE_BLANK && r->owners[i] == LINE_BLANK)
        reader_unread(r, i, i + 1, "unread-line", TEXT("it stands before the first section", "在第一个部分之前"));
}

void sections_read(struct reader *reader)
{
    struct cutter c = {.reader = reader};
    reader->flat = is_flat(reader);
    for (size_t i = 0; i < reader->outline.count; i++)
        cut_line(&c, i);
    halves_settle(reader);
    sections_guess(reader);
}
