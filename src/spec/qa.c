/* Questions and answers: `Q:`/`A:`, 问：/答：, bold pairs, Q1/A1, headings or numbered questions with the answer below,
 * tables. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/language.h"
#include "spec/markup.h"
#include "spec/reader.h"
#include "text/utf8.h"

#include <string.h>

enum side { SIDE_NONE, SIDE_QUESTION, SIDE_ANSWER };

struct pairs {
    struct reader *reader;
    const struct entries *entries;
    VEC(struct qa) list;
    struct buf answer; /* of the open pair */
    bool open;
    bool labelled; /* some line carries a question's label */
    size_t question_indent;
    size_t columns[2]; /* question, answer: column + 1 */
};

static const char *const question_words[] = {
    "question", "customer asks", "customer", "q",        "问题",       "問題", "提问", "提問", "客户问",
    "客戶問",   "客人问",        "客人問",   "客户",     "客戶",       "问",   "問",   "疑问", "Ｑ",
    "ｑ",       "they say",      "he says",  "she says", "if they ask"};
static const char *const answer_words[] = {
    "answer", "reply", "response", "a",    "标准回答", "标准答案", "参考答案", "参考回答", "回答",
    "答复",   "回复",  "解答",     "应答", "答案",     "答覆",     "回覆",     "答",       "客服答",
    "坐席答", "客服",  "坐席",     "Ａ",   "ａ",       "you say",  "we say"};

static bool starts_folded(struct str text, const char *word, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (i >= text.len || (text.ptr[i] | (text.ptr[i] >= 'A' && text.ptr[i] <= 'Z' ? 0x20 : 0)) != word[i])
            return false;
    }
    return true;
}

static struct str cut_colon(struct str text)
{
    text = str_trim(text);
    size_t length = str_starts(text, STR(":")) ? 1 : str_starts(text, STR("：")) ? 3 : 0;
    return str_trim(str_slice(text, length, text.len));
}

/* The mark that ends a label: how many bytes it takes, 0 when `behind` begins with none. A lone letter's full stop
 * needs white space behind it, a dash a number before it. */
static size_t mark_length(struct str behind, bool numbered, size_t word)
{
    static const char *const marks[] = {"】", "]", "：", ":", "、", ")", "）", "．", "**", NULL};
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
        if (!starts_folded(text, words[i], length))
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
        size_t mark = mark_length(behind, numbered, length);
        bool spaced = length == 1 && at == 2 && at < text.len && (text.ptr[at] & 0x80) != 0; /* Q 多久到？ */
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

/* Cuts "Q1." "问：" "A:" "**问题2：**" off; *rest is what follows. */
static enum side cut_label(struct str raw, struct str *rest)
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
    return cut_label(raw, &rest) != SIDE_NONE;
}

/* The same for an entry, whose list marker may be the label ("A. Yes"). */
static enum side side_of(const struct entry *entry, struct str *rest)
{
    if (entry->kind == ENTRY_ITEM && entry->style == MARKER_LETTER && entry->marker.len == 2) {
        *rest = entry->raw;
        if (entry->marker.ptr[0] == 'A')
            return SIDE_ANSWER;
        if (entry->marker.ptr[0] == 'Q')
            return SIDE_QUESTION;
    }
    return cut_label(entry->raw, rest);
}

static bool asks(struct str raw)
{
    struct str text = markup_trim_label(raw);
    while (text.len > 0 && (str_ends(text, STR("”")) || str_ends(text, STR("」")) || str_ends(text, STR("\"")) ||
                            str_ends(text, STR("*"))))
        text = str_slice(text, 0, text.len - (text.ptr[text.len - 1] == '"' || text.ptr[text.len - 1] == '*' ? 1 : 3));
    return str_ends(text, STR("？")) || str_ends(text, STR("?"));
}

/* “多久？” 两个小时。 */
static bool asks_in_quotes(struct str raw)
{
    size_t quoted = markup_quoted_length(raw);
    return quoted > 0 && quoted < raw.len && asks(str_slice(raw, 0, quoted));
}

static void end_pair(struct pairs *p)
{
    if (p->open && p->answer.len > 0)
        p->list.items[p->list.count - 1].answer = markup_unquote(str_dup(p->reader->arena, buf_str(&p->answer)));
    buf_clear(&p->answer);
    p->open = false;
}

static void open_pair(struct pairs *p, const struct entry *entry, struct str question)
{
    size_t number;
    end_pair(p);
    struct qa qa = {.number = p->reader->scenario->caller.qa_count + p->list.count + 1, .line = entry->first + 1};
    struct str text = markup_plain(p->reader->arena, question);
    if (entry->kind == ENTRY_HEADING || entry->kind == ENTRY_TEXT)
        text = title_strip_number(text, &number);
    qa.question = markup_unquote(text);
    VEC_PUSH(&p->list, qa);
    p->open = true;
    p->question_indent = entry->indent;
}

static void add_answer(struct pairs *p, const struct entry *entry, struct str piece)
{
    struct str text = markup_plain(p->reader->arena, piece);
    size_t at = 0, end = p->answer.len;
    struct qa *qa = &p->list.items[p->list.count - 1];
    if (text.len == 0)
        return;
    if (qa->answer_line == 0)
        qa->answer_line = entry->first + 1;
    if (p->answer.len > 0 && utf8_next(text, &at) < 0x2e80 && utf8_prev(buf_str(&p->answer), &end) < 0x2e80)
        buf_add_byte(&p->answer, ' ');
    buf_add(&p->answer, text);
}

/* The length of "A1 " or "A1：" at the text's begin, 0 when it is none. */
static size_t numbered_answer(struct str text)
{
    size_t at = 1;
    while (at < text.len && ascii_digit(text.ptr[at]))
        at++;
    struct str behind = str_slice(text, at, text.len);
    bool apart = at > 1 && (str_starts(behind, STR(" ")) || mark_length(behind, true, 1) > 0);
    return apart && text.ptr[0] == 'A' ? at + mark_length(behind, true, 1) : 0;
}

/* "Q: …？A: …" on one line: where the answer's label stands. */
static size_t answer_inside(struct str question, size_t *behind)
{
    static const char *const labels[] = {"A:", "A：", "Ａ：", "答：", "答:", "回答：", "答案：", "→", "Answer:"};
    size_t first = STR_NONE;
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        size_t at = str_find(question, str_from(labels[i]));
        bool apart = at != STR_NONE && at > 0 &&
                     (question.ptr[at - 1] == ' ' || question.ptr[at - 1] == '*' ||
                      (question.ptr[at - 1] & 0x80) != 0 || question.ptr[at - 1] == '?');
        if (apart && at < first) {
            first = at;
            *behind = at + strlen(labels[i]);
        }
    }
    for (size_t at = 1, length; at < question.len && first == STR_NONE; at++) { /* Q1 …？ A1 … */
        bool apart = question.ptr[at - 1] == ' ' || question.ptr[at - 1] == '?' || (question.ptr[at - 1] & 0x80) != 0;
        if (apart && (length = numbered_answer(str_slice(question, at, question.len))) > 0) {
            first = at;
            *behind = at + length;
        }
    }
    return first;
}

static void take_question(struct pairs *p, const struct entry *entry, struct str question)
{
    size_t behind = 0, inside = answer_inside(question, &behind);
    open_pair(p, entry, inside == STR_NONE ? question : str_slice(question, 0, inside));
    if (inside != STR_NONE)
        add_answer(p, entry, str_slice(question, behind, question.len));
}

/* Without labels: does this entry ask, or only go on answering? */
static bool begins_question(const struct pairs *p, size_t at)
{
    const struct entry *entry = &p->entries->items[at];
    struct str lead, rest;
    if (entry->kind == ENTRY_HEADING)
        return true;
    if (asks_in_quotes(entry->raw) && !(p->open && entry->indent > p->question_indent))
        return true;
    if (p->open && p->list.items[p->list.count - 1].answer_line == 0 && !asks(entry->raw))
        return false;
    if (p->open && entry->indent > p->question_indent)
        return false;
    bool bold = markup_lead(entry->raw, &lead, &rest);
    return asks(bold ? lead : entry->raw) || (bold && rest.len == 0) ||
           (entry->kind == ENTRY_ITEM && entry_has_children(p->entries, at)) || (bold && entry->kind == ENTRY_ITEM) ||
           (!p->open && entry->kind == ENTRY_ITEM) ||
           (entry->kind == ENTRY_ITEM && entry->indent <= p->question_indent);
}

/* Where the first arrow stands; STR_NONE when there is none. */
static size_t arrow_in(struct str text, size_t *behind)
{
    static const char *const arrows[] = {"→", "->", "=>", "⇒", "➜"};
    size_t first = STR_NONE;
    for (size_t i = 0; i < sizeof arrows / sizeof *arrows; i++) {
        size_t at = str_find(text, str_from(arrows[i]));
        if (at < first) {
            first = at;
            *behind = at + strlen(arrows[i]);
        }
    }
    return first;
}

static void qa_unlabelled(struct pairs *p, size_t at)
{
    const struct entry *entry = &p->entries->items[at];
    struct str lead, rest;
    if (begins_question(p, at)) {
        reader_own_entry(p->reader, entry, LINE_CONTENT);
        bool split = entry->kind != ENTRY_HEADING &&
                     (markup_lead(entry->raw, &lead, &rest) ||
                      (markup_label(entry->raw, 40, &lead, &rest) && !entry_has_children(p->entries, at)));
        size_t quoted = markup_quoted_length(entry->raw);
        if (quoted > 0 && quoted < entry->raw.len && entry->kind != ENTRY_HEADING) { /* 「多久？」两个小时。 */
            open_pair(p, entry, str_slice(entry->raw, 0, quoted));
            add_answer(p, entry, markup_skip_mark(str_slice(entry->raw, quoted, entry->raw.len)));
            return;
        }
        size_t mark = str_find(entry->raw, STR("？"));
        mark = mark == STR_NONE ? str_find(entry->raw, STR("?")) : mark + 2;
        size_t behind = 0, arrow = arrow_in(entry->raw, &behind);
        if (arrow != STR_NONE && arrow > 0 && !split && entry->kind != ENTRY_HEADING) {
            open_pair(p, entry, str_slice(entry->raw, 0, arrow));
            add_answer(p, entry, str_slice(entry->raw, behind, entry->raw.len));
            return;
        }
        if (split && rest.len > 0) {
            open_pair(p, entry, lead);
            add_answer(p, entry, rest);
        } else if (mark != STR_NONE && mark + 1 < entry->raw.len && !asks(entry->raw) && entry->kind == ENTRY_ITEM) {
            open_pair(p, entry, str_slice(entry->raw, 0, mark + 1));
            add_answer(p, entry, str_slice(entry->raw, mark + 1, entry->raw.len));
        } else {
            open_pair(p, entry, entry->raw);
        }
    } else if (p->open) {
        reader_own_entry(p->reader, entry, LINE_CONTENT);
        add_answer(p, entry, entry->raw);
    } else {
        reader_unread(p->reader, entry->first, entry->end, "remark",
                      TEXT("it stands among the questions and is none", "夹在问答中间，不是问答"));
    }
}

static void qa_entry(struct pairs *p, size_t at)
{
    struct reader *r = p->reader;
    const struct entry *entry = &p->entries->items[at];
    struct str rest;
    enum side side = side_of(entry, &rest);
    if (side == SIDE_QUESTION) {
        reader_own_entry(r, entry, LINE_CONTENT);
        take_question(p, entry, rest);
    } else if (side == SIDE_ANSWER && p->open) {
        reader_own_entry(r, entry, LINE_CONTENT);
        add_answer(p, entry, rest);
    } else if (!p->labelled) {
        qa_unlabelled(p, at);
    } else if (entry->kind == ENTRY_HEADING) { /* a group of questions */
        end_pair(p);
        reader_own_entry(r, entry, LINE_STRUCTURE);
    } else if (p->open) {
        reader_own_entry(r, entry, LINE_CONTENT);
        struct qa *qa = &p->list.items[p->list.count - 1];
        if (qa->question.len == 0)
            qa->question = markup_unquote(markup_plain(r->arena, entry->raw));
        else
            add_answer(p, entry, entry->raw);
    } else {
        reader_unread(r, entry->first, entry->end, "remark",
                      TEXT("it stands among the questions and is none", "夹在问答中间，不是问答"));
    }
}

static void qa_columns(struct pairs *p, const struct entry *header)
{
    p->columns[0] = p->columns[1] = 0;
    for (size_t i = 0; i < header->cell_count; i++) {
        struct str rest, cell = header->cells[i];
        char with_colon[80];
        if (cell.len == 0 || cell.len > 60)
            continue;
        memcpy(with_colon, cell.ptr, cell.len);
        with_colon[cell.len] = ':';
        enum side side = cut_label((struct str){with_colon, cell.len + 1}, &rest);
        if (side == SIDE_NONE)
            side = str_find(cell, STR("答")) != STR_NONE || str_find(cell, STR("nswer")) != STR_NONE ||
                           str_find(cell, STR("口径")) != STR_NONE
                       ? SIDE_ANSWER
                   : str_find(cell, STR("问")) != STR_NONE || str_find(cell, STR("問")) != STR_NONE ||
                           str_find(cell, STR("uestion")) != STR_NONE
                       ? SIDE_QUESTION
                       : SIDE_NONE;
        if (side != SIDE_NONE && p->columns[side - 1] == 0)
            p->columns[side - 1] = i + 1;
    }
}

static void qa_row(struct pairs *p, const struct entry *entry)
{
    size_t number;
    if (entry->header) {
        qa_columns(p, entry);
        if (p->columns[0] > 0 || p->columns[1] > 0 || entry_is_plain_header(entry)) {
            reader_own_entry(p->reader, entry, LINE_STRUCTURE);
            return;
        }
    }
    reader_own_entry(p->reader, entry, LINE_CONTENT);
    size_t question = p->columns[0] > 0 ? p->columns[0] - 1 : 0;
    if (p->columns[0] == 0 && entry->cell_count > 2 && str_to_size(entry->cells[0], 9999, &number))
        question = 1;
    size_t answer = p->columns[1] > 0 ? p->columns[1] - 1 : question + 1;
    open_pair(p, entry, question < entry->cell_count ? entry->cells[question] : (struct str){0});
    for (size_t i = 0; i < entry->cell_count; i++) {
        bool more = i > answer && i != question && p->columns[1] == 0;
        if (i == answer || more)
            add_answer(p, entry, entry->cells[i]);
        else if (i != question)
            reader_unread_cell(p->reader, entry, entry->cells[i]);
    }
    end_pair(p);
}

void read_qa(struct reader *reader, const struct section *section)
{
    struct entries entries = entries_read(reader, section);
    struct pairs p = {.reader = reader, .entries = &entries};
    struct str rest;
    buf_init(&p.answer, 0);
    for (size_t i = 0; i < entries.count && !p.labelled; i++)
        p.labelled = entries.items[i].kind != ENTRY_ROW && side_of(&entries.items[i], &rest) == SIDE_QUESTION;
    for (size_t i = 0; i < entries.count; i++) {
        if (entries.items[i].kind == ENTRY_ROW)
            qa_row(&p, &entries.items[i]);
        else
            qa_entry(&p, i);
    }
    end_pair(&p);
    struct caller_half *caller = &reader->scenario->caller;
    caller->qa = list_append(reader, caller->qa, &caller->qa_count, p.list.items, p.list.count, sizeof *p.list.items);
    VEC_RELEASE(&p.list);
    buf_release(&p.answer);
}
