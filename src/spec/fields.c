/* Lists whose items are the sections themselves: "● 打给谁：……" again and again right below a half's title, bold labels
 * with their text, and the labels of a nested list. Such a label is a title whether its name is known or not. */
#include "spec/markup.h"
#include "spec/polarity.h"
#include "spec/reader.h"

#include <string.h>

enum { LABEL_MOST = 24, HAN_MOST = 10, LATIN = 3, BOLD_MOST = 14, BOLD_LATIN = 5 };

bool field_label(const struct outline_line *line, struct str *label, struct str *rest)
{
    const struct str body = markup_skip_signs(line->body);
    bool bold = markup_lead(body, label, rest);
    if (markup_quoted_length(body) > 0 || (!bold && !markup_label(body, LABEL_MOST, label, rest)))
        return false;
    return (bold ? markup_signs(*label, BOLD_LATIN) <= BOLD_MOST : markup_signs(*label, LATIN) <= HAN_MOST) &&
           (markup_ending(*label) & ENDS_QUESTION) == 0;
}

bool field_is_example(const struct outline_line *line)
{
    const struct str words = markup_skip_signs(line->body);
    return line->kind == OUTLINE_ITEM && polarity_sign(line->body) != SECTION_NONE && words.len > 0 &&
           markup_quoted_length(words) == words.len;
}

/* Does the list's label ask for something that a section holds? */
static bool is_known(struct reader *r, struct str label)
{
    struct title title = title_read(r->arena, &r->aliases, label);
    return title.exact || title.near || title.covered || title.sub_exact;
}

/* From `from` to `to` no heading stands: the outermost bullets, when all of them are labels, and some are known or
 * several have lists of their own. */
static void mark_bullets(struct reader *r, size_t from, size_t to)
{
    enum { LEAST = 4, KNOWN = 2, LISTS = 3 };
    size_t indent = SIZE_MAX, count = 0, known = 0, lists = 0;
    struct str label, rest;
    for (size_t i = from; i < to; i++) {
        const struct outline_line *line = &r->outline.lines[i];
        if (line->kind == OUTLINE_ITEM && line->indent < indent)
            indent = line->indent;
    }
    for (size_t i = from; i < to; i++) {
        const struct outline_line *line = &r->outline.lines[i];
        if (line->kind != OUTLINE_ITEM || line->indent != indent || field_is_example(line))
            continue;
        if (line->style != MARKER_BULLET || !field_label(line, &label, &rest))
            return;
        count++;
        known += is_known(r, label);
        lists += rest.len == 0 && i + 1 < to && line[1].kind != OUTLINE_BLANK && line[1].indent > indent;
    }
    if (count < LEAST || (known < KNOWN && lists < LISTS))
        return;
    for (size_t i = from; i < to; i++) {
        const struct outline_line *line = &r->outline.lines[i];
        if (line->kind == OUTLINE_ITEM && line->indent == indent)
            r->fields[i] = FIELD_LISTED;
    }
}

/* Does a colon end the bold label, inside or behind it? A full stop makes it the paragraph's first sentence. */
static bool has_colon(struct str body, struct str rest)
{
    struct str head = str_trim(str_slice(body, 0, (size_t)(rest.ptr - body.ptr)));
    while (str_ends(head, STR("*")))
        head = str_slice(head, 0, head.len - 1);
    return str_ends(head, STR(":")) || str_ends(head, STR("："));
}

/* Paragraphs that begin with a bold or slanted label, right below the title. */
static void mark_paragraphs(struct reader *r, size_t from, size_t to)
{
    struct str label, rest;
    size_t count = 0, end = from;
    for (; end < to; end++) {
        const struct outline_line *line = &r->outline.lines[end];
        if (line->kind == OUTLINE_BLANK)
            continue;
        if (line->kind != OUTLINE_TEXT || line->indent > 0 || !str_starts(line->body, STR("*")) ||
            !field_label(line, &label, &rest) || rest.len == 0 || !has_colon(line->body, rest))
            break;
        count++;
    }
    for (size_t i = from; i < end && count > 0; i++) {
        if (r->outline.lines[i].kind == OUTLINE_TEXT)
            r->fields[i] = FIELD_LISTED;
    }
}

static bool begins_bold(const struct outline_line *line, struct str *label, struct str *rest)
{
    return line->kind == OUTLINE_TEXT && line->indent == 0 && str_starts(line->body, STR("**")) &&
           field_label(line, label, rest) && rest->len > 0;
}

/* Three paragraphs or more that begin with a few bold words, of which some are known: behind others, and without a
 * colon, too. "**事情是这样的。** 去年冬天……" */
static void mark_prose(struct reader *r, size_t from, size_t to)
{
    enum { LEAST = 3, KNOWN = 2 };
    struct str label, rest;
    size_t count = 0, known = 0;
    for (size_t i = from; i < to; i++) {
        const struct outline_line *line = &r->outline.lines[i];
        if (i > from && line[-1].kind == OUTLINE_BLANK && begins_bold(line, &label, &rest)) {
            count++;
            struct title title = title_read(r->arena, &r->aliases, label);
            known += title.kind != SECTION_NONE || title.sub != SECTION_NONE;
        }
    }
    for (size_t i = from + 1; i < to && count >= LEAST && known >= KNOWN; i++) {
        const struct outline_line *line = &r->outline.lines[i];
        if (line[-1].kind == OUTLINE_BLANK && begins_bold(line, &label, &rest))
            r->fields[i] = FIELD_LISTED;
    }
}

void fields_mark(struct reader *reader)
{
    size_t count = reader->outline.count;
    for (size_t from = 0, to = 0; from < count; from = to + 1) {
        to = reader->outline.lines[from].kind == OUTLINE_HEADING ? from : reader->next_heading[from];
        mark_bullets(reader, from, to);
        mark_paragraphs(reader, from, to);
        mark_prose(reader, from, to);
    }
}
