#include "spec/cuts.h"

#include "spec/markup.h"
#include "text/sentence.h"
#include "text/utf8.h"

bool text_announces(struct str text)
{
    static const char *const ends[] = {"：", ":", "——", NULL};
    return str_ends_any(text, ends);
}

static void push_cut(struct reader *reader, const struct entry *entry, struct str item, struct line_text_list *list)
{
    struct line_text text = reader_text(reader, entry, item);
    text.text = without_semicolons(text.text);
    if (text.text.len > 0)
        VEC_PUSH(list, text);
}

/* The only line of a list. */
static bool is_paragraph(const struct entries *entries)
{
    return entries->count == 1 && entries->items->kind == ENTRY_TEXT;
}

/* Cuts it at the marks, if there are so many of them. */
static bool cut_at(struct reader *reader, const struct entry *entry, const char *const *marks, size_t least,
                   struct line_text_list *list)
{
    size_t count = 0, length;
    struct str rest = entry->raw, part;
    for (size_t at; (at = str_find_any(rest, marks, &length)) != STR_NONE; count++)
        rest = str_slice(rest, at + length, rest.len);
    if (count < least)
        return false;
    for (rest = entry->raw; str_next_part(&rest, marks, &part);)
        push_cut(reader, entry, part, list);
    reader_own_entry(reader, entry, LINE_CONTENT);
    return true;
}

bool cut_inline(struct reader *reader, const struct entry *entry, bool words, struct line_text_list *list)
{
    struct str raw = entry->raw;
    size_t length = 0, next_length = 0, number = 3;
    bool item = entry->kind == ENTRY_ITEM && entry->number == 1 && entry->style == MARKER_DIGIT;
    size_t at = item ? 0 : inline_item(raw, 0, 1, words, &length);
    if ((!item && entry->kind != ENTRY_TEXT) || at == STR_NONE)
        return false;
    struct str before = str_trim(str_slice(raw, 0, at));
    if (utf8_count(before) > ANNOUNCES_MOST && !text_announces(before))
        return false;
    size_t next = inline_item(raw, at + 1, 2, words, &next_length);
    if (next == STR_NONE)
        return false;
    while (at != STR_NONE) {
        push_cut(reader, entry, str_slice(raw, at + length, next == STR_NONE ? raw.len : next), list);
        at = next;
        length = next_length;
        next = at == STR_NONE ? STR_NONE : inline_item(raw, at + 1, number++, words, &next_length);
    }
    return true;
}

static const char *const semicolons[] = {"；或者", "；", "; or ", "; ", NULL};
static const char *const semicolons_and_strokes[] = {"；或者", "；", "; or ", "; ", "／", " / ", NULL};

/* "约好时间 / a time is fixed": one thing in two languages, on either side of the only stroke. */
static bool says_it_twice(struct str text)
{
    size_t han[2] = {0, 0}, letters[2] = {0, 0}, side = 0;
    for (struct str part; str_next_part(&text, semicolons_and_strokes, &part); side++) {
        for (size_t at = 0; side < 2 && at < part.len;) {
            uint32_t c = utf8_next(part, &at);
            han[side] += code_point_is_han(c);
            letters[side] += c < 0x80 && code_point_is_letter(c);
        }
    }
    bool first_han = han[0] * 4 > letters[0], second_han = han[1] * 4 > letters[1];
    return side == 2 && first_han != second_han;
}

bool cut_semicolons(struct reader *reader, const struct entries *entries, struct line_text_list *list)
{
    const struct entry *entry = entries->items;
    if (!is_paragraph(entries) || markup_quoted_length(entry->raw) > 0 || inline_items(entry->raw) > 0)
        return false;
    return cut_at(reader, entry, semicolons, 1, list) ||
           (!says_it_twice(entry->raw) && cut_at(reader, entry, semicolons_and_strokes, 1, list));
}

struct str without_or(struct str text)
{
    static const char *const ends[] = {"，或者", "；或者", "，或", "；或", ", or", "; or", NULL};
    return str_trim_end(text, ends);
}

bool cut_alternatives(struct reader *reader, const struct entries *entries, struct line_text_list *list)
{
    static const char *const marks[] = {", or if ", ", or when ", ", or once ", ", or ", "，或者", "，或是", NULL};
    return is_paragraph(entries) && cut_at(reader, entries->items, marks, 2, list);
}

/* "She likes jokes; not puns." is one sentence. */
static bool next_sentence(struct str *rest, struct str *sentence)
{
    struct str more;
    if (!sentence_next(rest, sentence))
        return false;
    while (str_ends(*sentence, STR(";")) && sentence_next(rest, &more))
        sentence->len = (size_t)(more.ptr + more.len - sentence->ptr);
    return true;
}

bool cut_sentences(struct reader *reader, const struct entries *entries, struct line_text_list *list)
{
    enum { LEAST = 3 };
    const struct entry *entry = entries->items;
    struct str rest, sentence;
    size_t count = 0;
    if (!is_paragraph(entries) || inline_items(entry->raw) > 0)
        return false;
    for (rest = entry->raw; next_sentence(&rest, &sentence);)
        count++;
    if (count < LEAST)
        return false;
    for (rest = entry->raw; next_sentence(&rest, &sentence);)
        push_cut(reader, entry, sentence, list);
    reader_own_entry(reader, entry, LINE_CONTENT);
    return true;
}
