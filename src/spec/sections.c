/* Cuts a document into sections, one pass over its lines.
 *
 * A heading opens a half, a section, or belongs to the section that is open (a step's title, a group of concerns). So
 * do lines that only look like headings: bold lines, 【...】, "一、...", "结束语：". Real headings have levels 1 to 6;
 * the look-alikes lie deeper. */
#include "base/arena.h"
#include "base/language.h"
#include "spec/cutter.h"
#include "spec/markup.h"
#include "spec/polarity.h"
#include "text/utf8.h"

#include <stdint.h>
#include <string.h>

enum { LEVEL_FIELD = LOOK_ALIKE_BOLD + 1, LEVEL_LISTED };

static void obey(struct cutter *c, enum decision decision, size_t line, unsigned level, const struct title *title)
{
    switch (decision) {
    case OPEN_HALF:
        cutter_open_half(c, line, level, title->half, title->text);
        break;
    case OPEN_SECTION:
        cutter_open_section(c, line, level, title);
        break;
    case OPEN_UNKNOWN:
        cutter_open_unknown(c, line, level, title->text);
        break;
    case KEEP:
        break;
    }
}

static struct section_form *form_seen(struct cutter *c, unsigned form)
{
    for (size_t i = 0; i < c->forms.count; i++) {
        if (c->forms.items[i].form == form)
            return &c->forms.items[i];
    }
    return NULL;
}

static void note_form(struct cutter *c, unsigned form, unsigned level, size_t number, bool text)
{
    struct section_form *seen = form_seen(c, form),
                        new = {.form = form, .level = level, .number = number, .text = text};
    new.text = new.text || (seen != NULL && seen->text);
    if (seen != NULL)
        *seen = new;
    else if (form != FORM_NONE)
        VEC_PUSH(&c->forms, new);
}

/* Concerns and examples have groups, whose titles may look like those of sections. */
static bool names_group(struct cutter *c, struct str lead, const struct title *title)
{
    if (c->open->kind == SECTION_CONCERNS)
        return title->sub >= SECTION_PRIMARY && title->sub <= SECTION_LATENT;
    return c->open->kind == SECTION_EXAMPLES &&
           (title->sub != SECTION_NONE || polarity_of_text(c->reader->arena, lead).kind != SECTION_NONE);
}

/* The label's own text is the section's first line. */
static void take_rest(struct cutter *c, size_t i, struct str rest)
{
    struct outline_line *line = &c->reader->outline.lines[i];
    c->open->first = i;
    c->fields = true;
    line->kind = OUTLINE_TEXT;
    line->body = rest;
    line->style = MARKER_NONE;
    c->reader->owners[i] = LINE_BLANK;
}

/* A line whose name is unknown, or known only in part, but which has the form of titles. */
static void try_form(struct cutter *c, size_t i)
{
    struct reader *r = c->reader;
    struct str lead;
    struct section_form *seen =
        c->open != NULL && c->forms.count > 0 ? form_seen(c, title_form(&r->outline.lines[i], &lead)) : NULL;
    if (seen == NULL || (c->open->level < seen->level && !c->open->implicit && c->open->kind != SECTION_NONE) ||
        c->grouped == c->open->heading + 1 || !titled_by_form(r, c->open, seen, i, lead))
        return;
    struct title title = title_read(r->arena, &r->aliases, lead);
    if (names_group(c, lead, &title))
        return;
    if (c->open->kind != SECTION_NONE && !c->open->implicit && section_is_empty(r, c->open, i)) {
        c->grouped = c->open->heading + 1;
        return;
    }
    bool level_only = title.sub >= SECTION_PRIMARY && title.sub <= SECTION_LATENT;
    bool group = level_only || (title.sub_exact && title.sub > SECTION_LATENT &&
                                (label_stands_before_quotes(r, i, (struct str){0}) || heads_behaviours(r, i, &title)));
    unsigned level = seen->level;
    seen->number = r->outline.lines[i].number;
    enum half own = section_half(title.kind);
    if (group || (title.kind != SECTION_NONE && (own == HALF_NONE || c->half == HALF_NONE || own == c->half)))
        cutter_open_section(c, i, level, &title);
    else
        cutter_open_unknown(c, i, level, title.text);
    c->open->joins = c->open->kind == SECTION_NONE && (seen->form & FORM_KIND) == FORM_PLAIN;
    c->open->whole = r->outline.lines[i];
    size_t bracket = seen->text ? markup_bracket_length(r->outline.lines[i].body, 0, &lead) : 0;
    struct str rest = str_slice(r->outline.lines[i].body, bracket, r->outline.lines[i].body.len);
    if (bracket > 0 && rest.len > 0)
        take_rest(c, i, markup_skip_mark(rest));
}

/* "（三）客户资料" behind "（二）", below "一、坐席": one more section of the half, whoever it names. */
static bool counts_sections(struct cutter *c, const struct outline_line *line, unsigned form)
{
    const struct section_form *seen = (form & FORM_KIND) == FORM_NUMBER ? form_seen(c, form) : NULL;
    struct str lead;
    if (seen == NULL || c->half == HALF_NONE || line->number != seen->number + 1 || c->reader->halves.count == 0)
        return false;
    size_t heading = c->reader->halves.items[c->reader->halves.count - 1].heading;
    return title_form(&c->reader->outline.lines[heading], &lead) != form;
}

/* "外呼剧本：缺课回访", the first line: a half's name in it, and that half's own title further down. */
static bool is_first_title(const struct cutter *c, size_t first, const struct title *title, struct str rest)
{
    struct reader *r = c->reader;
    if (r->sections.count > 0 || r->scenario->title.len > 0 || !title->half_only || rest.len == 0)
        return false;
    for (size_t i = first + 1; i < r->outline.count; i++) {
        const struct outline_line *line = &r->outline.lines[i];
        struct str lead, behind = {0};
        const bool lead_only = markup_lead(line->body, &lead, &behind) || markup_label(line->body, 16, &lead, &behind);
        const struct title other = line->body.len < TITLE_MOST && !(lead_only && behind.len > 0)
                                       ? title_read(r->arena, &r->aliases, line->body)
                                       : (struct title){0};
        if (other.half_only && other.half == title->half)
            return true;
    }
    return false;
}

static bool open_known(struct cutter *c, size_t i)
{
    struct reader *r = c->reader;
    struct outline_line *line = &r->outline.lines[i];
    struct title title;
    struct str rest;
    bool marked = line->body.ptr[0] == '*' || markup_opens_title(line->body); /* whose text may be of any length */
    if (line->body.len > TITLE_MOST && line->kind == OUTLINE_TEXT && !marked &&
        memchr(line->body.ptr, ':', 60) == NULL && str_find(str_slice(line->body, 0, 60), STR("：")) == STR_NONE)
        return false;
    unsigned level = look_alike_level(r, c->open, i, &title, &rest);
    if (level == 0)
        return false;
    enum { TITLE_REST = 24 };
    const bool names_all = is_first_title(c, i, &title, rest);
    if (names_all || (r->sections.count == 0 && !title.half_only && utf8_count(rest) <= TITLE_REST &&
                      is_document_title(c, i, level))) {
        r->scenario->title = names_all ? rest : title.text;
        reader_own(r, i, i + 1, LINE_STRUCTURE);
        return true;
    }
    /* groups of concerns and examples are read where they stand, or open the section that is missing around them */
    bool of_examples = title.sub == SECTION_NEGATIVE || title.sub == SECTION_POSITIVE;
    bool group = title.sub_exact && of_examples && c->half != HALF_CALLER && c->open != NULL &&
                 c->open->kind != SECTION_EXAMPLES &&
                 (label_stands_before_quotes(r, i, rest) || (rest.len == 0 && section_takes_labels(c->open)));
    if (title.kind == SECTION_NONE && !title.half_only && !group)
        return false;
    bool callee = c->half == HALF_CALLEE && (section_half(title.kind) == HALF_CALLER) && !title.half_only;
    if (callee)
        return false;
    bool inside =
        group && level > c->open->level &&
        (c->open->kind == SECTION_BEHAVIOURS || c->open->kind == SECTION_BACKGROUND || c->open->kind == SECTION_ROLE);
    enum decision decision = inside ? OPEN_SECTION : decide(c, i, level, &title);
    struct str lead;
    unsigned form = title_form(line, &lead);
    if (decision == OPEN_HALF && ((!r->flat && rest.len > 0) || counts_sections(c, line, form)))
        return false;
    if (decision == OPEN_HALF)
        level = 0;
    if (decision == KEEP || decision == OPEN_UNKNOWN)
        return false;
    obey(c, decision, i, level, &title);
    if (decision == OPEN_SECTION || (form & FORM_KIND) == FORM_NUMBER)
        note_form(c, form, level, line->number, rest.len > 0);
    if (rest.len > 0)
        take_rest(c, i, rest);
    return true;
}

/* "He hangs up once he has a date, or if ...": a paragraph of one sentence that begins as its title would. The title
 * may be a question: "When does he hang up? When he has a date, or ...". */
static bool ending_sentence(const struct cutter *c, size_t i, struct str *label, struct str *rest)
{
    const struct reader *r = c->reader;
    enum { HEAD_MOST = 40 };
    static const char *const words[] = {" when ", " once ", " if ", " as soon as ", NULL};
    const struct outline_line *line = &r->outline.lines[i];
    static const char *const asks[] = {"? ", "？", NULL}, *const narrow[] = {"? ", NULL}; /* ？: a caller's Q&A */
    size_t length = 0, at = 0, mark = 0,
           asked = str_find_any(line->body, c->half == HALF_CALLER ? narrow : asks, &mark);
    if (asked < HEAD_MOST && asked + mark < line->body.len)
        at = asked, length = mark;
    while (length == 0 && at < line->body.len && at < HEAD_MOST &&
           (length = str_start_length(str_slice(line->body, at, line->body.len), words)) == 0)
        at++;
    bool alone =
        (i == 0 || line[-1].kind == OUTLINE_BLANK) && (i + 1 == r->outline.count || line[1].kind == OUTLINE_BLANK);
    *label = str_slice(line->body, 0, at + (length == strlen(" when ") ? length - 1 : 0));
    *rest = str_slice(line->body, at + length, line->body.len);
    return length > 0 && alone && str_find(line->body, STR(". ")) == STR_NONE &&
           title_read(r->arena, &r->aliases, *label).kind == SECTION_END_CONDITIONS;
}

/* A label with its text on the same line, among others like it: part of a section's name is enough. Below steps and
 * questions, which have labels of their own, only words that open or close the call, behind a blank line. */
static bool try_field(struct cutter *c, size_t i)
{
    enum { LABEL_SIGNS = 30 };
    struct reader *r = c->reader;
    struct outline_line *line = &r->outline.lines[i];
    const struct section *open = c->open;
    struct str label, rest;
    bool run = open != NULL && open->first == open->heading, ending = ending_sentence(c, i, &label, &rest),
         apart = i > 0 && line[-1].kind == OUTLINE_BLANK;
    if (open == NULL || c->half == HALF_NONE || line->kind != OUTLINE_TEXT || line->indent > 0 || line->quoted ||
        markup_quoted_length(line->body) > 0 || (!ending && !markup_label(line->body, LABEL_SIGNS, &label, &rest)) ||
        rest.len == 0)
        return false;
    struct title title = title_read(r->arena, &r->aliases, label);
    enum half own = section_half(title.kind);
    bool script = open->kind == SECTION_STEPS || open->kind == SECTION_QA,
         spoken = title.kind == SECTION_OPENING || title.kind == SECTION_CLOSING;
    apart = apart && (c->fields || ending || (spoken && markup_quoted_length(rest) == rest.len));
    if (!run && !apart)
        return false;
    if (title.kind == SECTION_NONE && c->half == HALF_CALLEE && markup_quoted_length(rest) > 0)
        title.sub = polarity_of_text(r->arena, label).kind;
    if (title.kind == SECTION_NONE && title.sub == SECTION_NONE && markup_quoted_length(rest) > 0 &&
        open->kind == SECTION_EXAMPLES && open->sub == SECTION_NEGATIVE)
        title.sub = SECTION_POSITIVE; /* the contrast to what is not said so */
    bool known = title.kind != SECTION_NONE &&
                 (title.kind == SECTION_ROLE ? open->implicit : title.kind != open->kind) && !title.half_only &&
                 (own == HALF_NONE || own == c->half),
         group = title.kind == SECTION_NONE && (title.sub == SECTION_NEGATIVE || title.sub == SECTION_POSITIVE);
    if ((!known && !group) || (script && !ending && (!spoken || !apart)))
        return false;
    cutter_open_section(c, i, LEVEL_FIELD, &title);
    take_rest(c, i, rest);
    return true;
}

/* "Never says: he broke it himself." behind concerns: a hidden one, and no words to be avoided. */
static bool names_unsaid(const struct cutter *c, const struct title *title, struct str rest)
{
    return c->open->kind == SECTION_CONCERNS && title->kind == SECTION_NONE && title->sub == SECTION_NEGATIVE &&
           rest.len > 0 && markup_quoted_length(rest) == 0;
}

/* "🚫 “好的理解”" in a list of labels: the examples begin, or go on. */
static bool open_examples(struct cutter *c, size_t i)
{
    struct reader *r = c->reader;
    if (r->fields[i] != FIELD_LISTED || c->open == NULL || c->half != HALF_CALLEE ||
        !field_is_example(&r->outline.lines[i]))
        return false;
    if (c->open->kind != SECTION_EXAMPLES) {
        cutter_open_section(c, i, LEVEL_LISTED, &(struct title){.kind = SECTION_EXAMPLES, .text = STR("examples")});
        c->open->field = true;
        c->open->first = i;
        r->owners[i] = LINE_BLANK;
    }
    return true;
}

/* A label in a list of labels: a section, whatever its name. */
static bool open_field(struct cutter *c, size_t i)
{
    struct reader *r = c->reader;
    struct outline_line *line = &r->outline.lines[i];
    struct str label, rest;
    bool text = c->open != NULL && c->fields && i > 0 && line[-1].kind == OUTLINE_BLANK &&
                c->open->first == c->open->heading && title_form(line, &label) == FORM_LABEL &&
                form_seen(c, FORM_LABEL) != NULL;
    if (text && r->fields[i] == FIELD_NONE)
        r->fields[i] = FIELD_LISTED;
    bool listed = c->open != NULL && (c->open->implicit || r->fields[c->open->heading] != FIELD_NONE);
    if (r->fields[i] == FIELD_NONE || c->open == NULL || c->half == HALF_NONE ||
        (r->fields[i] == FIELD_LISTED && !listed && !text) || !field_label(line, &label, &rest))
        return false;
    struct outline_line whole = *line;
    struct title title = title_read(r->arena, &r->aliases, label);
    enum half own = section_half(title.kind);
    if (names_unsaid(c, &title, rest))
        title.sub = SECTION_LATENT;
    if (title.kind == SECTION_NONE && title.sub == SECTION_NONE && markup_quoted_length(rest) > 0)
        title.sub = polarity_of_text(r->arena, label).kind;
    bool known = title.kind != SECTION_NONE && !title.half_only && (own == HALF_NONE || own == c->half),
         group = title.kind == SECTION_NONE && title.sub != SECTION_NONE && c->half == HALF_CALLEE;
    if (known || group)
        cutter_open_section(c, i, LEVEL_LISTED, &title);
    else
        cutter_open_unknown(c, i, LEVEL_LISTED, label);
    c->open->field = true;
    c->open->joins = r->fields[i] == FIELD_LISTED;
    c->open->whole = whole;
    if (rest.len > 0)
        take_rest(c, i, rest);
    return true;
}

/* "Lines:" above a list, behind a table of fields, whose last field does not go on below it; and one more of them. */
static bool end_table(struct cutter *c, size_t i)
{
    enum { LABEL_SIGNS = 40 };
    const struct outline_line *line = &c->reader->outline.lines[i];
    struct str label, rest;
    if (c->open == NULL || (c->open->level != LEVEL_ROW && !c->behind_table) || line->kind != OUTLINE_TEXT ||
        line[-1].kind != OUTLINE_BLANK || !markup_label(line->body, LABEL_SIGNS, &label, &rest) || rest.len > 0)
        return false;
    const struct title title = title_read(c->reader->arena, &c->reader->aliases, label);
    if (title.kind != SECTION_NONE && section_half(title.kind) == c->half)
        cutter_open_section(c, i, LEVEL_LISTED, &title);
    else
        cutter_open_unknown(c, i, LEVEL_LISTED, label);
    c->behind_table = true;
    return true;
}

/* "- Opening: ..." and behind it bullets without labels: the call's first words are no list, and these something else.
 */
static bool end_spoken(struct cutter *c, size_t i)
{
    struct reader *r = c->reader;
    const struct outline_line *line = &r->outline.lines[i];
    const struct section *open = c->open;
    if (open == NULL || (open->kind != SECTION_OPENING && open->kind != SECTION_CLOSING) ||
        open->first != open->heading || line->kind != OUTLINE_ITEM ||
        r->outline.lines[open->heading].kind != OUTLINE_TEXT || line[-1].kind == OUTLINE_BLANK)
        return false;
    const struct outline_line whole = *line;
    cutter_open_unknown(c, i, LEVEL_LISTED, line->body);
    c->open->joins = true;
    c->open->whole = whole;
    c->open->first = i;
    r->owners[i] = LINE_BLANK;
    return true;
}

static void try_look_alike(struct cutter *c, size_t i)
{
    if (!open_examples(c, i) && !open_known(c, i) && !open_field(c, i) && !try_field(c, i) && !end_table(c, i) &&
        !end_spoken(c, i))
        try_form(c, i);
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
    for (size_t k = 0; k < 2; k++) {
        if (r->half_lines[k] == i + 1) {
            struct title title = title_read(r->arena, &r->aliases, line->body);
            cutter_open_half(c, i, line->kind == OUTLINE_HEADING ? line->level : 0, r->half_kinds[k], title.text);
            return;
        }
        if (r->people[k].line == i + 1) {
            cutter_close(c, i);
            reader_own(r, i, i + 1, LINE_CONTENT);
            return;
        }
    }
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
        cutter_take_row(c, i);
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
    note_form(&c, repeated_form(reader), LOOK_ALIKE_BOLD, 0, false);
    for (size_t i = 0; i < reader->outline.count; i++)
        cut_line(&c, i);
    VEC_RELEASE(&c.forms);
    halves_settle(reader);
    sections_guess(reader);
}
