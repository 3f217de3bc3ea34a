#include "spec/qa_label.h"

#include "text/utf8.h"

#include <string.h>

static const char *const question_words[] = {
    "question", "customer asks", "customer", "q",        "问题",       "問題", "提问", "提問", "客户问",
    "客戶問",   "客人问",        "客人問",   "客户",     "客戶",       "问",   "問",   "疑问", "Ｑ",
    "ｑ",       "they say",      "he says",  "she says", "if they ask"};
static const char *const answer_words[] = {
    "answer", "reply", "response", "a",    "标准回答", "标准答案", "参考答案", "参考回答", "回答",
    "答复",   "回复",  "解答",     "应答", "答案",     "答覆",     "回覆",     "答",       "客服答",
    "坐席答", "客服",  "坐席",     "Ａ",   "ａ",       "you say",  "we say"};

static struct str cut_colon(struct str text)
{
    text = str_trim(text);
    size_t length = str_starts(text, STR(":")) ? 1 : str_starts(text, STR("：")) ? 3 : 0;
    return str_trim(str_slice(text, length, text.len));
}

size_t label_mark_length(struct str behind, bool numbered, size_t word)
{
    static const char *const marks[] = {"】", "]", "：", ":", "｜", "、", ")", "）", "．", "**", NULL};
    const size_t mark = str_start_length(behind, marks);
    if (mark > 0)
        return mark;
    bool apart = behind.len == 1 || (behind.len > 1 && (behind.ptr[1] == ' ' || behind.ptr[1] == '*'));
    if (str_starts(behind, STR(".")) && (numbered || (word == 1 && apart)))
        return 1;
    if (numbered && (str_starts(behind, STR("-")) || str_starts(behind, STR("—"))))
        return behind.ptr[0] == '-' ? 1 : 3;
    return 0;
}

static size_t han_number_length(struct str text)
{
    enum marker style;
    size_t number, length = marker_numeral_length(text, &style, &number);
    return style == MARKER_HAN ? length : 0;
}

/* The length of the digit at `at`, half or full width; 0 when there is none. */
static size_t digit_length(struct str text, size_t at)
{
    if (at >= text.len || ascii_digit(text.ptr[at]))
        return at < text.len;
    size_t next = at;
    uint32_t c = utf8_next(text, &next);
    return c >= 0xff10 && c <= 0xff19 ? next - at : 0;
}

/* What is left behind one of `words` with its number and mark; false when the text begins with none. */
static bool cut_word(struct str text, const char *const *words, size_t count, struct str *rest)
{
    for (size_t i = 0; i < count; i++) {
        size_t length = strlen(words[i]), at = length;
        if (!str_starts_folded(text, str_from(words[i])))
            continue;
        bool numbered = false;
        for (size_t digit = 0; (digit = digit_length(text, at)) > 0 || (at < text.len && text.ptr[at] == ' ');) {
            numbered = numbered || digit > 0;
            at += digit > 0 ? digit : 1;
        }
        size_t han = at == length && length >= 3 ? han_number_length(str_slice(text, at, text.len)) : 0; /* 问一 */
        at += han;
        numbered = numbered || han > 0;
        struct str behind = str_slice(text, at, text.len);
        size_t mark = label_mark_length(behind, numbered, length);
        bool sign = length == 1 || length == 3, /* Q, 问 */
            wide = sign && at == length && str_starts(behind, STR("　")),
             spaced =
                 wide || (sign && at == length + 1 && at < text.len && (text.ptr[at] & 0x80) != 0); /* Q 多久到？ */
        if (mark == 0 && !spaced && !(numbered && length <= 3 && han == 0))
            continue;
        *rest = cut_colon(str_slice(behind, mark, behind.len));
        bool closes = str_starts(*rest, STR("**")) && str_find(str_slice(*rest, 2, rest->len), STR("**")) == STR_NONE;
        size_t star = str_starts(*rest, STR("* ")) ? 1 : 0; /* *Q.* */
        *rest = cut_colon(str_slice(*rest, closes ? 2 : star, rest->len));
        return true;
    }
    return false;
}

enum side label_cut(struct str raw, struct str *rest)
{
    struct str text = str_trim(raw);
    while (text.len > 0 && (text.ptr[0] == '*' || text.ptr[0] == '_'))
        text = str_slice(text, 1, text.len);
    if (str_starts(text, STR("【")) || str_starts(text, STR("[")))
        text = str_slice(text, text.ptr[0] == '[' ? 1 : 3, text.len);
    if (cut_word(text, question_words, sizeof question_words / sizeof *question_words, rest))
        return SIDE_QUESTION;
    return cut_word(text, answer_words, sizeof answer_words / sizeof *answer_words, rest) ? SIDE_ANSWER : SIDE_NONE;
}

bool qa_has_label(struct str raw)
{
    struct str rest;
    return label_cut(raw, &rest) != SIDE_NONE;
}

enum side label_of(const struct entry *entry, struct str *rest)
{
    if (entry->kind == ENTRY_ITEM && entry->style == MARKER_LETTER && entry->marker.len == 2) {
        *rest = entry->raw;
        if (entry->marker.ptr[0] == 'A')
            return SIDE_ANSWER;
        if (entry->marker.ptr[0] == 'Q')
            return SIDE_QUESTION;
    }
    return label_cut(entry->raw, rest);
}
