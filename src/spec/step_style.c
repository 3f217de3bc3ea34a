#include "spec/step_style.h"

#include "spec/condition.h"
#include "spec/markup.h"
#include "text/utf8.h"

#include <stdint.h>

static bool bold_line(struct str raw)
{
    struct str lead, rest;
    return markup_lead(raw, &lead, &rest) && rest.len == 0;
}

struct str behind_emphasis(struct str text)
{
    while (text.len > 0 && (text.ptr[0] == '*' || text.ptr[0] == '_'))
        text = str_slice(text, 1, text.len);
    return text;
}

bool step_line(const struct entry *entry)
{
    struct str lead, rest;
    size_t number;
    if (entry->kind != ENTRY_TEXT && entry->kind != ENTRY_ITEM)
        return false;
    struct str text = markup_lead(entry->raw, &lead, &rest) ? lead : behind_emphasis(entry->raw);
    if (str_starts(text, STR("【")) && markup_bracket_length(text, 0, &rest) == text.len)
        return true;
    static const char *const heads[] = {"步骤", "步驟", "第",   "Step",  "STEP",  "step", "阶段",
                                        "階段", "环节", "環節", "Stage", "Phase", NULL};
    return str_starts(text, STR("第一句：")) ||
           (str_starts_any(text, heads) && title_strip_number(text, &number).len < text.len && number > 0);
}

bool speaks_to_other(struct str text)
{
    static const char *const words[] = {"您", "你", " you", "You", NULL};
    return str_holds_any(text, words);
}

/* Talk begins anew: a Latin line that goes on with the one above begins with a small letter. */
static bool begins_talk(struct str text)
{
    bool latin = text.len > 0 && ascii_letter(text.ptr[0]);
    return (speaks_to_other(text) || (markup_ending(text) & (ENDS_STOP | ENDS_QUESTION)) != 0) &&
           (!latin || text.ptr[0] <= 'Z');
}

bool step_name_above(const struct entry *name, struct str next)
{
    enum { SIGNS = 12, LATIN = 2 };
    static const char *const talk[] = {"了", "吗", "嗎", "呢", "吧", "啊", "哦", "呀", NULL};
    static const char *const pauses[] = {"，", ",", "。", "我", " I ", "I'", "Hello", NULL};
    size_t number;
    struct str inside = {0}, text = title_strip_number(behind_emphasis(name->raw), &number);
    if (name->end != name->first + 1 || (name->number == 0 && !step_line(name)) || !begins_talk(next))
        return false;
    if (markup_bracket_length(text, 0, &inside) == text.len)
        text = inside;
    return text.len > 0 && markup_signs(text, LATIN) <= SIGNS && markup_ending(text) == 0 && !speaks_to_other(text) &&
           !str_ends_any(text, talk) && !str_holds_any(text, pauses);
}

bool step_note_label(struct reader *reader, struct str label)
{
    static const char *const names[] = {"目的",     "目标",     "要点", "注意",      "注意事项", "提示",   "说明",
                                        "动作",     "操作",     "备注", "策略",      "语气",     "关键点", "重点",
                                        "时长",     "技巧",     "预期", "goal",      "purpose",  "note",   "notes",
                                        "tip",      "tips",     "aim",  "objective", "tone",     "action", "key points",
                                        "duration", "expected", NULL};
    return str_is_any(title_key(reader->arena, label), names);
}

bool step_case_label(struct reader *reader, struct str label)
{
    static const char *const names[] = {"when", "if", "condition", "case", "trigger", "条件", "触发", "触发条件", NULL};
    return str_is_any(title_key(reader->arena, label), names);
}

bool step_words_label(struct reader *reader, struct str label)
{
    static const char *const names[] = {"话术",      "话术示例", "参考话术", "台词",     "说法",  "说",       "示例",
                                        "标准话术",  "主话术",   "say",      "line",     "lines", "script",   "words",
                                        "utterance", "分支",     "条件分支", "分支话术", "应对",  "branches", "branch",
                                        "if needed", "reply",    "answer",   "response", "text",  "then",     NULL};
    return str_is_any(title_key(reader->arena, label), names);
}

/* Numbered items that count on across the headings are the steps, and the headings only group them. */
static bool numbers_run_on(const struct entries *entries, size_t headings)
{
    size_t next = 1, count = 0;
    for (size_t i = 0; i < entries->count; i++) {
        const struct entry *entry = &entries->items[i];
        if (entry->kind != ENTRY_ITEM || entry->number == 0 || entry->indent > 1)
            continue;
        if (entry->number != next)
            return false;
        next++;
        count++;
    }
    return count > headings;
}

struct step_style step_style_of(const struct entries *entries)
{
    size_t headings = 0, lines = 0, bold = 0, numbered = 0, rows = 0;
    unsigned level = 7;
    size_t indent = SIZE_MAX, bullet_indent = SIZE_MAX;
    for (size_t i = 0; i < entries->count; i++) {
        const struct entry *entry = &entries->items[i];
        headings += entry->kind == ENTRY_HEADING;
        rows += entry->kind == ENTRY_ROW;
        lines += step_line(entry);
        bold += entry->kind == ENTRY_TEXT && bold_line(entry->raw);
        if (entry->kind == ENTRY_HEADING && entry->level < level)
            level = entry->level;
        if (entry->kind == ENTRY_ITEM && entry->number > 0 && entry->style != MARKER_LETTER) {
            numbered++;
            indent = entry->indent < indent ? entry->indent : indent;
        } else if (entry->kind == ENTRY_ITEM) {
            bullet_indent = entry->indent < bullet_indent ? entry->indent : bullet_indent;
        }
    }
    struct step_style style = {.indent = indent, .level = level};
    if (headings > 0 && !numbers_run_on(entries, headings))
        style.kind = STEPS_HEADINGS;
    else if (lines > 0 && lines + 1 >= numbered)
        style.kind = STEPS_LINES;
    else if (numbered > 0 && (indent <= bullet_indent || bold == 0))
        style.kind = STEPS_NUMBERED;
    else if (bold > 0)
        style.kind = STEPS_LINES;
    else if (rows > 1)
        style.kind = STEPS_ROWS;
    else
        style.kind = STEPS_BULLETS;
    if (style.kind == STEPS_BULLETS)
        style.indent = bullet_indent;
    return style;
}

bool step_begins(const struct step_style *style, const struct entry *entry, bool open)
{
    switch (style->kind) {
    case STEPS_HEADINGS:
        return entry->kind == ENTRY_HEADING && entry->level == style->level;
    case STEPS_LINES:
        return step_line(entry) || (entry->kind == ENTRY_TEXT && entry->indent < 2 && bold_line(entry->raw));
    case STEPS_NUMBERED:
        return entry->kind == ENTRY_ITEM && entry->number > 0 && entry->style != MARKER_LETTER &&
               entry->indent <= style->indent + 1;
    case STEPS_BULLETS:
        return (entry->kind == ENTRY_ITEM && entry->indent <= style->indent &&
                !(open && condition_opens(entry->raw))) ||
               (entry->kind == ENTRY_TEXT && style->indent == SIZE_MAX && entry->indent < 2 &&
                !condition_opens(entry->raw));
    case STEPS_ROWS:
        break;
    }
    return false;
}

/* "(ii) Says what is wanted." above the words in quotation marks: what the caller does, not what is said. */
static bool says_below(const struct entries *entries, size_t at, struct str text)
{
    if (at + 1 >= entries->count || markup_quoted_length(text) > 0 || speaks_to_other(text))
        return false;
    const struct entry *next = &entries->items[at + 1];
    if (next->kind == ENTRY_TEXT && next->first == next[-1].end && step_name_above(next - 1, next->raw))
        return true;
    return next->kind == ENTRY_TEXT && markup_quoted_length(next->raw) > 0 &&
           markup_quoted_length(next->raw) == next->raw.len;
}

/* Where the quoted text begins that ends the line, not at its start; STR_NONE when none does. */
static size_t quote_at_end(struct str text)
{
    enum { FAR = 120 };
    for (size_t at = 0; at < text.len && at <= FAR; utf8_next(text, &at))
        if (markup_count_quoted(str_slice(text, at, text.len)) > 0)
            return at > 0 ? at : STR_NONE;
    return STR_NONE;
}

/* She explains the money. “It is £38.” Should he object, she says: “…”: where what is said begins, if a case is told
 * behind it; STR_NONE when it is otherwise. */
static size_t quote_before_case(struct str text)
{
    enum { FAR = 200 };
    size_t at = 0, length = 0;
    while (at < text.len && at <= FAR &&
           (length = text.ptr[at] == '\'' ? 0 : markup_quoted_length(str_slice(text, at, text.len))) == 0)
        utf8_next(text, &at);
    return length > 0 && condition_opens(str_slice(text, at + length, text.len)) ? at : STR_NONE;
}

void step_split(const struct step_style *style, const struct entries *entries, size_t at, struct str *title,
                struct str *words)
{
    const struct entry *entry = &entries->items[at];
    struct str lead, rest, text = entry->raw;
    size_t number;
    bool named = step_line(entry), children = entry_has_children(entries, at);
    if (named)
        text = title_strip_number(behind_emphasis(text), &number);
    static const char *const names[] = {"title", "name", "标题", "名称", "步骤名称", NULL};
    if (markup_label(text, 12, &lead, &rest) && str_is_any(lead, names) && rest.len > 0) {
        *title = rest;
        return;
    }
    size_t quote = quote_before_case(text);
    quote = quote == STR_NONE ? quote_at_end(text) : quote;
    *title = text;
    if (says_below(entries, at, text))
        return;
    if (quote != STR_NONE) {
        *title = str_slice(text, 0, quote);
        *words = str_slice(text, quote, text.len);
    } else if (markup_label(text, 24, &lead, &rest) && rest.len > 0 &&
               (named || !children || (markup_ending(rest) & (ENDS_STOP | ENDS_QUESTION | ENDS_QUOTE)))) {
        *title = lead;
        *words = rest;
    } else if ((!children && !named && style->kind != STEPS_LINES) ||
               ((!children || speaks_to_other(text) || condition_opens(entry[1].raw)) &&
                (markup_ending(text) & (ENDS_STOP | ENDS_QUESTION)) != 0) || /* 第一步：您好。 */
               (text.len > 0 && markup_quoted_length(text) == text.len)) {
        *title = (struct str){0};
        *words = text;
    }
}
