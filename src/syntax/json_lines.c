#include "syntax/json_lines.h"

#include "base/arena.h"
#include "base/buf.h"
#include "syntax/json.h"

#include <string.h>

enum { TOLD_APART = 64 }; /* brackets whose kind is kept */

static void open_bracket(struct json_lines *json, char bracket)
{
    if (json->depth < TOLD_APART) {
        const uint64_t bit = (uint64_t)1 << json->depth;
        json->begins = bracket == '{' && json->depth > 0 && (json->arrays >> (json->depth - 1) & 1) != 0;
        json->arrays = bracket == '[' ? json->arrays | bit : json->arrays & ~bit;
    }
    json->depth++;
}

static bool is_bracket(char c, const char *brackets)
{
    return c != '\0' && strchr(brackets, c) != NULL;
}

/* The next bracket behind *at that stands in no string; 0 when there is none. */
static char next_bracket(struct str text, size_t *at)
{
    bool quoted = false;
    while (*at < text.len) {
        const char c = text.ptr[(*at)++];
        if (quoted && c == '\\')
            (*at)++;
        else if (c == '"')
            quoted = !quoted;
        else if (!quoted && is_bracket(c, "{[}]"))
            return c;
    }
    return '\0';
}

/* How many brackets the text leaves open; less than 0: how many it closes. */
static long balance_of(struct str text)
{
    long balance = 0;
    char bracket;
    for (size_t at = 0; (bracket = next_bracket(text, &at)) != '\0';)
        balance += is_bracket(bracket, "{[") ? 1 : -1;
    return balance;
}

static void follow_brackets(struct json_lines *json, struct str text)
{
    char bracket;
    for (size_t at = 0; (bracket = next_bracket(text, &at)) != '\0';) {
        if (is_bracket(bracket, "{["))
            open_bracket(json, bracket);
        else
            json->depth -= json->depth > 0;
    }
}

/* The text as an object's members, with what closes its brackets; empty when too many are open. */
static struct str closed(struct arena *arena, struct str text)
{
    enum { DEEPEST = 16 };
    char closers[DEEPEST + 1] = {0}, bracket;
    size_t first = DEEPEST;
    for (size_t at = 0; (bracket = next_bracket(text, &at)) != '\0';) {
        if (!is_bracket(bracket, "{["))
            first += first < DEEPEST;
        else if (first == 0)
            return (struct str){0};
        else
            closers[--first] = bracket == '{' ? '}' : ']';
    }
    return str_from(arena_printf(arena, "{%.*s%s}", STR_FORMAT(text), closers + first));
}

static struct str without_last(struct str text)
{
    return str_trim(str_slice(text, 0, text.len - 1));
}

/* Without the brackets and commas in front, which are counted. */
static struct str behind_brackets(struct json_lines *json, struct str text)
{
    long balance = balance_of(text);
    while (text.len > 0) {
        char first = text.ptr[0];
        if (is_bracket(first, "}]"))
            json->depth -= json->depth > 0, balance++;
        else if (is_bracket(first, "{[") && balance > 0)
            open_bracket(json, first), balance--;
        else if (first != ',')
            break;
        text = str_trim(str_slice(text, 1, text.len));
    }
    return text;
}

static bool holds_wide(struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((text.ptr[i] & 0x80) != 0)
            return true;
    return false;
}

static void add_members(struct buf *out, const struct json *object, const char *between);

/* "a", or "1) a；2) b": what the strings of an array are in one line. */
static void add_value(struct buf *out, const struct json *value)
{
    size_t number = 0;
    if (value->kind == JSON_STRING || value->kind == JSON_NUMBER)
        buf_add(out, value->text);
    if (value->kind == JSON_OBJECT)
        add_members(out, value, "；");
    for (const struct json *item = value->kind == JSON_ARRAY ? value->first : NULL; item != NULL; item = item->next) {
        if (value->count > 1)
            buf_printf(out, "%s%zu) ", number > 0 ? "; " : "", number + 1), number++;
        add_value(out, item);
    }
}

/* "如果 …: …", where the value does not say so itself. */
static void add_case(struct buf *out, struct str when)
{
    static const char *const openers[] = {"如", "若", "当", "當", "要是", "一旦", "If", "if", "When", "when", NULL};
    buf_add_cstring(out, str_starts_any(when, openers) ? "" : holds_wide(when) ? "如果" : "if ");
}

/* The members of an object in one line: a question with its answer, a case with what is said then, a title with its
 * words, or labels. */
static void add_members(struct buf *out, const struct json *object, const char *between)
{
    static const char *const cases[] = {"when", "if", "condition", "case", "trigger", "条件", "触发条件", NULL},
                             *const titles[] = {"title", "name", "step", "标题", "名称", "步骤", NULL},
                             *const words[] = {"say",    "line", "text", "words", "utterance",
                                               "script", "话术", "说",   NULL},
                             *const questions[] = {"q", "question", "问", "问题", NULL},
                             *const answers[] = {"a", "answer", "答", "回答", NULL};
    const struct json *first = object->first;
    const bool pair = object->count == 2 && first->kind == JSON_STRING, is_case = pair && str_is_any(first->key, cases),
               is_step = pair && str_is_any(first->key, titles) && str_is_any(first->next->key, words);
    for (const struct json *member = first; member != NULL; member = member->next) {
        struct str key = str_is_any(member->key, questions) ? STR("Q")
                         : str_is_any(member->key, answers) ? STR("A")
                                                            : member->key;
        if (is_case && member == first)
            add_case(out, member->text);
        else if (is_case)
            buf_add_cstring(out, ": ");
        else if (is_step)
            buf_add_cstring(out, member == first ? "**" : "** ");
        else
            buf_printf(out, "%s%.*s: ", member == first ? "" : between, STR_FORMAT(key));
        add_value(out, member);
    }
}

/* What a value, or an object's members, are in one line. */
static struct str line_of(struct arena *arena, const struct json *value)
{
    struct buf text;
    buf_init(&text, 0);
    if (value->kind == JSON_OBJECT)
        add_members(&text, value, " ");
    else
        add_value(&text, value);
    struct str result = str_dup(arena, buf_str(&text));
    buf_release(&text);
    return result;
}

/* Makes the line what its value or its members say; false when the text is no JSON. */
static bool say(struct arena *arena, struct str text, struct outline_line *line)
{
    const struct json *value = json_parse(arena, text, NULL, 1, NULL);
    line->kind = value != NULL ? OUTLINE_ITEM : OUTLINE_TEXT;
    if (value == NULL)
        value = json_parse(arena, closed(arena, text), NULL, 1, NULL);
    struct str said = value != NULL ? line_of(arena, value) : (struct str){0};
    line->body = said.len > 0 ? said : line->body;
    return said.len > 0;
}

void json_line_read(struct json_lines *json, struct arena *arena, struct outline_line *line)
{
    struct str text = behind_brackets(json, line->body);
    const size_t depth = json->depth;
    const bool begins = json->begins;
    follow_brackets(json, text);
    while (text.len > 0 && text.ptr[text.len - 1] == ',')
        text = without_last(text);
    long balance = balance_of(text);
    for (; balance < 0 && text.len > 0 && is_bracket(text.ptr[text.len - 1], "}],"); text = without_last(text))
        balance += text.ptr[text.len - 1] != ',';
    const bool open = balance > 0 && text.len > 1 && is_bracket(text.ptr[text.len - 1], "{[");
    json->begins = open ? json->begins : begins && text.len == 0;
    line->kind = text.len == 0 ? OUTLINE_RULE : OUTLINE_TEXT;
    if (text.len == 0)
        return;
    line->indent = depth > 0 ? 2 * (depth - 1) : 0;
    if (!say(arena, text, line)) {
        line->kind = OUTLINE_TEXT;
        return;
    }
    if (begins && line->kind == OUTLINE_TEXT) { /* the first member of one of several objects */
        line->kind = OUTLINE_ITEM;
        line->indent -= line->indent >= 2 ? 2 : 0;
    }
    if (line->kind == OUTLINE_ITEM) {
        line->style = MARKER_BULLET;
        line->marker = STR("-");
    }
}
