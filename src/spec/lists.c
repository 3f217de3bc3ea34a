/* The sections that are prose or lists: role, task, profile, background, behaviours, opening, closing, end conditions.
 */
#include "base/arena.h"
#include "base/buf.h"
#include "base/language.h"
#include "spec/cuts.h"
#include "spec/markup.h"
#include "spec/polarity.h"
#include "spec/step_row.h"
#include "spec/step_style.h"
#include "text/normalise.h"
#include "text/sentence.h"
#include "text/utf8.h"

#include <stdint.h>
#include <string.h>

/* "**Later**", "**Later** (if it comes up)" */
static bool bold_alone(struct str raw)
{
    struct str lead, rest, inside;
    return markup_lead(raw, &lead, &rest) && (rest.len == 0 || markup_bracket_length(rest, 0, &inside) == rest.len);
}

bool entry_is_label(const struct entries *entries, size_t at)
{
    const struct entry *entry = &entries->items[at];
    bool followed =
        at + 1 < entries->count && (entries->items[at + 1].kind == ENTRY_ITEM ||
                                    entries->items[at + 1].kind == ENTRY_ROW || entry_has_children(entries, at));
    if (entry->kind == ENTRY_HEADING || entry->lead)
        return true;
    if (entry->kind == ENTRY_ROW || !followed || (entry->kind == ENTRY_ITEM && !entry_has_children(entries, at)))
        return false;
    return text_announces(entry->raw) || bold_alone(entry->raw);
}

/* A label is structure; a long one is a remark that no field takes. */
void reader_own_label(struct reader *reader, const struct entry *entry)
{
    if (entry->kind != ENTRY_HEADING && entry->kind != ENTRY_ROW &&
        utf8_count(markup_trim_label(entry->raw)) > ANNOUNCES_MOST)
        reader_unread(reader, entry->first, entry->end, "remark",
                      TEXT("a remark that no field takes", "一句说明，没有归入任何部分"));
    else
        reader_own_entry(reader, entry, LINE_STRUCTURE);
}

/* Takes an entry that only announces others, or names their columns; false when it is neither. */
static bool take_label(struct reader *reader, const struct entries *entries, size_t at)
{
    const struct entry *entry = &entries->items[at];
    if (!entry_is_label(entries, at) && !entry_is_plain_header(entry))
        return false;
    reader_own_label(reader, entry);
    return true;
}

/* Header cells that only name the columns. */
bool entry_is_plain_header(const struct entry *entry)
{
    static const char *const names[] = {
        "项目",  "項目", "字段",   "欄位",    "栏位",      "属性",        "屬性", "内容",     "內容",      "说明",
        "說明",  "描述", "序号",   "序號",    "编号",      "編號",        "信息", "資訊",     "资料",      "要点",
        "条件",  "條件", "行为",   "行為",    "表现",      "表現",        "类别", "類別",     "类型",      "維度",
        "维度",  "场景", "場景",   "情形",    "情况",      "#",           "no",   "no.",      "field",     "value",
        "item",  "text", "detail", "details", "attribute", "description", "key",  "behavior", "behaviour", "condition",
        "notes", "note", "what",   "type",    "trait",     "number",      "值",   "具体内容", "详情"};
    size_t known = 0;
    for (size_t i = 0; i < entry->cell_count; i++) {
        struct str cell = entry->cells[i];
        bool found = cell.len == 0;
        for (size_t k = 0; k < sizeof names / sizeof *names && !found; k++)
            found = cell.len == strlen(names[k]) && str_starts_folded(cell, str_from(names[k]));
        known += found;
    }
    return entry->header && known == entry->cell_count;
}

bool entry_heads_columns(const struct entry *entry)
{
    static const char *const numbers[] = {"#",      "no",   "no.",  "No",   "No.",  "number",
                                          "Number", "序号", "序號", "编号", "編號", NULL};
    enum { NAME_MOST = 6, LATIN_MOST = 16 };
    if (entry->header && str_is_any(entry->cells[0], numbers))
        return true;
    for (size_t i = 0; i < entry->cell_count; i++) {
        size_t signs = utf8_count(entry->cells[i]);
        if (signs > (signs == entry->cells[i].len ? LATIN_MOST : NAME_MOST))
            return false;
        for (size_t k = 0; k < entry->cells[i].len; k++) {
            if (ascii_digit(entry->cells[i].ptr[k]))
                return false;
        }
    }
    return entry->header;
}

static void add_prose(struct prose *p, size_t line, struct str text, bool newline)
{
    if (text.len == 0)
        return;
    if (p->line == 0)
        p->line = line + 1;
    if (!newline) {
        markup_add(&p->text, text);
        return;
    }
    if (p->text.len > 0)
        buf_add_byte(&p->text, '\n');
    buf_add(&p->text, text);
}

void read_prose(struct reader *reader, const struct section *section, struct prose *into)
{
    struct entries entries = entries_read(reader, section);
    for (size_t i = 0; i < entries.count; i++) {
        const struct entry *entry = &entries.items[i];
        if (entry->kind == ENTRY_HEADING || entry_is_plain_header(entry)) {
            reader_own_entry(reader, entry, LINE_STRUCTURE);
            continue;
        }
        reader_own_entry(reader, entry, LINE_CONTENT);
        add_prose(into, entry->first, markup_plain(reader->arena, entry_text(reader, entry)), true);
    }
}

/* "坐席：", "话术：" before spoken words. */
struct str spoken_words(struct reader *reader, struct str raw)
{
    struct str label, rest;
    if (markup_quoted_length(raw) == 0 && (markup_lead(raw, &label, &rest) || markup_label(raw, 10, &label, &rest)) &&
        rest.len > 0) {
        struct title title = title_read(reader->arena, &reader->aliases, label);
        bool speaker = title.half_only || names_speaker(reader, label) ||
                       (title.exact && (title.kind == SECTION_STEPS || title.kind == SECTION_OPENING ||
                                        title.kind == SECTION_CLOSING));
        if (speaker || markup_quoted_length(rest) == rest.len)
            return rest;
    }
    return raw;
}

/* The column of what is said in a table's header, plus 1: "场景 | 话术", "when | closing words"; 0 when none is. */
static size_t spoken_column(struct reader *reader, const struct entry *header)
{
    for (size_t i = 0; entry_heads_columns(header) && i < header->cell_count; i++) {
        struct title title = title_read(reader->arena, &reader->aliases, header->cells[i]);
        if (title.kind == SECTION_OPENING || title.kind == SECTION_CLOSING)
            return i + 1;
    }
    return entry_heads_columns(header) ? step_columns_of(reader, header).of[STEP_WORDS] : 0;
}

static void add_spoken(struct reader *reader, const struct entry *entry, struct str words, struct prose *into)
{
    struct str text = markup_plain(reader->arena, spoken_words(reader, words));
    add_prose(into, entry->first, markup_unquote(text), false);
}

void read_spoken(struct reader *reader, const struct section *section, struct prose *into)
{
    struct entries entries = entries_read(reader, section);
    size_t column = 0;
    for (size_t i = 0; i < entries.count; i++) {
        const struct entry *entry = &entries.items[i];
        column = entry->header ? spoken_column(reader, entry) : column;
        if (!(entry->header && column > 0) && take_label(reader, &entries, i))
            continue;
        reader_own_entry(reader, entry, entry->header && column > 0 ? LINE_STRUCTURE : LINE_CONTENT);
        bool cells = entry->kind == ENTRY_ROW && column > 0;
        for (size_t k = 0; cells && !entry->header && k < entry->cell_count; k++) {
            if (k + 1 == column)
                add_spoken(reader, entry, entry->cells[k], into);
            else
                reader_unread_cell(reader, entry, entry->cells[k]);
        }
        if (!cells)
            add_spoken(reader, entry, entry_text(reader, entry), into);
    }
}

bool names_duties(struct str key, bool whole)
{
    static const char *const exact[] = {"do", "dos", "要", NULL};
    static const char *const words[] = {"必须", "务必", "一定", "必做", "must", "always", NULL};
    return str_is_any(key, exact) || (whole ? str_is_any(key, words) : str_holds_any(key, words));
}

/* "禁止行为", "必须：", "Don't": a title that its items need to mean what they mean; empty when they do not. */
static struct str polarity_of(struct reader *reader, struct str title)
{
    struct str text = markup_trim_label(markup_plain(reader->arena, title));
    struct title read = title_read(reader->arena, &reader->aliases, text);
    bool must = names_duties(title_key(reader->arena, read.text), false);
    return must != (read.sub == SECTION_NEGATIVE) ? read.text : (struct str){0};
}

/* "不会……", "Never ...": an item that says by itself that it is not done. */
static bool denies(struct str text)
{
    static const char *const words[] = {"不",     "别",     "勿",     "绝不",     "從不", "从不", "没",  "never ",
                                        "Never ", "don't ", "Don't ", "doesn't ", "not ", "Not ", "No ", NULL};
    return str_starts_any(text, words);
}

static struct line_text with_polarity(struct reader *reader, struct str polarity, struct line_text text)
{
    if (polarity.len > 0 && !denies(text.text))
        text.text = str_from(arena_printf(reader->arena, "%.*s%s%.*s", STR_FORMAT(polarity),
                                          (polarity.ptr[0] & 0x80) != 0 ? "：" : ": ", STR_FORMAT(text.text)));
    return text;
}

/* Which of a table's two columns holds what is not done, plus 1: "He does | He does not"; 0 when it is another table.
 */
static size_t column_not_done(struct reader *reader, const struct entry *header)
{
    enum { NAME_MOST = 16 };
    size_t column = 0, count = 0;
    for (size_t i = 0; header->cell_count == 2 && i < 2; i++) {
        const struct title title = title_read(reader->arena, &reader->aliases, header->cells[i]);
        const bool negative =
            title.sub == SECTION_NEGATIVE || polarity_of_text(reader->arena, header->cells[i]).kind == SECTION_NEGATIVE;
        if (utf8_count(header->cells[i]) > NAME_MOST)
            return 0;
        column = negative ? i + 1 : column;
        count += negative;
    }
    return count == 1 ? column : 0;
}

/* One behaviour a cell. */
static void add_cells(struct reader *reader, const struct entry *row, struct str not_done, size_t column,
                      struct line_text_list *list)
{
    for (size_t i = 0; i < row->cell_count; i++) {
        struct line_text text = reader_text(reader, row, row->cells[i]);
        if (text.text.len > 0)
            VEC_PUSH(list, with_polarity(reader, i + 1 == column ? not_done : (struct str){0}, text));
    }
}

void read_list(struct reader *reader, const struct section *section, struct line_texts *into)
{
    struct entries entries = entries_read(reader, section);
    struct line_text_list list = {0};
    bool behaviours = section->kind == SECTION_BEHAVIOURS;
    struct str polarity = behaviours ? polarity_of(reader, section->title) : (struct str){0};
    struct str not_done = {0}; /* the header of the column of what is not done */
    size_t column = 0;
    size_t open = 0;                 /* paragraphs in a row that were added to the last item */
    const struct entry *item = NULL; /* the last one, while only paragraphs followed it */
    bool endings = section->kind == SECTION_END_CONDITIONS || section->kind == SECTION_ENDING,
         words = endings || behaviours;
    if ((behaviours && cut_sentences(reader, &entries, &list)) || (words && cut_semicolons(reader, &entries, &list)) ||
        (endings && cut_alternatives(reader, &entries, &list)))
        entries.count = 0;
    for (size_t i = 0; i < entries.count; i++) {
        const struct entry *entry = &entries.items[i];
        if (entry->header && behaviours && (column = column_not_done(reader, entry)) > 0) {
            not_done = entry->cells[column - 1];
            reader_own_entry(reader, entry, LINE_STRUCTURE);
            continue;
        }
        if (entry_is_label(&entries, i) || entry_is_plain_header(entry) ||
            (section->kind != SECTION_PROFILE && entry_heads_columns(entry))) {
            reader_own_label(reader, entry);
            polarity = behaviours ? polarity_of(reader, entry->raw) : polarity;
            continue;
        }
        reader_own_entry(reader, entry, LINE_CONTENT);
        if (cut_inline(reader, entry, words, &list))
            continue;
        if (entry->kind == ENTRY_ROW && column > 0) {
            add_cells(reader, entry, not_done, column, &list);
            continue;
        }
        struct line_text text = with_polarity(reader, polarity, reader_text(reader, entry, entry_text(reader, entry)));
        bool deeper = entry->kind == ENTRY_TEXT && item != NULL && entry->indent > item->indent;
        open = list.count > 0 && open < 64 && deeper ? open + 1 : 0;
        item = entry->kind == ENTRY_ITEM ? entry : entry->kind == ENTRY_TEXT ? item : NULL;
        if (open > 0) {
            struct line_text *last = &list.items[list.count - 1];
            last->text = markup_join(reader->arena, last->text, text.text);
            last->last_line = text.last_line;
        } else {
            VEC_PUSH(&list, text);
        }
    }
    texts_append(reader, into, list.items, list.count);
    VEC_RELEASE(&list);
}

void read_end_conditions(struct reader *reader, const struct section *section, struct line_texts *into)
{
    size_t before = into->count;
    read_list(reader, section, into);
    for (size_t i = before; i < into->count; i++)
        into->items[i].text = without_or(markup_unquote(into->items[i].text));
}

static bool says_goodbye(struct reader *reader, struct str text)
{
    return sentence_says_goodbye(normalise_text(reader->arena, text));
}

/* The caller's endings: items are conditions, paragraphs behind them closing words. */
void read_ending(struct reader *reader, const struct section *section)
{
    struct entries entries = entries_read(reader, section);
    struct caller_half *caller = &reader->scenario->caller;
    struct line_text_list conditions = {0};
    size_t column = 0;
    bool items = false, ending = section->kind == SECTION_ENDING; /* "收尾：……您忙。" */
    bool said = ending && entries.count == 1 &&
                (says_goodbye(reader, entries.items->raw) || speaks_to_other(entries.items->raw));
    if (!said && (cut_semicolons(reader, &entries, &conditions) || cut_alternatives(reader, &entries, &conditions)))
        entries.count = 0;
    for (size_t i = 0; i < entries.count; i++)
        items = items || entries.items[i].kind == ENTRY_ITEM || entries.items[i].kind == ENTRY_ROW;
    for (size_t i = 0; i < entries.count; i++) {
        const struct entry *entry = &entries.items[i];
        if (entry->header)
            column = spoken_column(reader, entry);
        if (entry->header && column > 0)
            reader_own_entry(reader, entry, LINE_STRUCTURE);
        if ((entry->header && column > 0) || take_label(reader, &entries, i))
            continue;
        reader_own_entry(reader, entry, LINE_CONTENT);
        if (entry->kind == ENTRY_ROW && column > 0 && column <= entry->cell_count) {
            add_spoken(reader, entry, entry->cells[column - 1], &reader->prose[PROSE_CLOSING]);
            entry->cells[column - 1] = (struct str){0};
        }
        bool quoted = markup_quoted_length(entry->raw) == entry->raw.len;
        if (entry->kind == ENTRY_TEXT && entry->indent < 2 &&
            (quoted || (items ? i > 0 : says_goodbye(reader, entry->raw) || (ending && speaks_to_other(entry->raw))))) {
            struct str words = markup_plain(reader->arena, spoken_words(reader, entry->raw));
            add_prose(&reader->prose[PROSE_CLOSING], entry->first, markup_unquote(words), false);
        } else if (!cut_inline(reader, entry, true, &conditions)) {
            struct line_text text = reader_text(reader, entry, entry_text(reader, entry));
            VEC_PUSH(&conditions, text);
        }
    }
    for (size_t i = 0; i < conditions.count; i++)
        conditions.items[i].text = without_or(conditions.items[i].text);
    texts_append(reader, &caller->end_conditions, conditions.items, conditions.count);
    VEC_RELEASE(&conditions);
}
