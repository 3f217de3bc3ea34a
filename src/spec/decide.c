/* What a title opens where it stands: a half, a section, something unknown, or nothing of its own. */
#include "spec/cutter.h"
#include "spec/groups.h"
#include "spec/markup.h"

enum { LEVEL_BOLD = LOOK_ALIKE_BOLD, LOOK_AHEAD = 40 };

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

bool is_document_title(struct cutter *c, size_t line, unsigned level)
{
    struct reader *r = c->reader;
    unsigned halves = 0, seen_kinds = 0;
    size_t seen = 0, kinds = 0, next = r->next_heading[line];
    if (c->reader->sections.count > 0 || c->open != NULL)
        return false;
    for (size_t i = next; i < r->outline.count && seen++ < LOOK_AHEAD; i = r->next_heading[i]) {
        const struct title *title = reader_title(r, i);
        if (r->outline.lines[i].level <= level)
            break;
        if (title->half_only)
            halves |= 1u << title->half;
        kinds += title->kind != SECTION_NONE && (seen_kinds >> title->kind & 1) == 0;
        seen_kinds |= 1u << title->kind;
    }
    const struct title *own = reader_title(r, line);
    bool script = own->kind == SECTION_STEPS || own->kind == SECTION_TASK || own->kind == SECTION_QA;
    if (halves == (1u << HALF_CALLER | 1u << HALF_CALLEE) || (script && own->half == HALF_NONE && kinds > 2))
        return true;
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

/* **异议处理** with other bold titles of no known name behind it: a step like them, not the knowledge base. */
static bool is_step_of_objections(const struct reader *r, size_t line, unsigned level, const struct title *t)
{
    static const char *const words[] = {"异议", "異議", "objection", "Objection", NULL};
    struct str lead, rest;
    if (level != LEVEL_BOLD || t->kind != SECTION_QA || !str_holds_any(t->text, words))
        return false;
    for (size_t i = line + 1; i < r->next_heading[line]; i++) {
        if (r->outline.lines[i].kind == OUTLINE_TEXT && markup_lead(r->outline.lines[i].body, &lead, &rest) &&
            rest.len == 0)
            return title_read(r->arena, &r->aliases, lead).kind == SECTION_NONE;
    }
    return false;
}

static enum decision decide_in_steps(struct cutter *c, size_t line, unsigned level, const struct title *t)
{
    bool spoken = t->kind == SECTION_OPENING || t->kind == SECTION_CLOSING || t->kind == SECTION_ENDING;
    bool whole = t->exact || (t->covered && level <= LEVEL_BOLD);
    if (t->half_only || t->numbered || !whole || t->kind == c->open->kind || t->kind == SECTION_TASK ||
        (c->open->kind == SECTION_STEPS && is_step_of_objections(c->reader, line, level, t)))
        return KEEP;
    if (level >= LEVEL_BOLD && spoken && c->open->kind == SECTION_STEPS)
        return t->kind == SECTION_ENDING && level == LEVEL_BOLD ? OPEN_SECTION : KEEP;
    return c->open->kind == SECTION_STEPS && spoken && among_step_titles(c->reader, line, level, c->open)
               ? KEEP
               : OPEN_SECTION;
}

bool section_is_empty(const struct reader *r, const struct section *section, size_t line)
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
    if (groups && group_fits(open->kind, t->sub) && (t->sub_exact || !t->exact))
        return KEEP;
    if (t->half_only)
        return OPEN_HALF;
    if (t->kind == SECTION_NONE || t->kind == open->kind)
        return KEEP;
    bool ending = open->kind == SECTION_ENDING && (t->kind == SECTION_CLOSING || t->kind == SECTION_END_CONDITIONS);
    bool examples = t->kind == SECTION_EXAMPLES && t->sub != SECTION_NONE; /* 话术样例（坏） below the behaviours */
    if (t->exact || (t->covered && level == LEVEL_BOLD) || ending ||
        (level < LEVEL_BOLD && (examples || section_is_empty(c->reader, open, line))))
        return OPEN_SECTION;
    return KEEP;
}

/* "客户画像" above concerns and behaviours is the persona itself, not what the caller knows of the customer. */
static bool is_persona_itself(struct cutter *c, size_t line, unsigned level, const struct title *t)
{
    return t->kind == SECTION_PROFILE && level < LEVEL_BOLD && (c->half != HALF_CALLER || level <= c->half_level) &&
           half_below(c->reader, line, level) == HALF_CALLEE;
}

/* Numbered headings of unknown name below one of unknown name, within a half: its steps, or whatever it has. */
static bool is_part_of_unknown(const struct cutter *c, unsigned level, const struct title *t)
{
    return c->open != NULL && c->open->kind == SECTION_NONE && c->open->half_given && level < LEVEL_BOLD &&
           level > c->open->level && t->numbered && !t->near && !t->exact && !t->half_only;
}

/* A title of unknown name above a table with a column whose name is known: "| no. | he may hang up when |". */
static enum section_kind kind_by_table(struct reader *r, size_t line)
{
    enum section_kind found = SECTION_NONE;
    struct str *cells;
    size_t count = header_below(r, line, &cells);
    for (size_t i = 0; i < count; i++) {
        enum section_kind kind = title_read(r->arena, &r->aliases, cells[i]).kind;
        bool told = kind == SECTION_CONCERNS || kind == SECTION_BEHAVIOURS || kind == SECTION_END_CONDITIONS;
        if (told && found != SECTION_NONE && kind != found)
            return SECTION_NONE;
        found = told ? kind : found;
    }
    return found;
}

/* "PART B: The call flow" right above "**Role:** …": not the script alone but all of the caller's half. */
static bool stands_above_role(struct reader *r, size_t line)
{
    size_t first = line + 1;
    while (first < r->next_heading[line] && r->outline.lines[first].kind == OUTLINE_BLANK)
        first++;
    if (first >= r->next_heading[line])
        return false;
    struct title below = line_title(r, first);
    return below.exact && below.kind == SECTION_ROLE;
}

/* "# 角色" above "你是……" and the sections of the persona as deeper headings: the callee's half. */
static bool speaks_to_model(struct reader *r, size_t line, unsigned level)
{
    static const char *const words[] = {"你是", "你叫", "你扮演", "你要扮演", "You are ", "You're ", NULL};
    size_t first = line + 1, next = r->next_heading[line];
    while (first < r->outline.count && r->outline.lines[first].kind == OUTLINE_BLANK)
        first++;
    if (first >= next || next >= r->outline.count || r->outline.lines[next].level <= level ||
        !str_starts_any(r->outline.lines[first].body, words))
        return false;
    for (size_t i = next, seen = 0; i < r->outline.count && r->outline.lines[i].level > level && seen < LOOK_AHEAD;
         i = r->next_heading[i], seen++) {
        if (reader_title(r, i)->kind == SECTION_CONCERNS)
            return true;
    }
    return false;
}

/* "### Mrs. Rao's side", where no title says whose half is whose: bold titles below it tell, if they are the callee's.
 */
static bool heads_callee_by_bold(const struct cutter *c, size_t line)
{
    struct reader *r = c->reader;
    struct str lead, rest;
    size_t own = 0;
    if (c->half != HALF_NONE || r->halves.count > 0)
        return false;
    for (size_t i = line + 1; i < r->next_heading[line]; i++) {
        const struct outline_line *below = &r->outline.lines[i];
        if (below->kind != OUTLINE_TEXT || !markup_lead(below->body, &lead, &rest) || rest.len > 0)
            continue;
        enum half half = section_half(title_read(r->arena, &r->aliases, lead).kind);
        if (half == HALF_CALLER)
            return false;
        own += half == HALF_CALLEE;
    }
    return own > 0;
}

enum decision decide(struct cutter *c, size_t line, unsigned level, struct title *t)
{
    bool text_between;
    unsigned next = next_heading_level(c->reader, line, &text_between);
    if (c->open != NULL && c->open->kind != SECTION_NONE && level > c->open->level)
        return decide_deeper(c, line, level, t);
    if (is_part_of_unknown(c, level, t))
        return KEEP;
    if (level < LEVEL_BOLD && is_document_title(c, line, level))
        return OPEN_UNKNOWN;
    if (t->half_only) {
        bool own_profile = (t->kind == SECTION_PROFILE && t->half == HALF_CALLER) || /* "Caller profile" */
                           is_persona_itself(c, line, level, t);
        bool named_like_a_section = t->exact && t->kind != SECTION_ROLE && !own_profile &&
                                    (text_between || (c->half == HALF_CALLER && level > c->half_level));
        return named_like_a_section ? OPEN_SECTION : OPEN_HALF;
    }
    if (t->kind == SECTION_STEPS && (c->half == HALF_NONE || level <= c->half_level) &&
        stands_above_role(c->reader, line)) {
        t->half = HALF_CALLER;
        return OPEN_HALF;
    }
    if (t->kind == SECTION_ROLE && c->half == HALF_NONE && speaks_to_model(c->reader, line, level)) {
        t->half = HALF_CALLEE;
        return OPEN_HALF;
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
    size_t heading = c->reader->next_heading[line];
    bool introduced = text_between && c->open != NULL && t->kind == SECTION_NONE &&
                      heading < c->reader->outline.count && c->reader->outline.lines[heading].level > level;
    if ((next > level && !text_between) || introduced) {
        enum half below = half_below(c->reader, line, level);
        if (t->half == HALF_NONE)
            t->half = below;
        if (below != HALF_NONE && (c->half == HALF_NONE || level <= c->half_level))
            return OPEN_HALF;
    }
    t->kind = kind_by_table(c->reader, line);
    if (t->kind == SECTION_NONE && heads_callee_by_bold(c, line)) {
        t->half = HALF_CALLEE;
        return OPEN_HALF;
    }
    return t->kind != SECTION_NONE ? OPEN_SECTION : OPEN_UNKNOWN;
}
