#include "syntax/tag.h"

#include "base/arena.h"

struct tag {
    struct str name, attributes;
    size_t length; /* bytes, with its brackets */
    bool closes;
};

/* The tag at the start of the text; false when there is none. */
static bool tag_at(struct str text, struct tag *tag)
{
    enum { NAME_MOST = 40, TAG_MOST = 300 };
    if (text.len < 3 || text.ptr[0] != '<')
        return false;
    tag->closes = text.ptr[1] == '/';
    size_t from = tag->closes ? 2 : 1, at = from;
    for (; at < text.len && at - from < NAME_MOST; at++) {
        char c = text.ptr[at];
        bool part = at > from && (ascii_digit(c) || c == '_' || c == '-');
        if (!ascii_letter(c) && !(c & 0x80) && !part)
            break;
    }
    tag->name = str_slice(text, from, at);
    size_t behind = at;
    char quote = 0;
    for (; at < text.len && at < TAG_MOST && (quote != 0 || text.ptr[at] != '>'); at++) {
        if (quote != 0 ? text.ptr[at] == quote : text.ptr[at] == '"' || text.ptr[at] == '\'')
            quote = quote != 0 ? 0 : text.ptr[at];
    }
    tag->attributes = str_trim(str_slice(text, behind, at));
    tag->length = at + 1;
    bool apart = at == behind || text.ptr[behind] == ' ';
    return tag->name.len > 0 && at < text.len && text.ptr[at] == '>' && apart &&
           (tag->attributes.len == 0 || (!tag->closes && str_find_byte(tag->attributes, '=') != STR_NONE));
}

/* The value of the first attribute with one of these names; empty when there is none. */
static struct str value_of(struct str attributes, const char *const *names)
{
    for (size_t at = 0; at < attributes.len;) {
        struct str rest = str_trim(str_slice(attributes, at, attributes.len));
        size_t equals = str_find_byte(rest, '=');
        if (equals == STR_NONE || equals + 1 >= rest.len)
            break;
        char quote = rest.ptr[equals + 1];
        size_t from = equals + 2, length = str_find_byte(str_slice(rest, from, rest.len), quote);
        if ((quote != '"' && quote != '\'') || length == STR_NONE)
            break;
        if (str_is_any(str_trim(str_slice(rest, 0, equals)), names))
            return str_trim(str_slice(rest, from, from + length));
        at = (size_t)(rest.ptr - attributes.ptr) + from + length + 1;
    }
    return (struct str){0};
}

/* What a tag says as a title: what its attributes call it, the case that it stands for, or its name. */
static struct str title_of(const struct tag *tag, struct arena *arena)
{
    static const char *const titles[] = {"title", "name", "label", "标题", "名称", NULL},
                             *const cases[] = {"condition", "when", "if", "case", "条件", NULL},
                             *const kinds[] = {"level", "type", "kind", "priority", "category", "级别", "类型", NULL};
    struct str title = value_of(tag->attributes, titles), condition = value_of(tag->attributes, cases),
               kind = value_of(tag->attributes, kinds);
    if (condition.len > 0)
        return str_from(
            arena_printf(arena, "%s%.*s", (condition.ptr[0] & 0x80) != 0 ? "如果" : "if ", STR_FORMAT(condition)));
    if (title.len > 0)
        return title;
    return kind.len > 0 ? str_from(arena_printf(arena, "%.*s (%.*s)", STR_FORMAT(tag->name), STR_FORMAT(kind)))
                        : tag->name;
}

static bool only_sets_text(struct str name)
{
    static const char *const names[] = {
        "br", "p",  "hr",  "div", "center", "b",  "i",  "u",     "em",  "strong", "span",  "font", "s",   "code", "li",
        "ul", "ol", "sub", "sup", "td",     "tr", "th", "table", "img", "mark",   "small", "del",  "ins", "kbd",  NULL};
    return str_is_any(name, names);
}

/* <details>, and <summary>title</summary> behind it or on a line of its own: what a page folds away, and its title. */
static bool read_fold(struct outline_line *line, struct arena *arena)
{
    struct str body = line->body, close = STR("</summary>"), open = STR("<summary>");
    struct tag tag;
    if (tag_at(body, &tag) && str_eq(tag.name, STR("details"))) {
        body = str_trim(str_slice(body, tag.length, body.len));
        if (body.len == 0)
            line->kind = OUTLINE_RULE;
    }
    if (body.len > 0 && str_starts(body, open) && str_ends(body, close)) {
        struct str title = str_trim(str_slice(body, open.len, body.len - close.len));
        line->body = str_from(arena_printf(arena, "**%.*s**", STR_FORMAT(title)));
        return title.len > 0;
    }
    return line->kind == OUTLINE_RULE;
}

bool tag_read(struct outline_line *line, struct arena *arena)
{
    struct str body = line->body;
    struct tag tag, close;
    if (body.ptr[0] != '<')
        return false;
    if (read_fold(line, arena))
        return true;
    static const char *const link[] = {"href", NULL};
    if (!tag_at(body, &tag) || only_sets_text(tag.name) || value_of(tag.attributes, link).len > 0)
        return false;
    if (tag.length == body.len) {
        line->kind = tag.closes ? OUTLINE_RULE : OUTLINE_HEADING;
        line->marker = body;
        line->body = tag.name;
        return true;
    }
    size_t end = body.len - tag.name.len - 3; /* </name> */
    if (tag.closes || body.len < tag.length + tag.name.len + 3 || !tag_at(str_slice(body, end, body.len), &close) ||
        !close.closes || !str_eq(close.name, tag.name))
        return false;
    struct str title = title_of(&tag, arena), text = str_trim(str_slice(body, tag.length, end));
    line->body = str_from(arena_printf(arena, "%.*s: %.*s", STR_FORMAT(title), STR_FORMAT(text)));
    return true;
}

void tags_pair(struct outline *outline, struct arena *arena)
{
    enum { DEEPEST = 16 };
    size_t open[DEEPEST], depth = 0;
    struct tag tag;
    for (size_t i = 0; i < outline->count; i++) {
        struct outline_line *line = &outline->lines[i];
        if (!str_starts(line->marker, STR("<")))
            continue;
        if (line->kind == OUTLINE_HEADING) {
            line->kind = OUTLINE_TEXT;
            if (depth < DEEPEST)
                open[depth++] = i;
            continue;
        }
        size_t at = depth;
        while (at > 0 && !str_eq(outline->lines[open[at - 1]].body, line->body))
            at--;
        if (at > 0) {
            outline->lines[open[at - 1]].kind = OUTLINE_HEADING;
            outline->lines[open[at - 1]].level = at < 6 ? (unsigned)at : 6;
            depth = at - 1;
        }
    }
    for (size_t i = 0; i < outline->count; i++) {
        struct outline_line *line = &outline->lines[i];
        if (!str_starts(line->marker, STR("<")) || line->kind == OUTLINE_RULE)
            continue;
        if (line->kind == OUTLINE_HEADING && tag_at(line->marker, &tag)) {
            line->body = title_of(&tag, arena);
        } else {
            line->body = line->marker;
            line->marker = (struct str){0};
        }
    }
}
