#include "spec/cuts.h"

#include "spec/markup.h"
#include "text/sentence.h"
#include "text/utf8.h"

#include <string.h>

bool text_announces(struct str text)
{
    static const char *const ends[] = {"：", ":", "——", NULL};
    return str_ends_any(text, ends);
}

static void push_cut(struct reader *reader, const struct entry *entry, struct str item, struct line_text_list *list)
{
    struct line_text text = reader_text(reader, entry, item);
    while (str_ends(text.text, STR("；")) || str_ends(text.text, STR(";")))
        text.text = str_trim(str_slice(text.text, 0, text.text.len - (str_ends(text.text, STR(";")) ? 1 : 3)));
    if (text.text.len > 0)
        VEC_PUSH(list, text);
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

/* What stands at the start between two of several things in one line: "；", "; ", "／", " / ". */
static size_t separator_length(struct str text, bool slashes)
{
    static const char *const semicolons[] = {"；", "; ", NULL}, *const both[] = {"；", "; ", "／", " / ", NULL};
    return str_start_length(text, slashes ? both : semicolons);
}

/* "约好时间 / a time is fixed": one thing in two languages, on either side of the only stroke. */
static bool says_it_twice(struct str text)
{
    size_t han[2] = {0, 0}, letters[2] = {0, 0}, side = 0;
    for (size_t at = 0; at < text.len;) {
        size_t length = separator_length(str_slice(text, at, text.len), true);
        if (length > 0) {
            if (++side > 1)
                return false;
            at += length;
            continue;
        }
        uint32_t c = utf8_next(text, &at);
        han[side] += code_point_is_han(c);
        letters[side] += c < 0x80 && code_point_is_letter(c);
    }
    bool first_han = han[0] * 4 > letters[0], second_han = han[1] * 4 > letters[1];
    return side == 1 && first_han != second_han;
}

bool cut_semicolons(struct reader *reader, const struct entries *entries, struct line_text_list *list)
{
    const struct entry *entry = entries->items;
    if (entries->count != 1 || entry->kind != ENTRY_TEXT || markup_quoted_length(entry->raw) > 0 ||
        inline_items(entry->raw) > 0)
        return false;
    bool semicolons = str_find(entry->raw, STR("；")) != STR_NONE || str_find(entry->raw, STR("; ")) != STR_NONE,
         slashes = (str_find(entry->raw, STR("／")) != STR_NONE || str_find(entry->raw, STR(" / ")) != STR_NONE) &&
                   !says_it_twice(entry->raw);
    size_t from = 0;
    if (!semicolons && !slashes)
        return false;
    for (size_t at = 0; at < entry->raw.len;) {
        struct str rest = str_slice(entry->raw, at, entry->raw.len);
        size_t length = separator_length(rest, !semicolons);
        if (length > 0) {
            push_cut(reader, entry, str_slice(entry->raw, from, at), list);
            from = at + length;
        }
        at += length > 0 ? length : 1;
    }
    push_cut(reader, entry, str_slice(entry->raw, from, entry->raw.len), list);
    reader_own_entry(reader, entry, LINE_CONTENT);
    return true;
}

struct str without_or(struct str text)
{
    static const char *const ends[] = {"，或者", "；或者", "，或", "；或", ", or", "; or"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (str_ends(text, str_from(ends[i])))
            return str_slice(text, 0, text.len - strlen(ends[i]));
    return text;
}

bool cut_alternatives(struct reader *reader, const struct entries *entries, struct line_text_list *list)
{
    static const char *const marks[] = {", or if ", ", or when ", ", or once ", ", or ", "，或者", "，或是", NULL};
    const struct entry *entry = entries->items;
    size_t from = 0, found = 0;
    if (entries->count != 1 || entry->kind != ENTRY_TEXT)
        return false;
    for (size_t at = 0; at < entry->raw.len; at++)
        found += str_start_length(str_slice(entry->raw, at, entry->raw.len), marks) > 0;
    if (found < 2)
        return false;
    for (size_t at = 0; at < entry->raw.len; at++) {
        size_t length = str_start_length(str_slice(entry->raw, at, entry->raw.len), marks);
        if (length == 0)
            continue;
        push_cut(reader, entry, str_slice(entry->raw, from, at), list);
        from = at + length;
    }
    push_cut(reader, entry, str_slice(entry->raw, from, entry->raw.len), list);
    reader_own_entry(reader, entry, LINE_CONTENT);
    return true;
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
    if (entries->count != 1 || entry->kind != ENTRY_TEXT || inline_items(entry->raw) > 0)
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
