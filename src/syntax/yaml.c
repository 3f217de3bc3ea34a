#include "syntax/yaml.h"

#include "base/arena.h"
#include "base/language.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

enum { YAML_BYTES = 1 << 20, YAML_DEPTH = 64 };

struct reader {
    yaml_parser_t parser;
    yaml_event_t event; /* the one that is read now; owned while has_event */
    bool has_event;
    struct arena *arena;
    const struct source *source;
    size_t start;        /* bytes before the YAML: a byte order mark */
    size_t chars, bytes; /* libyaml counts code points; how many bytes the first `chars` are */
    struct error *err;
};

/* Byte offset of libyaml's mark. Marks of events only move on, so the walk is resumed where it stood. */
static size_t offset_of(struct reader *r, yaml_mark_t mark)
{
    if (mark.index < r->chars) {
        r->chars = 0;
        r->bytes = r->start;
    }
    while (r->chars < mark.index && r->bytes < r->source->text.len) {
        utf8_next(r->source->text, &r->bytes);
        r->chars++;
    }
    return r->bytes;
}

static bool line_has(struct str line, const char *part)
{
    return str_find(line, str_from(part)) != STR_NONE;
}

/* What people really did wrong when libyaml stumbles on this line (from 1). */
static const char *hint_at(const struct source *source, size_t line, const char *problem)
{
    struct str text = source_line_text(source, line);
    if (str_starts(text, STR("\t")) || str_starts(str_trim(text), STR("\t")) || line_has(text, "\t-") ||
        line_has(text, "\t "))
        return TEXT("; YAML is indented with spaces, never with tabs", "；YAML 用空格缩进，不能用制表符");
    if (strstr(problem, "escape") != NULL)
        return TEXT("; in double quotes a backslash begins an escape: put a pattern in 'single quotes'",
                    "；双引号里反斜杠是转义的开头：正则表达式请放在 '单引号' 里");
    for (size_t above = 0; above < 3 && line > above; above++) {
        if (line_has(source_line_text(source, line - above), "：") &&
            !line_has(source_line_text(source, line - above), ": "))
            return TEXT("; the colon \"：\" is full-width: YAML needs an ASCII colon and a space behind a key",
                        "；附近的冒号“：”是全角的：YAML 的键后面要用半角冒号加一个空格");
    }
    size_t colon = str_find(text, STR(": "));
    struct str value = colon == STR_NONE ? (struct str){0} : str_trim(str_slice(text, colon + 1, text.len));
    if (value.len > 0 && strchr("[]{}*&!%@`|>,?#\"'", value.ptr[0]) != NULL)
        return TEXT("; a text that begins with a special character must stand in 'single quotes'",
                    "；以特殊字符开头的文本要放在 '单引号' 里");
    return line_has(value, ": ") ? TEXT("; a text with a colon and a space in it must stand in 'single quotes'",
                                        "；含有“冒号加空格”的文本要放在 '单引号' 里")
                                 : "";
}

/* libyaml's own words, the usual ones in Chinese. */
static const char *in_words(const char *problem)
{
    static const struct texts known[] = {
        {"mapping values are not allowed in this context", "这里不能再出现“键: 值”"},
        {"mapping keys are not allowed in this context", "这里不能出现键"},
        {"block sequence entries are not allowed in this context", "这里不能出现列表项“- ”"},
        {"could not find expected ':'", "键后面缺少冒号"},
        {"did not find expected key", "这里应当是一个键，多半是缩进没有对齐"},
        {"did not find expected '-' indicator", "这里应当是列表项“- ”，多半是缩进没有对齐"},
        {"did not find expected ',' or ']'", "缺少“,”或“]”"},
        {"did not find expected ',' or '}'", "缺少“,”或“}”"},
        {"did not find expected node content", "这里缺少值"},
        {"did not find expected <document start>", "这里不应再有内容"},
        {"found character that cannot start any token", "有不能用在开头的字符"},
        {"found unexpected end of stream", "没写完就结束了，多半是引号没有闭合"},
        {"found unknown escape character", "有不认识的转义"},
        {"control characters are not allowed", "不允许控制字符"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(problem, known[i].en) == 0)
            return texts_pick(known[i]);
    return problem;
}

static bool fail_parser(struct reader *r)
{
    const yaml_parser_t *p = &r->parser;
    const char *problem = p->problem != NULL ? p->problem : TEXT("it cannot be read", "无法读取");
    if (p->error == YAML_MEMORY_ERROR)
        return error_set(r->err, ERROR_INFRA,
                         TEXT("there is no memory left to read the YAML", "内存不足，无法读取 YAML"));
    if (p->error == YAML_READER_ERROR)
        return source_error(r->source, r->start + p->problem_offset, r->err,
                            TEXT("this is not YAML: %s", "这不是 YAML：%s"), in_words(problem));
    size_t at = offset_of(r, p->problem_mark);
    return source_error(r->source, at, r->err, TEXT("this is not YAML: %s%s", "这不是 YAML：%s%s"), in_words(problem),
                        hint_at(r->source, source_line(r->source, at), problem));
}

static void drop_event(struct reader *r)
{
    if (r->has_event)
        yaml_event_delete(&r->event);
    r->has_event = false;
}

static bool next_event(struct reader *r)
{
    drop_event(r);
    if (!yaml_parser_parse(&r->parser, &r->event))
        return fail_parser(r);
    r->has_event = true;
    return true;
}

static bool skip_event(struct reader *r)
{
    if (!next_event(r))
        return false;
    return next_event(r);
}

static bool fail_here(struct reader *r, const char *message)
{
    return source_error(r->source, offset_of(r, r->event.start_mark), r->err, "%s", message);
}

static bool check_plainness(struct reader *r, const yaml_char_t *anchor, const yaml_char_t *tag)
{
    if (anchor != NULL)
        return fail_here(
            r, TEXT("anchors (&name) are not read here; write the value out, or put it in quotes if it is a text",
                    "这里不支持锚点（&name）；请把值写出来，如果是文本就加引号"));
    if (tag != NULL)
        return fail_here(r, TEXT("tags (!name) are not read here; put the value in quotes if it is a text",
                                 "这里不支持标签（!name）；如果是文本就加引号"));
    return true;
}

static bool read_node(struct reader *r, struct yaml_node *node, size_t depth);

static int by_key(const void *a, const void *b)
{
    const struct yaml_node *x = *(const struct yaml_node *const *)a, *y = *(const struct yaml_node *const *)b;
    int order = str_compare(x->key, y->key);
    return order != 0 ? order : (x->key_at > y->key_at) - (x->key_at < y->key_at);
}

static bool check_double_keys(struct reader *r, const struct yaml_node *mapping)
{
    const struct yaml_node **sorted = arena_array(r->arena, mapping->count, sizeof *sorted), *first = NULL,
                           *second = NULL;
    size_t count = 0;
    for (const struct yaml_node *node = mapping->first; node != NULL; node = node->next)
        sorted[count++] = node;
    qsort(sorted, count, sizeof *sorted, by_key);
    for (size_t i = 1; i < count; i++) {
        if (str_eq(sorted[i]->key, sorted[i - 1]->key) && (second == NULL || sorted[i]->key_at < second->key_at)) {
            first = sorted[i - 1];
            second = sorted[i];
        }
    }
    return second == NULL ||
           source_error(r->source, second->key_at, r->err,
                        TEXT("the key \"%.*s\" stands here a second time (first in line %zu)",
                             "键“%.*s”在这里第二次出现（第一次在第 %zu 行）"),
                        STR_FORMAT(utf8_slice(second->key, 0, 64)), source_line(r->source, first->key_at));
}

/* The event is the key's scalar. */
static bool read_key(struct reader *r, struct yaml_node *node)
{
    if (r->event.type == YAML_ALIAS_EVENT)
        return fail_here(r, TEXT("aliases (*name) are not read here; put the key in quotes if it is a text",
                                 "这里不支持别名（*name）；如果键是文本就加引号"));
    if (r->event.type != YAML_SCALAR_EVENT)
        return fail_here(r, TEXT("a key must be a plain text", "键必须是普通文本"));
    if (!check_plainness(r, r->event.data.scalar.anchor, r->event.data.scalar.tag))
        return false;
    bool plain = r->event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    struct str key = {(const char *)r->event.data.scalar.value, r->event.data.scalar.length};
    if (key.len == 0)
        return fail_here(r, TEXT("the key is missing", "缺少键"));
    if (plain && str_eq(key, STR("<<")))
        return fail_here(
            r, TEXT("merge keys (<<) are not read here; write the values out", "这里不支持合并键（<<）；请把值写出来"));
    node->key = str_dup(r->arena, key);
    node->key_at = offset_of(r, r->event.start_mark);
    return next_event(r);
}

/* The event is the start of a sequence or mapping; ends at its end event. */
static bool read_children(struct reader *r, struct yaml_node *parent, size_t depth)
{
    yaml_event_type_t end = parent->kind == YAML_MAPPING ? YAML_MAPPING_END_EVENT : YAML_SEQUENCE_END_EVENT;
    struct yaml_node **tail = &parent->first;
    if (depth == YAML_DEPTH)
        return fail_here(r, TEXT("the YAML is nested deeper than 64 levels", "YAML 嵌套超过 64 层"));
    for (;;) {
        if (!next_event(r))
            return false;
        if (r->event.type == end)
            break;
        struct yaml_node *node = arena_alloc(r->arena, sizeof *node);
        *tail = node;
        tail = &node->next;
        parent->count++;
        if (parent->kind == YAML_MAPPING && !read_key(r, node))
            return false;
        if (!read_node(r, node, depth + 1))
            return false;
    }
    return parent->kind != YAML_MAPPING || check_double_keys(r, parent);
}

/* The event is the node's first; ends at its last. */
static bool read_node(struct reader *r, struct yaml_node *node, size_t depth)
{
    const yaml_event_t *event = &r->event;
    node->at = offset_of(r, event->start_mark);
    if (event->type == YAML_ALIAS_EVENT)
        return fail_here(
            r, TEXT("aliases (*name) are not read here; write the value out, or put it in quotes if it is a text",
                    "这里不支持别名（*name）；请把值写出来，如果是文本就加引号"));
    if (event->type == YAML_SCALAR_EVENT) {
        node->kind = YAML_SCALAR;
        node->text = str_dup(r->arena, (struct str){(const char *)event->data.scalar.value, event->data.scalar.length});
        node->quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
        return check_plainness(r, event->data.scalar.anchor, event->data.scalar.tag);
    }
    bool mapping = event->type == YAML_MAPPING_START_EVENT;
    node->kind = mapping ? YAML_MAPPING : YAML_SEQUENCE;
    return check_plainness(r, mapping ? event->data.mapping_start.anchor : event->data.sequence_start.anchor,
                           mapping ? event->data.mapping_start.tag : event->data.sequence_start.tag) &&
           read_children(r, node, depth);
}

static bool read_document(struct reader *r, struct yaml_node *root)
{
    if (!skip_event(r)) /* the stream's start; then comes the document's */
        return false;
    if (r->event.type != YAML_DOCUMENT_START_EVENT)
        return source_error(
            r->source, 0, r->err,
            TEXT("the file holds no YAML, only blank lines or comments", "文件里没有 YAML，只有空行或注释"));
    if (r->event.data.document_start.tag_directives.start != r->event.data.document_start.tag_directives.end)
        return fail_here(r, TEXT("tag directives (%TAG) are not read here", "这里不支持标签指令（%TAG）"));
    if (!next_event(r) || !read_node(r, root, 0) || !skip_event(r)) /* the document's end; then comes the stream's */
        return false;
    return r->event.type == YAML_STREAM_END_EVENT ||
           fail_here(r, TEXT("a second document begins here; one is all that is read",
                             "从这里开始是第二份 YAML 文档；只读取一份"));
}

struct yaml_node *yaml_parse(struct arena *arena, const struct source *source, struct error *err)
{
    struct reader r = {.arena = arena, .source = source, .err = err};
    if (source->text.len > YAML_BYTES) {
        error_at(err, ERROR_LIMIT, source->path, 0, 0,
                 TEXT("the YAML holds %zu bytes; %d is the most that is read", "YAML 有 %zu 字节；最多读取 %d 字节"),
                 source->text.len, YAML_BYTES);
        return NULL;
    }
    if (!yaml_parser_initialize(&r.parser)) {
        error_set(err, ERROR_INFRA, TEXT("there is no memory left to read the YAML", "内存不足，无法读取 YAML"));
        return NULL;
    }
    r.start = r.bytes = str_starts(source->text, STR("\xef\xbb\xbf")) ? 3 : 0;
    yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)source->text.ptr + r.start,
                                 source->text.len - r.start);
    struct yaml_node *root = arena_alloc(arena, sizeof *root);
    bool ok = read_document(&r, root);
    drop_event(&r);
    yaml_parser_delete(&r.parser);
    return ok ? root : NULL;
}
