/* Lines that are no headings but may open a section all the same: bold lines, 【...】, "一、...", "结束语：". */
#include "base/arena.h"
#include "spec/markup.h"
#include "spec/polarity.h"
#include "spec/reader.h"
#include "text/utf8.h"

enum { LEVEL_BOLD = LOOK_ALIKE_BOLD, LEVEL_LABEL, LEVEL_ITEM, SPACED_MOST = 12 };

static bool open_is(const struct section *open, enum section_kind a, enum section_kind b)
{
    return open != NULL && (open->kind == a || open->kind == b);
}

bool section_takes_labels(const struct section *open)
{
    return open == NULL || open->implicit || open->level >= LEVEL_BOLD || open->kind == SECTION_NONE;
}

static bool is_sentence(struct str body)
{
    return (markup_ending(body) & (ENDS_STOP | ENDS_SEMICOLON | ENDS_QUOTE)) != 0 && !str_ends(body, STR("..."));
}

static bool in_ending(const struct section *open)
{
    return open_is(open, SECTION_ENDING, SECTION_END_CONDITIONS) || open_is(open, SECTION_CLOSING, SECTION_ENDING);
}

/* Does the number count on from an item of the open section? Then it is one more of them, whatever it is called. */
static bool counts_items(const struct reader *r, const struct section *open, const struct outline_line *line)
{
    enum { LOOK_BACK = 200 };
    size_t i = (size_t)(line - r->outline.lines), from = open->first;
    if (i > from + LOOK_BACK)
        from = i - LOOK_BACK;
    while (i-- > from) {
        const struct outline_line *before = &r->outline.lines[i];
        if (before->kind == OUTLINE_ITEM && before->style == line->style && before->indent == line->indent)
            return before->number > 0 && before->number + 1 == line->number;
    }
    return false;
}

/* "- 习惯：晚睡" among what has happened: one more bullet of a list that no bullet opened. */
static bool lists_alike(const struct reader *r, const struct section *open, const struct outline_line *line)
{
    return open_is(open, SECTION_BACKGROUND, SECTION_ROLE) && line->style == MARKER_BULLET && line > r->outline.lines &&
           r->outline.lines[open->heading].kind != OUTLINE_ITEM && line[-1].kind == OUTLINE_ITEM &&
           line[-1].style == line->style && line[-1].indent == line->indent;
}

/* "一、角色", "- **角色**：…": how deep it would lie, 0 when it opens nothing. *rest is the text behind a label. */
static unsigned item_look_alike(struct reader *r, const struct section *open, const struct outline_line *line,
                                struct title *title, struct str *rest)
{
    struct str lead, body = line->body;
    bool han = line->style == MARKER_HAN;
    if (in_ending(open) && line->number > 1 && counts_items(r, open, line))
        return 0; /* "四、……就收线" behind 三 */
    if (line->indent > 0 || !(r->flat || section_takes_labels(open) || in_ending(open)))
        return 0;
    bool dotted = str_find_byte(line->marker, '.') + 1 < str_trim(line->marker).len; /* "1.5" */
    bool counts_on = open != NULL && open->level == LEVEL_BOLD && line->number > 1 &&
                     r->outline.lines[open->heading].number + 1 == line->number; /* sections are numbered so */
    if (line->style == MARKER_DIGIT &&
        (!r->flat || (open_is(open, SECTION_STEPS, SECTION_QA) && !dotted && !counts_on)))
        return 0;
    if (open != NULL && open->kind == SECTION_NONE && !counts_on && line->style == MARKER_DIGIT &&
        counts_items(r, open, line))
        return 0;
    bool spaced = false;
    if (!markup_lead(body, &lead, rest) && !markup_label(body, 24, &lead, rest)) {
        spaced = markup_spaced(body, SPACED_MOST, &lead, rest);
        if (!spaced && (line->style == MARKER_BULLET || body.len > 90 || is_sentence(body)))
            return 0;
        if (!spaced)
            lead = body, *rest = (struct str){0};
    }
    *title = title_read(r->arena, &r->aliases, lead);
    if ((spaced && !title->exact) || (rest->len > 0 && title->kind == SECTION_BEHAVIOURS && lists_alike(r, open, line)))
        return 0;
    bool level = title->sub >= SECTION_PRIMARY && title->sub <= SECTION_LATENT;
    if (level && rest->len > 0 && open_is(open, SECTION_NONE, SECTION_CONCERNS))
        return 0; /* "1. 最在意：……" below a title of concerns, or one that says nothing: its line */
    bool known =
        title->near || title->covered || title->half_only || (han && rest->len == 0 && title->kind != SECTION_NONE);
    title->near = title->near || known;
    return known ? (line->style == MARKER_BULLET ? LEVEL_ITEM : LEVEL_BOLD) : 0;
}

/* A line between blank lines, or above ---, that is short enough to be a title. */
static bool stands_alone(const struct reader *r, size_t i)
{
    enum { TITLE_SIGNS = 40 };
    const struct outline_line *line = &r->outline.lines[i];
    if (markup_quoted_length(line->body) > 0 || is_sentence(line->body))
        return false;
    bool before = i == 0 || line[-1].kind == OUTLINE_BLANK || line[-1].kind == OUTLINE_RULE;
    bool behind = line->underlined || i + 1 >= r->outline.count || line[1].kind == OUTLINE_BLANK;
    return before && behind && line->body.len < TITLE_MOST && utf8_count(line->body) <= TITLE_SIGNS;
}

/* A few words behind a blank line, right above a list or labels: a title, if a section's name is anywhere in it. */
static bool stands_above_list(const struct reader *r, size_t i)
{
    enum { TITLE_SIGNS = 12 };
    struct str label, rest;
    const struct outline_line *line = &r->outline.lines[i];
    if (i == 0 || i + 1 >= r->outline.count || line->indent > 0 || line[-1].kind != OUTLINE_BLANK ||
        markup_ending(line->body) != 0 || utf8_count(line->body) > TITLE_SIGNS || markup_quoted_length(line->body) > 0)
        return false;
    return line[1].kind == OUTLINE_ITEM ||
           (line[1].kind == OUTLINE_TEXT && markup_label(line[1].body, TITLE_SIGNS, &label, &rest) && rest.len == 0);
}

/* 【角色】 or [ROLE], and nothing else. */
static bool is_bracketed(struct str body)
{
    struct str inside;
    return (str_starts(body, STR("【")) && str_ends(body, STR("】"))) ||
           (body.len > 0 && (body.ptr[0] == '[' || markup_opens_title(body)) &&
            markup_bracket_length(body, 0, &inside) == body.len);
}

/* 【接听方角色】……: the name in brackets and its text behind them. */
static bool bracket_lead(struct str body, struct str *lead, struct str *rest)
{
    size_t length = markup_opens_title(body) ? markup_bracket_length(body, 0, lead) : 0;
    if (length == 0)
        return false;
    *rest = str_trim(str_slice(body, length, body.len));
    if (str_starts(*rest, STR("：")) || str_starts(*rest, STR(":")))
        *rest = str_trim(str_slice(*rest, rest->ptr[0] == ':' ? 1 : 3, rest->len));
    struct str remark;
    if (rest->len > 0 && markup_bracket_length(*rest, 0, &remark) == rest->len) /* 【接听方】（由模型扮演） */
        *rest = (struct str){0};
    return true;
}

/* May a line in italics be a title here? Below a heading, and among words to be said, it is a remark: there only beside
 * others like it. */
static bool takes_slanted(const struct reader *r, const struct section *open)
{
    struct str lead;
    return section_takes_labels(open) &&
           (!open_is(open, SECTION_STEPS, SECTION_QA) ||
            (title_form(&r->outline.lines[open->heading], &lead) & FORM_KIND) == FORM_SLANTED);
}

/* "**像他** ✅": nothing but the sign stands behind the bold words; it is taken off. */
static enum section_kind sign_behind(struct str *rest)
{
    enum { SIGN_MOST = 6 }; /* bytes, a variation selector among them */
    const enum section_kind sign = rest->len <= SIGN_MOST ? polarity_sign(*rest) : SECTION_NONE;
    if (sign != SECTION_NONE)
        *rest = (struct str){0};
    return sign;
}

/* The same for a line without a marker: bold, in brackets, with a colon, or standing alone. */
static unsigned text_look_alike(struct reader *r, const struct section *open, size_t i, struct title *title,
                                struct str *rest)
{
    const struct outline_line *line = &r->outline.lines[i];
    struct str body = line->body, lead;
    bool bracketed = is_bracketed(body);
    if (markup_quoted_length(body) > 0)
        return 0;
    bool bold = !bracketed && ((takes_slanted(r, open) && markup_slanted(body, &lead) && !is_sentence(lead)) ||
                               markup_lead(body, &lead, rest) || bracket_lead(body, &lead, rest)),
         alone = false, spaced = false;
    if (!bold && !bracketed && section_takes_labels(open) && markup_spaced(body, SPACED_MOST, &lead, rest))
        spaced = title_read(r->arena, &r->aliases, lead).exact;
    if (!bold && !spaced && (bracketed || !markup_label(body, 40, &lead, rest))) {
        alone = !bracketed && r->flat && stands_alone(r, i);
        if (!bracketed && !alone && (!r->flat || body.len >= 60 || is_sentence(body)))
            return 0;
        lead = body;
        *rest = (struct str){0};
    }
    struct str remark;
    if (bold && rest->len > 0 && markup_bracket_length(*rest, 0, &remark) == rest->len) { /* **关切**（由重到轻） */
        lead = str_from(arena_printf(r->arena, "%.*s%.*s", STR_FORMAT(lead), STR_FORMAT(*rest)));
        *rest = (struct str){0};
    }
    const enum section_kind sign = bold ? sign_behind(rest) : SECTION_NONE;
    *title = title_read(r->arena, &r->aliases, lead);
    if (sign != SECTION_NONE && title->kind == SECTION_NONE) {
        title->sub = sign;
        title->sub_exact = true;
    }
    bool label = !bold && !alone && !spaced && rest->len == 0,
         last_words = (bold || label) && open_is(open, SECTION_QA, SECTION_QA) && line[-1].kind == OUTLINE_BLANK &&
                      (title->exact || (title->covered && !title->numbered) || (label && title->near)) &&
                      (title->kind == SECTION_OPENING || title->kind == SECTION_CLOSING ||
                       title->kind == SECTION_ENDING || title->kind == SECTION_END_CONDITIONS);
    if (rest->len > 0 && !section_takes_labels(open) && !in_ending(open) && !last_words &&
        markup_quoted_length(*rest) == 0)
        return 0;
    bool script = open_is(open, SECTION_STEPS, SECTION_QA), known = title->kind != SECTION_NONE;
    bool bold_title = bold && rest->len == 0 && !script,
         plain_title = (alone && title->half_near && utf8_count(title->text) <= 24) ||
                       (r->flat && !script && stands_above_list(r, i));
    if (bracketed || bold_title || plain_title || (line->underlined && alone))
        title->near = title->near || known;
    if (in_ending(open) && title->kind == SECTION_CLOSING && lead.len < 60)
        title->exact = true;
    bool questions = title->kind == SECTION_QA && i > 0 && line[-1].kind == OUTLINE_BLANK && !alone && !spaced;
    bool covered = (bold || bracketed || questions) && rest->len == 0 && title->covered && !title->numbered;
    if (script && title->kind == SECTION_OPENING && i + 1 < r->outline.count && str_starts(line[1].body, STR("第二")))
        return 0; /* "第一句：……" of several */
    if (script && label && line[-1].kind == OUTLINE_BLANK && title->sub == SECTION_NONE &&
        ((section_half(title->kind) == HALF_CALLEE && title->near && !open->half_given) ||
         (title->kind == SECTION_QA && open->kind == SECTION_STEPS)))
        title->exact = true; /* "她心里装着这些事：", "小裴手里的答案：" behind the script */
    title->near = title->near || covered || last_words || (title->covered && section_takes_labels(open) && !script);
    bool opens = covered || last_words || title->exact || title->half_only || title->sub_exact ||
                 (title->near && (bracketed || (section_takes_labels(open) && !script)));
    bool half_line = alone && title->half_only && title->numbered; /* "第二部分 接听方" */
    return opens ? (bold || bracketed || half_line ? LEVEL_BOLD : LEVEL_LABEL) : 0;
}

/* Where a line that is no heading may still open something. */
unsigned look_alike_level(struct reader *r, const struct section *open, size_t i, struct title *title, struct str *rest)
{
    const struct outline_line *line = &r->outline.lines[i];
    *rest = (struct str){0};
    if (line->kind == OUTLINE_ITEM)
        return item_look_alike(r, open, line, title, rest);
    return line->indent <= 3 ? text_look_alike(r, open, i, title, rest) : 0;
}

bool label_stands_before_quotes(const struct reader *r, size_t i, struct str rest)
{
    size_t next = i + 1;
    while (next < r->outline.count && r->outline.lines[next].kind == OUTLINE_BLANK)
        next++;
    return markup_quoted_length(rest) > 0 ||
           (rest.len == 0 && next < r->outline.count && markup_quoted_length(r->outline.lines[next].body) > 0);
}
