#include "syntax/json.h"

#include "base/arena.h"
#include "base/language.h"
#include "base/lookup.h"
#include "syntax/json_bytes.h"
#include "syntax/source.h"
#include "text/utf8.h"

#include <assert.h>
#include <cjson/cJSON.h>
#include <math.h>
#include <pthread.h>
#include <stdarg.h>
#include <string.h>

#define WORDS(r, english, chinese) ((r)->path == NULL ? (english) : TEXT(english, chinese))

enum { NUMBER_LENGTH = 63, FEW_KEYS = 16 };

struct reader {
    struct arena *arena;
    struct str text;
    const char *path;
    size_t line;
    size_t at;    /* byte offset: where reading stands */
    size_t open;  /* brackets not closed at the end of the text */
    bool escapes; /* the text holds some; else a string is as long as cJSON's copy of it */
    struct error *err;
};

__attribute__((format(printf, 3, 4))) static bool fail(struct reader *r, size_t offset, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    error_vset(r->err, ERROR_USER, format, args);
    va_end(args);
    source_mark(r->err, r->path, r->text, r->line, offset);
    return false;
}

static char peek(const struct reader *r)
{
    return r->at < r->text.len ? r->text.ptr[r->at] : '\0';
}

static bool read_hex4(const struct reader *r, size_t at, unsigned *value)
{
    *value = 0;
    for (size_t i = at; i < at + 4; i++) {
        char c = i < r->text.len ? r->text.ptr[i] : '\0';
        unsigned digit;
        if (c >= '0' && c <= '9')
            digit = (unsigned)(c - '0');
        else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
            digit = (unsigned)((c | 0x20) - 'a') + 10;
        else
            return false;
        *value = *value << 4 | digit;
    }
    return true;
}

static _Thread_local struct arena *growing; /* what cJSON builds on this thread grows in it */

/* An item has room for ours, which takes its place: there is no second tree, and nothing to free. */
static void *take_memory(size_t size)
{
    return arena_raw(growing, size == sizeof(cJSON) ? sizeof(struct json) : size, 1);
}

static void keep_memory(void *memory)
{
    (void)memory;
}

static void set_hooks(void)
{
    static_assert(sizeof(struct json) >= sizeof(cJSON), "an item becomes ours in its place");
    cJSON_InitHooks(&(cJSON_Hooks){take_memory, keep_memory});
}

static cJSON *grow(struct arena *arena, struct str text, const char **end)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, set_hooks);
    growing = arena;
    cJSON *tree = cJSON_ParseWithLengthOpts(text.ptr, text.len, end, 0);
    growing = NULL;
    return tree;
}

static struct json *in_place_of(cJSON *item)
{
    return memset(item, 0, sizeof(struct json));
}

/* r->at is at the 'u' of "\u". */
static bool check_unicode_escape(struct reader *r)
{
    size_t start = r->at - 1;
    unsigned high, low;
    if (!read_hex4(r, r->at + 1, &high))
        return fail(r, start, WORDS(r, "\\u needs four hexadecimal digits", "\\u 后面要有四位十六进制数"));
    r->at += 5;
    if (high == 0)
        return fail(
            r, start,
            WORDS(r, "the string holds \\u0000, which no text may hold", "字符串里有 \\u0000，文本里不允许出现"));
    if (high < 0xd800 || high > 0xdfff)
        return true;
    bool paired = high < 0xdc00 && peek(r) == '\\' && r->at + 1 < r->text.len && r->text.ptr[r->at + 1] == 'u' &&
                  read_hex4(r, r->at + 2, &low) && low >= 0xdc00 && low <= 0xdfff;
    if (!paired)
        return fail(r, start,
                    WORDS(r, "\\u%04x is half of a surrogate pair without its other half",
                          "\\u%04x 是代理对的一半，缺了另一半"),
                    high);
    r->at += 6;
    return true;
}

/* To the first byte from r->at on that a string may not hold as it is, or to the end. */
static void skip_plain(struct reader *r)
{
    const char *bytes = r->text.ptr;
    for (; r->text.len - r->at >= JSON_WORD; r->at += JSON_WORD) {
        uint64_t special = json_word_special(json_word(bytes + r->at));
        if (special != 0) {
            r->at += json_word_first(special);
            return;
        }
    }
    while (r->at < r->text.len && bytes[r->at] != '"' && bytes[r->at] != '\\' && (unsigned char)bytes[r->at] >= 0x20)
        r->at++;
}

/* r->at is at the opening quotation mark; ends behind the closing one. */
static bool check_string(struct reader *r)
{
    size_t start = r->at++;
    for (skip_plain(r); r->at < r->text.len; skip_plain(r)) {
        char c = r->text.ptr[r->at];
        if (c == '"') {
            r->at++;
            return true;
        }
        if ((unsigned char)c < 0x20)
            return fail(r, r->at,
                        WORDS(r, "the string holds a bare control character (0x%02x); write it as an escape",
                              "字符串里有未转义的控制字符（0x%02x），请写成转义形式"),
                        (unsigned)(unsigned char)c);
        r->at++;
        if (c != '\\')
            continue;
        r->escapes = true;
        c = peek(r);
        if (c == 'u') {
            if (!check_unicode_escape(r))
                return false;
        } else if (r->at >= r->text.len || strchr("\"\\/bfnrt", c) == NULL || c == '\0') {
            return fail(r, r->at - 1, WORDS(r, "the string holds an unknown escape", "字符串里有不认识的转义"));
        } else {
            r->at++;
        }
    }
    return fail(r, start, WORDS(r, "the string that begins here is never closed", "从这里开始的字符串没有结束"));
}

/* Everything cJSON would let through that shows in the bytes alone. */
static bool check_bytes(struct reader *r)
{
    while (r->at < r->text.len) {
        char c = r->text.ptr[r->at];
        if (c == '"') {
            if (!check_string(r))
                return false;
            continue;
        }
        if (c == '{' || c == '[') {
            if (++r->open > JSON_DEPTH)
                return fail(r, r->at, WORDS(r, "the JSON is nested deeper than %d levels", "JSON 嵌套超过 %d 层"),
                            JSON_DEPTH);
        } else if ((c == '}' || c == ']') && r->open > 0) {
            r->open--;
        } else if ((unsigned char)c < 0x20 && c != '\n' && c != '\r' && c != '\t') {
            return fail(
                r, r->at,
                WORDS(r, "a control character (0x%02x) stands between the values", "值与值之间有控制字符（0x%02x）"),
                (unsigned)(unsigned char)c);
        }
        r->at++;
    }
    return true;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static size_t skip_space(struct str text, size_t at)
{
    while (at < text.len && is_space(text.ptr[at]))
        at++;
    return at;
}

/* To the next byte that is neither white space nor one of ",:". */
static void skip_between(struct reader *r)
{
    for (char c = peek(r); is_space(c) || c == ',' || c == ':'; c = peek(r))
        r->at++;
}

/* `copy` is cJSON's. */
static void skip_string(struct reader *r, struct str copy)
{
    if (!r->escapes) {
        r->at += copy.len + 2;
        return;
    }
    r->at++;
    for (skip_plain(r); peek(r) == '\\'; skip_plain(r))
        r->at += 2;
    r->at++;
}

static void skip_digits(struct reader *r)
{
    while (peek(r) >= '0' && peek(r) <= '9')
        r->at++;
}

/* number = [ "-" ] int [ frac ] [ exp ] of RFC 8259; cJSON takes more. */
static bool number_is_strict(struct reader *r)
{
    r->at += peek(r) == '-';
    size_t from = r->at;
    skip_digits(r);
    if (r->at == from || (r->text.ptr[from] == '0' && r->at - from > 1))
        return false;
    if (peek(r) == '.') {
        from = ++r->at;
        skip_digits(r);
        if (r->at == from)
            return false;
    }
    if ((peek(r) | 0x20) == 'e') {
        r->at++;
        r->at += peek(r) == '+' || peek(r) == '-';
        from = r->at;
        skip_digits(r);
        if (r->at == from)
            return false;
    }
    return true;
}

static bool read_number(struct reader *r, const cJSON *item, struct json *json)
{
    size_t from = r->at;
    if (!number_is_strict(r))
        return fail(r, from, WORDS(r, "this is no number as JSON writes numbers", "这不是合乎 JSON 写法的数"));
    if (r->at - from > NUMBER_LENGTH)
        return fail(r, from, WORDS(r, "the number is longer than %d characters", "这个数超过 %d 个字符"),
                    NUMBER_LENGTH);
    json->text = str_dup(r->arena, str_slice(r->text, from, r->at));
    json->number = item->valuedouble;
    return isfinite(json->number) || fail(r, from, WORDS(r, "the number is too large", "这个数太大"));
}

/* Has an earlier member this key? Those of a small object are walked; from FEW_KEYS on they are in `keys`. */
static bool key_seen(struct reader *r, const struct json *object, const struct json *member, struct names *keys)
{
    const struct json *other = object->first;
    if (object->count < FEW_KEYS) {
        while (other != member && !str_eq(other->key, member->key))
            other = other->next;
        return other != member;
    }
    if (object->count == FEW_KEYS)
        for (names_init(keys, r->arena); other != member; other = other->next)
            names_add(keys, other->key);
    return names_add(keys, member->key) + 1 < keys->count;
}

static bool read_value(struct reader *r, const cJSON *item, struct json *json);

static bool read_children(struct reader *r, const cJSON *item, struct json *parent)
{
    bool object = parent->kind == JSON_OBJECT;
    struct names keys;
    struct json **tail = &parent->first;
    r->at++; /* the bracket */
    for (cJSON *at = item->child; at != NULL;) {
        const cJSON child = *at;
        struct json *json = in_place_of(at);
        at = child.next;
        *tail = json;
        tail = &json->next;
        parent->count++;
        skip_between(r);
        if (object) {
            size_t key_at = r->at;
            json->key = str_from(child.string);
            if (key_seen(r, parent, json, &keys))
                return fail(r, key_at,
                            WORDS(r, "the key \"%.*s\" stands twice in one object", "同一个对象里键“%.*s”出现了两次"),
                            STR_FORMAT(utf8_slice(json->key, 0, 64)));
            skip_string(r, json->key);
            skip_between(r);
        }
        if (!read_value(r, &child, json))
            return false;
    }
    skip_between(r);
    r->at++;
    return true;
}

static bool read_value(struct reader *r, const cJSON *item, struct json *json)
{
    const int type = item->type & 0xff; /* the rest are cJSON's flags */
    json->at = r->at;
    switch (type) {
    case cJSON_String:
        json->kind = JSON_STRING;
        json->text = str_from(item->valuestring);
        skip_string(r, json->text);
        return true;
    case cJSON_Number:
        json->kind = JSON_NUMBER;
        return read_number(r, item, json);
    case cJSON_Array:
    case cJSON_Object:
        json->kind = type == cJSON_Object ? JSON_OBJECT : JSON_ARRAY;
        return read_children(r, item, json);
    default:
        json->kind = type == cJSON_NULL ? JSON_NULL : JSON_BOOL;
        json->truth = type == cJSON_True;
        r->at += type == cJSON_False ? 5 : 4;
        return true;
    }
}

/* cJSON gave up at `offset`, or at the end, which it calls the last byte. */
static bool fail_grammar(struct reader *r, size_t offset)
{
    size_t end = r->text.len;
    while (end > 0 && is_space(r->text.ptr[end - 1]))
        end--;
    offset = skip_space(r->text, offset);
    if (offset >= end || (r->open > 0 && offset + 1 == end))
        return fail(r, end, WORDS(r, "the JSON ends before it is complete", "JSON 不完整，没写完就结束了"));
    struct str rest = str_slice(r->text, offset, end);
    size_t digits = 0, at = 0;
    while (digits < rest.len && strchr("+-0123456789.eE", rest.ptr[digits]) != NULL)
        digits++;
    if (digits > NUMBER_LENGTH)
        return fail(r, offset, WORDS(r, "the number is longer than %d characters", "这个数超过 %d 个字符"),
                    NUMBER_LENGTH);
    utf8_next(rest, &at);
    return fail(r, offset,
                WORDS(r, "this is not JSON: \"%.*s\" is not expected here", "这不是 JSON：此处不应出现“%.*s”"),
                STR_FORMAT(str_slice(rest, 0, at)));
}

struct json *json_parse(struct arena *arena, struct str text, const char *path, size_t line, struct error *err)
{
    struct reader r = {.arena = arena, .text = text, .path = path, .line = line, .err = err};
    if (str_starts(text, STR("\xef\xbb\xbf")))
        r.at = 3;
    size_t start = r.at, bad;
    if (!utf8_valid(text, &bad)) {
        fail(&r, bad,
             path == NULL ? "the JSON is not valid UTF-8 (byte 0x%02x)"
                          : TEXT("the JSON is not valid UTF-8 (byte 0x%02x); if it is GBK or Big5, save it as UTF-8",
                                 "JSON 不是有效的 UTF-8（字节 0x%02x）；如果是 GBK 或 Big5 编码，请另存为 UTF-8"),
             (unsigned)(unsigned char)text.ptr[bad]);
        return NULL;
    }
    if (!check_bytes(&r))
        return NULL;
    if (start > 0 &&
        str_starts(str_slice(text, start, text.len), STR("\xef\xbb\xbf"))) { /* cJSON would skip a second one */
        fail_grammar(&r, start);
        return NULL;
    }
    const char *from = text.len > start ? text.ptr + start : "", *end = from;
    cJSON *tree = grow(arena, (struct str){from, text.len - start}, &end);
    if (tree == NULL) {
        fail_grammar(&r, start + (size_t)(end - from));
        return NULL;
    }
    const cJSON root = *tree;
    struct json *json = in_place_of(tree);
    r.at = start;
    skip_between(&r);
    bool ok = read_value(&r, &root, json);
    size_t behind = skip_space(text, r.at);
    if (ok && behind < text.len)
        ok = fail(&r, behind, WORDS(&r, "there is more text behind the end of the JSON", "JSON 结束之后还有别的文字"));
    return ok ? json : NULL;
}
