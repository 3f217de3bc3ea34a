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

/* How many brackets the text leaves open; less than 0: how many it closes. */
static long balance_of(struct str text)
{
    long balance = 0;
    bool quoted = false;
    for (size_t i = 0; i < text.len; i++) {
        if (quoted && text.ptr[i] == '\\')
            i++;
        else if (text.ptr[i] == '"')
            quoted = !quoted;
        else if (!quoted)
            balance += is_bracket(text.ptr[i], "{[") - is_bracket(text.ptr[i], "}]");
    }
    return balance;
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
    return memchr(text.ptr, 0xe3, text.len) != NULL || (text.len > 2 && (unsigned char)text.ptr[0] >= 0xe3);
}

/* "a", or "1) a；2) b": what the strings of an array are in one line. */
static void add_value(struct buf *out, const struct json *value)
{
    size_t number = 0;
    if (value->kind == JSON_STRING || value->kind == JSON_NUMBER)
        buf_add(out, value->text);
    for (const struct json *item = value->kind == JSON_ARRAY ? value->first : NULL; item != NULL; item = item->next) {
        if (value->count > 1)
            buf_printf(out, "%s%zu) ", number > 0 ? "; " : "", number + 1), number++;
        buf_add(out, item->text);
    }
}

/* A value, or the members of an object, in one line: a question with its answer, a case with what is said then, or
 * labels. */
static struct str members(struct arena *arena, const struct json *object)
{
    static const char *const cases[] = {"when", "if", "condition", "case", "trigger", "条件", "触发条件", NULL},
                             *const questions[] = {"q", "question", "问", "问题", NULL},
                             *const answers[] = {"a", "answer", "答", "回答", NULL};
    struct buf text;
    buf_init(&text, 0);
    if (object->kind != JSON_OBJECT)
        add_value(&text, object);
    for (const struct json *member = object->kind == JSON_OBJECT ? object->first : NULL; member != NULL;
         member = member->next) {
        if (object->count == 2 && str_is_any(object->first->key, cases)) {
            bool han = holds_wide(member->text);
            buf_add(&text, member == object->first ? (han ? STR("如果") : STR("if ")) : STR(": "));
        } else {
            struct str key = str_is_any(member->key, questions) ? STR("Q")
                             : str_is_any(member->key, answers) ? STR("A")
                                                                : member->key;
            buf_printf(&text, "%s%.*s: ", text.len > 0 ? " " : "", STR_FORMAT(key));
        }
        add_value(&text, member);
    }
    struct str result = str_dup(arena, buf_str(&text));
    buf_release(&text);
    return result;
}

/* Makes the line what its value or its members say; false when the text is no JSON. */
static bool say(struct arena *arena, struct str text, bool open, struct outline_line *line)
{
    const struct json *value = json_parse(arena, text, NULL, 1, NULL);
    bool item = value != NULL;
    if (value == NULL) {
        char *whole = arena_printf(arena, "{%.*s%s}", (int)(text.len - open), text.ptr, open ? "null" : "");
        value = json_parse(arena, str_from(whole), NULL, 1, NULL);
    }
    if (value == NULL)
        return false;
    line->kind = item ? OUTLINE_ITEM : OUTLINE_TEXT;
    line->body = members(arena, value);
    return line->body.len > 0;
}

void json_line_read(struct json_lines *json, struct arena *arena, struct outline_line *line)
{
    struct str text = behind_brackets(json, line->body);
    const size_t depth = json->depth;
    while (text.len > 0 && text.ptr[text.len - 1] == ',')
        text = without_last(text);
    long balance = balance_of(text);
    for (; balance < 0 && text.len > 0 && is_bracket(text.ptr[text.len - 1], "}],"); text = without_last(text)) {
        if (text.ptr[text.len - 1] == ',')
            continue;
        json->depth -= json->depth > 0;
        balance++;
    }
    const bool begins = json->begins, open = balance > 0 && text.len > 1 && is_bracket(text.ptr[text.len - 1], "{[");
    if (open)
        open_bracket(json, text.ptr[text.len - 1]);
    json->begins = open ? json->begins : begins && text.len == 0;
    line->kind = OUTLINE_RULE;
    if (text.len == 0)
        return;
    line->kind = OUTLINE_TEXT;
    line->indent = depth > 0 ? 2 * (depth - 1) : 0;
    if (!say(arena, text, open, line))
        return;
    if (begins && line->kind == OUTLINE_TEXT) { /* the first member of one of several objects */
        line->kind = OUTLINE_ITEM;
        line->indent -= line->indent >= 2 ? 2 : 0;
    }
    if (line->kind == OUTLINE_ITEM) {
        line->style = MARKER_BULLET;
        line->marker = STR("-");
    }
}
