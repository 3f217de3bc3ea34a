/* Questions and answers: `Q:`/`A:`, 问：/答：, bold pairs, Q1/A1, headings or numbered questions with the answer below,
 * tables. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/language.h"
#include "spec/markup.h"
#include "spec/qa_label.h"
#include "spec/reader.h"
#include "text/utf8.h"

#include <string.h>

struct pairs {
    struct reader *reader;
    const struct entries *entries;
    VEC(struct qa) list;
    struct buf answer; /* of the open pair */
    bool open;
    bool labelled; /* some line carries a question's label */
    bool in_line;  /* each line asks and answers */
    size_t question_indent;
    size_t columns[2]; /* question, answer: column + 1 */
};

static bool asks(struct str raw)
{
    static const char *const marks[] = {"”", "」", "\"", "*", NULL};
    return (markup_ending(str_trim_end(markup_trim_label(raw), marks)) & ENDS_QUESTION) != 0;
}

/* “多久？” 两个小时。 */
static bool asks_in_quotes(struct str raw)
{
    size_t quoted = markup_quoted_length(raw);
    return quoted > 0 && quoted < raw.len && asks(str_slice(raw, 0, quoted));
}

size_t qa_question_length(struct str text)
{
    static const char *const marks[] = {"？", "?", NULL}, *const callers[] = {"您", "请问", "請問", NULL};
    size_t length, at = str_find_any(text, marks, &length);
    return at != STR_NONE && at + length < text.len && !str_holds_any(str_slice(text, 0, at), callers) ? at + length
                                                                                                       : 0;
}

/* 抽血几管？三管。 Does every line ask and answer, and are they several? */
static bool all_in_line(const struct entries *entries)
{
    for (size_t i = 0; i < entries->count; i++) {
        if (entries->items[i].kind != ENTRY_TEXT || qa_question_length(entries->items[i].raw) == 0)
            return false;
    }
    return entries->count > 1;
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
    struct qa *qa = &p->list.items[p->list.count - 1];
    if (text.len == 0)
        return;
    if (qa->answer_line == 0)
        qa->answer_line = entry->first + 1;
    markup_add(&p->answer, text);
}

/* The length of "A1 " or "A1：" at the text's begin, 0 when it is none. */
static size_t numbered_answer(struct str text)
{
    size_t at = 1;
    while (at < text.len && ascii_digit(text.ptr[at]))
        at++;
    struct str behind = str_slice(text, at, text.len);
    bool apart = at > 1 && (str_starts(behind, STR(" ")) || label_mark_length(behind, true, 1) > 0);
    return apart && text.ptr[0] == 'A' ? at + label_mark_length(behind, true, 1) : 0;
}

/* "Q: …？A: …" on one line: where the answer's label stands. */
static size_t answer_inside(struct str question, size_t *behind)
{
    static const char *const labels[] = {
        "A:", "A：", "Ａ：", "答：", "答:", "答｜", "回答：", "答案：", "→", "Answer:"};
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

/* "学费能退吗——不退。": the same without a question mark. */
static size_t dash_behind_particle(struct str text, size_t *behind)
{
    static const char *const dashes[] = {"——", " — ", " – ", NULL}, *const particles[] = {
                                                                        "吗",   "嗎",     "呢",     "么",   "麼",
                                                                        "没",   "沒",     "多少",   "多久", "几",
                                                                        "幾",   "谁",     "誰",     "哪里", "哪裡",
                                                                        "哪儿", "怎么办", "怎麼辦", NULL};
    enum { MOST = 90 };
    size_t length = 0, at = str_find_any(text, dashes, &length);
    if (at == STR_NONE || at > MOST || at + length >= text.len || !str_ends_any(str_slice(text, 0, at), particles))
        return STR_NONE;
    *behind = at + length;
    return at;
}

/* "多久到？——两个小时。": where the dash or arrow behind the question begins; STR_NONE when there is none. */
static size_t dash_behind_question(struct str text, size_t *behind)
{
    static const char *const marks[] = {"？", "?", NULL}, *const dashes[] = {"——", "—", "–", "--", NULL};
    size_t length = 0, at = str_find_any(text, marks, &length);
    if (at == STR_NONE)
        return dash_behind_particle(text, behind);
    for (at += length; at < text.len && text.ptr[at] == ' ';)
        at++;
    struct str rest = str_slice(text, at, text.len);
    length = str_start_length(rest, markup_arrows);
    *behind = at + (length > 0 ? length : str_start_length(rest, dashes));
    return *behind > at && *behind < text.len ? at : STR_NONE;
}

/* Without labels: does this entry ask, or only go on answering? */
static bool begins_question(const struct pairs *p, size_t at)
{
    const struct entry *entry = &p->entries->items[at];
    struct str lead, rest;
    size_t behind;
    if (p->in_line || entry->kind == ENTRY_HEADING || dash_behind_question(entry->raw, &behind) != STR_NONE)
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

/* A question without a label: what of its entry asks, and what of it answers already. */
static void split_unlabelled(const struct pairs *p, size_t at, struct str *question, struct str *answer)
{
    const struct entry *entry = &p->entries->items[at];
    struct str raw = entry->raw, lead, rest;
    *question = raw;
    *answer = (struct str){0};
    if (entry->kind == ENTRY_HEADING)
        return;
    size_t quoted = markup_quoted_length(raw);
    if (quoted > 0 && quoted < raw.len) { /* 「多久？」两个小时。 */
        *question = str_slice(raw, 0, quoted);
        *answer = markup_skip_mark(str_slice(raw, quoted, raw.len));
        return;
    }
    bool split =
        markup_lead(raw, &lead, &rest) || (markup_label(raw, 40, &lead, &rest) && !entry_has_children(p->entries, at));
    size_t behind = 0, behind_label = 0, length, arrow = dash_behind_question(raw, &behind),
           mark = str_find(raw, STR("？"));
    if (arrow == STR_NONE && (arrow = str_find_any(raw, markup_arrows, &length)) != STR_NONE)
        behind = arrow + length;
    mark = mark == STR_NONE ? str_find(raw, STR("?")) : mark + 2;
    const size_t inside = answer_inside(raw, &behind_label);
    if (inside != STR_NONE && mark != STR_NONE && mark < inside) { /* 多久？答：两个小时。 */
        *question = str_slice(raw, 0, inside);
        *answer = str_slice(raw, behind_label, raw.len);
    } else if (arrow != STR_NONE && arrow > 0 && !split) {
        *question = str_slice(raw, 0, arrow);
        *answer = str_slice(raw, behind, raw.len);
    } else if (!split && mark == STR_NONE && entry->kind == ENTRY_ITEM && markup_dashed(raw, 40, &lead, &rest)) {
        *question = lead; /* "refund deadline – fourteen days before" */
        *answer = rest;
    } else if (split && rest.len > 0) {
        *question = lead;
        *answer = rest;
    } else if (mark != STR_NONE && mark + 1 < raw.len && !asks(raw) && (p->in_line || entry->kind == ENTRY_ITEM)) {
        *question = str_slice(raw, 0, mark + 1);
        *answer = str_slice(raw, mark + 1, raw.len);
    }
}

/* Where the next question begins in an answer that goes on with one: "十五天。多久赔？——…"; its length when none does.
 */
static size_t next_question(struct str answer)
{
    size_t behind, dash = dash_behind_question(answer, &behind), begin = answer.len;
    for (size_t at = 3; dash != STR_NONE && at < dash; at++)
        if (str_ends(str_slice(answer, 0, at), STR("。")))
            begin = at;
    return begin;
}

static void leave_remark(struct pairs *p, const struct entry *entry)
{
    reader_unread(p->reader, entry->first, entry->end, "remark",
                  TEXT("it stands among the questions and is none", "夹在问答中间，不是问答"));
}

static void qa_unlabelled(struct pairs *p, size_t at)
{
    const struct entry *entry = &p->entries->items[at];
    struct str question, answer;
    if (begins_question(p, at)) {
        reader_own_entry(p->reader, entry, LINE_CONTENT);
        split_unlabelled(p, at, &question, &answer);
        for (size_t next = 0; (next = next_question(answer)) < answer.len;) {
            size_t behind, dash = dash_behind_question(str_slice(answer, next, answer.len), &behind);
            open_pair(p, entry, question);
            add_answer(p, entry, str_slice(answer, 0, next));
            question = str_slice(answer, next, next + dash);
            answer = str_slice(answer, next + behind, answer.len);
        }
        open_pair(p, entry, question);
        add_answer(p, entry, answer);
    } else if (p->open) {
        reader_own_entry(p->reader, entry, LINE_CONTENT);
        add_answer(p, entry, entry->raw);
    } else {
        leave_remark(p, entry);
    }
}

static void qa_entry(struct pairs *p, size_t at)
{
    struct reader *r = p->reader;
    const struct entry *entry = &p->entries->items[at];
    struct str rest;
    enum side side = label_of(entry, &rest);
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
        leave_remark(p, entry);
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
        enum side side = label_cut((struct str){with_colon, cell.len + 1}, &rest);
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
        if (p->columns[0] > 0 || p->columns[1] > 0 || entry_is_plain_header(entry) || entry_heads_columns(entry)) {
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
    struct pairs p = {.reader = reader, .entries = &entries, .in_line = all_in_line(&entries)};
    struct str rest;
    buf_init(&p.answer, 0);
    for (size_t i = 0; i < entries.count && !p.labelled; i++)
        p.labelled = entries.items[i].kind != ENTRY_ROW && label_of(&entries.items[i], &rest) == SIDE_QUESTION;
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
