/* Titles of unknown name, told by their form: a line that looks like those that opened sections before (bold, in
 * brackets, numbered on, with a colon) and has lines below it ends the section that is open. */
#include "spec/markup.h"
#include "spec/reader.h"
#include "text/utf8.h"

enum {
    NUMBERED_MOST = 20,
    LABEL_MOST = 10,
    PLAIN_MOST = 14,
    LATIN = 5
};                        /* signs of a title; so many Latin letters count as one */
enum { LOOK_BACK = 200 }; /* lines of the open section that are looked at */

static bool short_enough(struct str text, size_t most)
{
    return markup_signs(text, LATIN) <= most;
}

/* "情绪激动时：", "If he is busy:": a case within the section, not another one. */
static bool names_a_case(struct str text)
{
    static const char *const heads[] = {"如果", "若",    "当",    "當", "一旦", "If ",
                                        "if ",  "When ", "when ", "例", "注",   NULL};
    static const char *const tails[] = {"时",   "時",   "的时候", "的時候", "之后", "之後", "以后",
                                        "以後", "如下", "包括",   "例如",   "比如", NULL};
    return str_starts_any(text, heads) || str_ends_any(text, tails);
}

/* A numbered line's own shape: "（三）" is not "三、". */
static unsigned shape_of(const struct outline_line *line)
{
    size_t at = 0, end = line->marker.len;
    uint32_t first = line->marker.len > 0 ? utf8_next(line->marker, &at) : 0,
             last = line->marker.len > 0 ? utf8_prev(line->marker, &end) : 0;
    bool opens = first == '(' || first == 0xff08 || first == '[' || first == 0x3010;
    return (unsigned)line->style << 4 | (unsigned)opens << 8 | (unsigned)(last == 0x3001) << 9;
}

unsigned title_form(const struct outline_line *line, struct str *lead)
{
    struct str rest = {0};
    unsigned quoted = line->quoted ? FORM_QUOTED : 0;
    *lead = line->body;
    if (line->kind == OUTLINE_ITEM && line->indent == 0 && line->style != MARKER_BULLET) {
        bool bold = markup_lead(line->body, lead, &rest);
        if (!bold)
            markup_label(line->body, NUMBERED_MOST, lead, &rest);
        return (unsigned)FORM_NUMBER | shape_of(line) | quoted;
    }
    if (line->kind == OUTLINE_ITEM && line->indent == 0 && markup_lead(line->body, lead, &rest))
        return (unsigned)FORM_ITEM | quoted;
    if (line->kind != OUTLINE_TEXT || line->indent > 3 || markup_quoted_length(line->body) > 0)
        return FORM_NONE;
    if (markup_slanted(line->body, lead))
        return (unsigned)FORM_SLANTED | quoted;
    if (markup_lead(line->body, lead, &rest))
        return (line->body.ptr[0] == '*' && line->body.ptr[1] != '*' ? FORM_SLANTED : FORM_BOLD) | quoted;
    if ((markup_opens_title(line->body) && markup_bracket_length(line->body, 0, &rest) > 0) ||
        (line->body.len > 0 && line->body.ptr[0] == '[' &&
         markup_bracket_length(line->body, 0, &rest) == line->body.len)) {
        *lead = rest;
        return (unsigned)FORM_BRACKET | quoted;
    }
    if (markup_label(line->body, LABEL_MOST * LATIN, lead, &rest))
        return (unsigned)FORM_LABEL | quoted;
    bool plain = line->heads && line->indent == 0 && !line->quoted && short_enough(line->body, PLAIN_MOST) &&
                 (markup_ending(line->body) & ~(unsigned)ENDS_BRACKET) == 0;
    return plain ? (unsigned)FORM_PLAIN : FORM_NONE;
}

/* Is there nothing on the line but the title? */
static bool is_bare(const struct outline_line *line, unsigned form, struct str lead)
{
    struct str label, rest = {0}, inside;
    if ((form & FORM_KIND) == FORM_SLANTED)
        return markup_slanted(line->body, &label);
    if ((form & FORM_KIND) == FORM_BRACKET)
        return markup_bracket_length(line->body, 0, &inside) == markup_trim_label(line->body).len;
    if (lead.ptr == line->body.ptr && lead.len == line->body.len)
        return (form & FORM_KIND) == FORM_NUMBER || (form & FORM_KIND) == FORM_PLAIN;
    if (!markup_lead(line->body, &label, &rest) && !markup_label(line->body, NUMBERED_MOST * LATIN, &label, &rest))
        return false;
    return rest.len == 0 ||
           (markup_bracket_length(rest, 0, &inside) > 0 &&
            markup_trim_label(str_slice(rest, markup_bracket_length(rest, 0, &inside), rest.len)).len == 0);
}

static size_t next_line(const struct reader *r, size_t i)
{
    for (i++; i < r->outline.count; i++) {
        enum outline_kind kind = r->outline.lines[i].kind;
        if (kind != OUTLINE_BLANK && kind != OUTLINE_RULE && kind != OUTLINE_FENCE)
            break;
    }
    return i;
}

unsigned repeated_form(const struct reader *r)
{
    enum { TITLES_LEAST = 3 };
    size_t found[FORM_KIND + 1] = {0};
    for (size_t i = 1; i < r->outline.count; i++) {
        const struct outline_line *line = &r->outline.lines[i];
        struct str lead;
        if (line->kind != OUTLINE_TEXT || line->quoted || line->indent > 0 || line[-1].kind != OUTLINE_BLANK ||
            (line->body.ptr[0] != '*' && line->body.ptr[0] != '['))
            continue;
        unsigned form = title_form(line, &lead);
        size_t next = next_line(r, i);
        bool above_list =
            next < r->outline.count && (r->outline.lines[next].kind == OUTLINE_ITEM ||
                                        r->outline.lines[next].kind == OUTLINE_ROW || r->outline.lines[next].quoted);
        bool title = (form == FORM_BOLD || form == FORM_BRACKET) && is_bare(line, form, lead) && above_list &&
                     short_enough(lead, NUMBERED_MOST) && !names_a_case(lead);
        if (title && ++found[form] >= TITLES_LEAST)
            return form;
    }
    return FORM_NONE;
}

bool titled_by_form(const struct reader *r, const struct section *open, const struct section_form *seen, size_t i,
                    struct str lead)
{
    const struct outline_line *line = &r->outline.lines[i];
    unsigned kind = seen->form & FORM_KIND;
    size_t next = next_line(r, i), same = 0;
    struct str other, rest;
    if (kind == FORM_BRACKET && seen->text && !is_bare(line, seen->form, lead)) /* 【她放不下的】信…… */
        return short_enough(lead, NUMBERED_MOST) && !names_a_case(lead) &&
               title_strip_number(lead, &same).len == lead.len;
    if (next >= r->outline.count || !is_bare(line, seen->form, lead) || markup_quoted_length(lead) > 0 ||
        !short_enough(lead, kind == FORM_LABEL ? LABEL_MOST : NUMBERED_MOST) || names_a_case(lead) ||
        (markup_ending(lead) & (ENDS_STOP | ENDS_SEMICOLON | ENDS_QUOTE)))
        return false;
    enum outline_kind below = r->outline.lines[next].kind;
    bool fields = (markup_label(r->outline.lines[next].body, LABEL_MOST, &other, &rest) && rest.len > 0) ||
                  markup_quoted_length(r->outline.lines[next].body) > 0;
    fields = fields || (line[-1].kind == OUTLINE_BLANK && next + 1 < r->outline.count &&
                        (r->outline.lines[next + 1].kind == OUTLINE_TEXT || /* a paragraph's title */
                         r->outline.lines[next + 1].kind == OUTLINE_ITEM)); /* a group's name and its list */
    if (below != OUTLINE_ITEM && below != OUTLINE_ROW && (below != OUTLINE_TEXT || (kind == FORM_LABEL && !fields)))
        return false;
    if (title_form(&r->outline.lines[next], &other) == seen->form &&
        is_bare(&r->outline.lines[next], seen->form, other))
        return false;
    if (kind == FORM_NUMBER) {
        if (line->number != seen->number + 1)
            return false;
        for (size_t k = i - open->first > LOOK_BACK ? i - LOOK_BACK : open->first; k < i; k++)
            same += title_form(&r->outline.lines[k], &other) == seen->form;
        return same == 0;
    }
    static const char *const asked[] = {"问：", "問：", "Q:", "Q：", "Q1", "问1", NULL};
    size_t first = next_line(r, open->heading);
    bool rows = open->kind == SECTION_STEPS && first < i && r->outline.lines[first].kind == OUTLINE_ROW;
    bool answers = open->kind == SECTION_STEPS && str_starts_any(r->outline.lines[next].body, asked),
         parts = (open->kind == SECTION_QA || open->kind == SECTION_STEPS) && kind != FORM_BRACKET && !answers &&
                 !rows; /* a table's rows are the steps */
    bool told = open->kind == SECTION_EXAMPLES && markup_quoted_length(r->outline.lines[next].body) > 0;
    return !parts && !told;
}
