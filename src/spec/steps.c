/* The caller's steps: title, what is said, and what is said when the customer says something. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/language.h"
#include "spec/condition.h"
#include "spec/markup.h"
#include "spec/reader.h"
#include "spec/step_row.h"
#include "spec/step_style.h"
#include "text/utf8.h"

#include <stdint.h>
#include <string.h>

struct steps {
    struct reader *reader;
    const struct entries *entries;
    struct step_style style;
    VEC(struct step) list;
    bool open;
    VEC(struct line_text) utterances;
    VEC(struct line_text) conditions;
    VEC(struct branch) branches;
    VEC(struct line_text) answers; /* of the open branch */
    bool branch_open;
    bool branch_wants_next; /* it ended in a colon and nothing deeper followed: the next line answers */
    bool branch_headed;     /* its condition is a heading: all below it is the answer */
    size_t branch_indent;
    struct step_columns columns;
};

static void *keep(struct steps *s, const void *items, size_t count, size_t size)
{
    void *copy = arena_array(s->reader->arena, count, size);
    if (count > 0)
        memcpy(copy, items, count * size);
    return copy;
}

static struct line_texts keep_texts(struct steps *s, const struct line_text *items, size_t count)
{
    return (struct line_texts){keep(s, items, count, sizeof *items), count};
}

static void end_branch(struct steps *s)
{
    if (!s->branch_open)
        return;
    struct branch *branch = &s->branches.items[s->branches.count - 1];
    branch->utterances = keep_texts(s, s->answers.items, s->answers.count);
    s->answers.count = 0;
    s->branch_open = s->branch_wants_next = false;
}

static void end_step(struct steps *s)
{
    end_branch(s);
    if (!s->open)
        return;
    struct step *step = &s->list.items[s->list.count - 1];
    step->utterances = keep_texts(s, s->utterances.items, s->utterances.count);
    step->conditions = keep_texts(s, s->conditions.items, s->conditions.count);
    step->branches = keep(s, s->branches.items, s->branches.count, sizeof *s->branches.items);
    step->branch_count = s->branches.count;
    s->utterances.count = s->conditions.count = s->branches.count = 0;
    s->open = false;
}

static void open_step(struct steps *s, const struct entry *entry, struct str title)
{
    end_step(s);
    struct step step = {.number = s->reader->scenario->caller.step_count + s->list.count + 1, .line = entry->first + 1};
    step.title = markup_trim_label(markup_plain(s->reader->arena, title));
    VEC_PUSH(&s->list, step);
    s->open = true;
}

/* The words of a text without the conditions in brackets, which are kept apart. */
static struct str without_conditions(struct steps *s, const struct line_text *text)
{
    struct str words = text->text;
    struct buf spoken;
    buf_init(&spoken, 0);
    size_t from = 0;
    for (size_t at = 0; at < words.len;) {
        struct str inside = {0};
        unsigned char c = (unsigned char)words.ptr[at];
        size_t length = c == '(' || c == '[' || c >= 0xe3 ? markup_bracket_length(words, at, &inside) : 0;
        if (length > 0 && condition_in_brackets(inside)) {
            struct line_text condition = {
                .text = inside, .line = text->line, .column = text->column, .last_line = text->last_line};
            VEC_PUSH(&s->conditions, condition);
            buf_add(&spoken, str_slice(words, from, at));
            at = from = at + length;
        } else {
            utf8_next(words, &at);
        }
    }
    if (from > 0) {
        buf_add(&spoken, str_slice(words, from, words.len));
        words = str_dup(s->reader->arena, str_trim(buf_str(&spoken)));
    }
    buf_release(&spoken);
    return words;
}

static void add_words(struct steps *s, const struct entry *entry, struct str raw)
{
    struct line_text text = reader_text(s->reader, entry, raw);
    text.text = markup_unquote(without_conditions(s, &text));
    if (text.text.len == 0)
        return;
    if (s->branch_open)
        VEC_PUSH(&s->answers, text);
    else
        VEC_PUSH(&s->utterances, text);
}

/* Takes the bracketed conditions out of spoken text, the quotation marks and a speaker's label off it. */
static void add_utterance(struct steps *s, const struct entry *entry, struct str raw)
{
    struct reader *r = s->reader;
    raw = condition_behind_arrows(markup_skip_signs(raw));
    if (str_starts(raw, STR("> "))) /* a quoted answer behind its condition */
        raw = str_trim(str_slice(raw, 2, raw.len));
    raw = spoken_words(r, raw);
    for (size_t left = markup_count_quoted(raw); left > 1; left--) { /* "..." / "..." */
        size_t length = markup_quoted_length(raw);
        add_words(s, entry, str_slice(raw, 0, length));
        raw = str_slice(raw, markup_skip_between(raw, length), raw.len);
    }
    add_words(s, entry, raw);
}

static void open_branch(struct steps *s, const struct entry *entry, struct str when)
{
    end_branch(s);
    struct branch branch = {.when = markup_trim_label(markup_plain(s->reader->arena, when)), .line = entry->first + 1};
    VEC_PUSH(&s->branches, branch);
    s->branch_open = true;
    s->branch_indent = entry->indent;
    s->branch_headed = entry->kind == ENTRY_HEADING;
}

/* "Step 4 如果客户问严不严重：……": a step that is a case. */
static bool names_condition(struct str title)
{
    static const char *const ifs[] = {"如果", "如遇", "若",  "假如", "假若",  "倘若",
                                      "要是", "一旦", "If ", "if ",  "When ", NULL};
    return str_starts_any(title, ifs) && condition_opens(title);
}

/* "- 开头：……" and "- 结尾：……" among bullets that are steps, where neither stands elsewhere: first and last words. */
static bool take_greeting(struct steps *s, const struct entry *entry, struct str label, struct str words)
{
    struct reader *r = s->reader;
    struct title title = title_read(r->arena, &r->aliases, label);
    bool closing = title.kind == SECTION_CLOSING;
    struct prose *into = &r->prose[closing ? PROSE_CLOSING : PROSE_OPENING];
    if (s->style.kind != STEPS_BULLETS || entry->kind != ENTRY_ITEM || !title.exact || into->text.len > 0 ||
        (!closing && (title.kind != SECTION_OPENING || s->list.count > 0)))
        return false;
    end_step(s);
    reader_own_entry(r, entry, LINE_CONTENT);
    into->line = entry->first + 1;
    buf_add(&into->text, markup_unquote(markup_plain(r->arena, spoken_words(r, words))));
    return true;
}

/* The step's first line: its title, and perhaps the first words on the same line. */
static void begin_step(struct steps *s, size_t at)
{
    const struct entry *entry = &s->entries->items[at];
    struct str title = entry->raw, words = {0}, lead, rest, inside;
    size_t number;
    if (entry->kind != ENTRY_HEADING && markup_lead(entry->raw, &lead, &rest)) {
        size_t bracket = markup_bracket_length(rest, 0, &inside);
        bool remark = bracket > 0 && markup_trim_label(str_slice(rest, bracket, rest.len)).len == 0 &&
                      !condition_in_brackets(inside); /* **标题**（备注） */
        if (!remark) {
            title = lead;
            words = rest;
        }
    } else if (entry->kind != ENTRY_HEADING) {
        step_split(&s->style, s->entries, at, &title, &words);
    }
    if (words.len > 0 && names_speaker(s->reader, markup_trim_label(title)))
        title = (struct str){0};
    if (words.len > 0 && take_greeting(s, entry, title, words))
        return;
    struct str when = title_strip_number(markup_trim_label(markup_plain(s->reader->arena, title)), &number),
               answer = words;
    size_t said = markup_quoted_length(words);
    bool branch = words.len > 0 && names_condition(when);
    open_step(s, entry, branch ? (struct str){0} : when);
    reader_own_entry(s->reader, entry, LINE_CONTENT);
    if (!branch) /* "**January.** Only if he raises it: ..." */
        branch = condition_opens(words) && condition_split(words, false, &when, &answer);
    if (!branch && said > 0 && condition_split(str_slice(words, said, words.len), false, &when, &answer)) {
        add_utterance(s, entry, str_slice(words, 0, said)); /* “It is £38.” Should she object: “…” */
        branch = true;
    }
    if (branch)
        open_branch(s, entry, when), words = answer;
    if (words.len > 0)
        add_utterance(s, entry, words);
    if (branch)
        end_branch(s);
}

/* "客户：太贵了" in a sample dialogue: what the caller says next is an answer to that, unless it is a mere yes. */
static bool customers_line(struct steps *s, const struct entry *entry, struct str label, struct str words)
{
    static const char *const assents[] = {"是",   "对",   "對",  "嗯",  "好", "行", "喂",    "哦", "你说",
                                          "您说", "请说", "yes", "Yes", "OK", "ok", "Hello", NULL};
    enum { ASSENT_MOST = 8 };
    struct reader *r = s->reader;
    struct title title = title_read(r->arena, &r->aliases, label);
    if (words.len == 0 || !title.half_only || title.half != HALF_CALLEE)
        return false;
    end_branch(s);
    if (str_starts_any(words, assents) && utf8_count(words) <= ASSENT_MOST) {
        reader_unread(r, entry->first, entry->end, "step-note",
                      TEXT("what the other side says in a sample dialogue", "示例对话里对方的话，不会说出口"));
        return true;
    }
    reader_own_entry(r, entry, LINE_CONTENT);
    struct buf when;
    buf_init(&when, 0);
    buf_printf(&when, "%.*s：“%.*s”", STR_FORMAT(label), STR_FORMAT(markup_unquote(words)));
    open_branch(s, entry, str_dup(r->arena, buf_str(&when)));
    buf_release(&when);
    s->branch_wants_next = true;
    return true;
}

/* Is a rule, or a tag that closes, right above? */
static bool behind_rule(const struct reader *r, const struct entry *entry)
{
    size_t i = entry->first;
    while (i > 0 && r->outline.lines[i - 1].kind == OUTLINE_BLANK)
        i--;
    return i > 0 && r->outline.lines[i - 1].kind == OUTLINE_RULE;
}

static void step_entry(struct steps *s, size_t at)
{
    struct reader *r = s->reader;
    const struct entry *entry = &s->entries->items[at];
    struct str label, rest, when, answer, raw = markup_skip_signs(entry->raw), bare = condition_behind_arrows(raw);
    bool ends = s->branch_headed ? entry->kind == ENTRY_HEADING || behind_rule(r, entry)
                                 : entry->indent <= s->branch_indent && !s->branch_wants_next;
    if (s->branch_open && ends)
        end_branch(s);
    bool labelled =
        markup_lead(bare, &label, &rest) || (markup_quoted_length(bare) == 0 && markup_label(bare, 10, &label, &rest));
    if (labelled && step_words_label(r, label)) /* "→ 话术：……" */
        raw = bare;
    if (labelled && !condition_split(raw, false, &when, &answer) && customers_line(s, entry, label, rest))
        return;
    if (labelled && rest.len > 0 && step_case_label(r, label)) {
        reader_own_entry(r, entry, LINE_CONTENT);
        open_branch(s, entry, rest);
        s->branch_wants_next = true;
        return;
    }
    if (labelled && step_note_label(r, label)) {
        reader_unread(r, entry->first, entry->end, "step-note",
                      TEXT("a note to the caller, which is not spoken", "写给拨打方看的提示，不会说出口"));
        return;
    }
    bool before_branches =
        labelled && rest.len == 0 && entry_is_label(s->entries, at) && condition_opens(s->entries->items[at + 1].raw);
    if (labelled && (before_branches || step_words_label(r, label)) && !condition_opens(raw)) {
        if (!s->branch_wants_next)
            end_branch(s);
        if (rest.len == 0) {
            reader_own_entry(r, entry, LINE_STRUCTURE);
            return;
        }
        raw = rest;
    }
    if (entry->kind == ENTRY_HEADING && !condition_opens(raw)) {
        reader_own_entry(r, entry, LINE_STRUCTURE);
        return;
    }
    reader_own_entry(r, entry, LINE_CONTENT);
    bool children = entry_has_children(s->entries, at) || entry->kind == ENTRY_HEADING;
    if (condition_split(raw, children, &when, &answer)) {
        open_branch(s, entry, when);
        if (answer.len > 0)
            add_utterance(s, entry, markup_said(answer));
        s->branch_wants_next = answer.len == 0 && !children;
        return;
    }
    add_utterance(s, entry, raw);
    if (s->branch_wants_next)
        end_branch(s);
}

/* Words and when they are said, and no more: in a case, or in their turn. */
static void settle_words(struct step_row *row)
{
    if (condition_names_other(row->when) || condition_opens(row->when)) {
        row->answer = row->words;
        row->words = (struct str){0};
    } else {
        row->title = row->when;
        row->when = (struct str){0};
    }
}

static void step_row(struct steps *s, const struct entry *entry)
{
    size_t number;
    if (entry->header) {
        reader_own_entry(s->reader, entry, LINE_STRUCTURE);
        s->columns = step_columns_of(s->reader, entry);
        return;
    }
    reader_own_entry(s->reader, entry, LINE_CONTENT);
    struct step_row row = step_row_of(&s->columns, entry);
    struct str split_when, split_answer;
    bool branch_row = s->style.kind != STEPS_ROWS && s->open;
    bool cases = condition_opens(row.title) || (entry->cell_count == 2 && s->columns.of[STEP_TITLE] == 0);
    if (branch_row && cases && row.when.len == 0 && row.words.len + row.answer.len > 0) {
        row.when = row.title;
        row.title = (struct str){0};
    }
    if (branch_row && cases && row.when.len > 0 && row.answer.len == 0) {
        row.answer = row.words;
        row.words = (struct str){0};
    }
    if (!branch_row && row.title.len + row.answer.len == 0 && s->columns.of[STEP_TITLE] == 0 && row.words.len > 0)
        settle_words(&row);
    if (!branch_row)
        open_step(s, entry, title_strip_number(markup_plain(s->reader->arena, row.title), &number));
    else if (row.title.len > 0)
        reader_unread_cell(s->reader, entry, row.title);
    end_branch(s);
    if (row.words.len > 0)
        add_utterance(s, entry, row.words);
    if (row.answer.len == 0 && condition_split(row.when, false, &split_when, &split_answer))
        row.when = split_when, row.answer = split_answer;
    if (utf8_count(row.when) > 1)
        open_branch(s, entry, row.when);
    if (row.answer.len > 0)
        add_utterance(s, entry, row.answer);
    end_branch(s);
    for (size_t i = 0; i < entry->cell_count; i++) {
        if (i >= CELLS_MOST || (row.used >> i & 1) == 0)
            reader_unread_cell(s->reader, entry, entry->cells[i]);
    }
}

void read_steps(struct reader *reader, const struct section *section)
{
    struct entries entries = entries_read(reader, section);
    struct steps s = {.reader = reader, .entries = &entries, .style = step_style_of(&entries)};
    for (size_t i = 0; i < entries.count; i++) {
        const struct entry *entry = &entries.items[i];
        if (entry->kind == ENTRY_ROW)
            step_row(&s, entry);
        else if (step_begins(&s.style, entry, s.open))
            begin_step(&s, i);
        else if (s.open)
            step_entry(&s, i);
        else if (entry->kind == ENTRY_HEADING)
            reader_own_entry(reader, entry, LINE_STRUCTURE);
        else
            reader_unread(reader, entry->first, entry->end, "remark",
                          TEXT("it stands among the steps and belongs to none", "夹在步骤中间，不属于任何一步"));
    }
    end_step(&s);
    struct caller_half *caller = &reader->scenario->caller;
    caller->steps =
        list_append(reader, caller->steps, &caller->step_count, s.list.items, s.list.count, sizeof *s.list.items);
    VEC_RELEASE(&s.list);
    VEC_RELEASE(&s.utterances);
    VEC_RELEASE(&s.conditions);
    VEC_RELEASE(&s.branches);
    VEC_RELEASE(&s.answers);
}
