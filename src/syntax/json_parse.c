#include "syntax/json.h"

#include "base/arena.h"
#include "base/hash.h"
#include "base/language.h"
#include "syntax/json_bytes.h"
#include "syntax/source.h"
#include "text/utf8.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

#define WORDS(r, english, chinese) ((r)->path == NULL ? (english) : TEXT(english, chinese))

enum { FEW_KEYS = 16 };

struct reader {
    struct arena *arena;
    struct str text; /* valid UTF-8 */
    const char *path;
    size_t line;
    size_t at;    /* byte offset: where reading stands */
    size_t depth; /* open brackets */
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

/* NUL at the end; a NUL in the text is refused wherever it stands. */
static char peek(const struct reader *r)
{
    return r->at < r->text.len ? r->text.ptr[r->at] : '\0';
}

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static void skip_space(struct reader *r)
{
    while (is_space(peek(r)))
        r->at++;
}

/* What stands at r->at cannot stand there. */
static bool fail_here(struct reader *r)
{
    size_t end = r->text.len, behind = r->at;
    while (end > 0 && is_space(r->text.ptr[end - 1]))
        end--;
    if (r->at >= end)
        return fail(r, end, WORDS(r, "the JSON ends before it is complete", "JSON 不完整，没写完就结束了"));
    char c = r->text.ptr[r->at];
    if ((unsigned char)c < 0x20)
        return fail(
            r, r->at,
            WORDS(r, "a control character (0x%02x) stands between the values", "值与值之间有控制字符（0x%02x）"),
            (unsigned)(unsigned char)c);
    utf8_next(r->text, &behind);
    return fail(r, r->at,
                WORDS(r, "this is not JSON: \"%.*s\" is not expected here", "这不是 JSON：此处不应出现“%.*s”"),
                STR_FORMAT(str_slice(r->text, r->at, behind)));
}

/* ---- strings ---- */

/* r->at is at the 'u' of "\u". */
static bool check_unicode_escape(struct reader *r)
{
    size_t start = r->at - 1;
    unsigned high, low;
    if (!json_read_hex4(r->text, r->at + 1, &high))
        return fail(r, start, WORDS(r, "\\u needs four hexadecimal digits", "\\u 后面要有四位十六进制数"));
    r->at += 5;
    if (high == 0)
        return fail(
            r, start,
            WORDS(r, "the string holds \\u0000, which no text may hold", "字符串里有 \\u0000，文本里不允许出现"));
    if (high < 0xd800 || high > 0xdfff)
        return true;
    bool paired = high < 0xdc00 && peek(r) == '\\' && r->at + 1 < r->text.len && r->text.ptr[r->at + 1] == 'u' &&
                  json_read_hex4(r->text, r->at + 2, &low) && low >= 0xdc00 && low <= 0xdfff;
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
    while (r->text.len - r->at >= JSON_WORD && !json_word_has_special(json_word(bytes + r->at)))
        r->at += JSON_WORD;
    while (r->at < r->text.len && bytes[r->at] != '"' && bytes[r->at] != '\\' && (unsigned char)bytes[r->at] >= 0x20)
        r->at++;
}

/* r->at is at the opening quotation mark; ends behind the closing one. */
static bool check_string(struct reader *r, bool *has_escapes)
{
    size_t start = r->at++;
    for (;;) {
        skip_plain(r);
        if (r->at >= r->text.len)
            return fail(r, start,
                        WORDS(r, "the string that begins here is never closed", "从这里开始的字符串没有结束"));
        char c = r->text.ptr[r->at++];
        if (c == '"')
            return true;
        if (c != '\\')
            return fail(r, r->at - 1,
                        WORDS(r, "the string holds a bare control character (0x%02x); write it as an escape",
                              "字符串里有未转义的控制字符（0x%02x），请写成转义形式"),
                        (unsigned)(unsigned char)c);
        *has_escapes = true;
        c = peek(r);
        if (c == 'u') {
            if (!check_unicode_escape(r))
                return false;
        } else if (c == '\0' || strchr("\"\\/bfnrt", c) == NULL) {
            return fail(r, r->at - 1, WORDS(r, "the string holds an unknown escape", "字符串里有不认识的转义"));
        } else {
            r->at++;
        }
    }
}

static bool read_string(struct reader *r, struct str *text)
{
    size_t start = r->at + 1;
    bool has_escapes = false;
    if (!check_string(r, &has_escapes))
        return false;
    struct str raw = str_slice(r->text, start, r->at - 1);
    *text = has_escapes ? json_unescape(r->arena, raw) : str_dup(r->arena, raw);
    return true;
}

/* ---- numbers and words ---- */

static size_t skip_digits(struct reader *r)
{
    size_t from = r->at;
    while (peek(r) >= '0' && peek(r) <= '9')
        r->at++;
    return r->at - from;
}

/* number = [ "-" ] int [ frac ] [ exp ] of RFC 8259, from its first digit on. */
static bool number_is_strict(struct reader *r, bool *is_integer)
{
    bool leads_with_zero = peek(r) == '0';
    if (skip_digits(r) > 1 && leads_with_zero)
        return false;
    *is_integer = true;
    if (peek(r) == '.') {
        *is_integer = false;
        r->at++;
        if (skip_digits(r) == 0)
            return false;
    }
    if ((peek(r) | 0x20) == 'e') {
        *is_integer = false;
        r->at++;
        r->at += peek(r) == '+' || peek(r) == '-';
        if (skip_digits(r) == 0)
            return false;
    }
    return true;
}

static bool read_number(struct reader *r, struct json *json)
{
    size_t from = r->at;
    bool is_integer;
    r->at += peek(r) == '-';
    if (peek(r) < '0' || peek(r) > '9') {
        r->at = from;
        return fail_here(r);
    }
    if (!number_is_strict(r, &is_integer))
        return fail(r, from, WORDS(r, "this is no number as JSON writes numbers", "这不是合乎 JSON 写法的数"));
    if (r->at - from > JSON_NUMBER_LENGTH)
        return fail(r, from, WORDS(r, "the number is longer than %d characters", "这个数超过 %d 个字符"),
                    JSON_NUMBER_LENGTH);
    json->kind = JSON_NUMBER;
    json->text = str_dup(r->arena, str_slice(r->text, from, r->at));
    json->number = json_number_value(json->text, is_integer);
    return isfinite(json->number) || fail(r, from, WORDS(r, "the number is too large", "这个数太大"));
}

static bool read_word(struct reader *r, struct json *json, enum json_kind kind, struct str word)
{
    if (!str_starts(str_slice(r->text, r->at, r->text.len), word))
        return fail_here(r);
    r->at += word.len;
    json->kind = kind;
    json->truth = word.ptr[0] == 't';
    return true;
}

/* ---- arrays and objects ---- */

/* The keys of an object with many, for finding one that stands twice: open addressing, `slots` a power of two. */
struct keys {
    const struct json **table; /* in the arena; NULL = a small object, searched by its members */
    size_t slots;
};

static bool key_in_table(struct keys *keys, const struct json *member)
{
    size_t slot = hash64(member->key, 0) & (keys->slots - 1);
    for (; keys->table[slot] != NULL; slot = (slot + 1) & (keys->slots - 1)) {
        if (str_eq(keys->table[slot]->key, member->key))
            return true;
    }
    keys->table[slot] = member;
    return false;
}

/* Has an earlier member this key? `member` is the object's last. */
static bool key_seen(struct reader *r, const struct json *object, const struct json *member, struct keys *keys)
{
    if (object->count <= FEW_KEYS) {
        for (const struct json *other = object->first; other != member; other = other->next) {
            if (str_eq(other->key, member->key))
                return true;
        }
        return false;
    }
    if (2 * object->count > keys->slots) {
        keys->slots = 8 * object->count;
        while ((keys->slots & (keys->slots - 1)) != 0)
            keys->slots &= keys->slots - 1;
        keys->table = arena_array(r->arena, keys->slots, sizeof *keys->table);
        for (const struct json *other = object->first; other != member; other = other->next)
            key_in_table(keys, other);
    }
    return key_in_table(keys, member);
}

static bool read_value(struct reader *r, struct json *json);

static bool read_key(struct reader *r, const struct json *object, struct json *member, struct keys *keys)
{
    skip_space(r);
    size_t key_at = r->at;
    if (peek(r) != '"')
        return fail_here(r);
    if (!read_string(r, &member->key))
        return false;
    if (key_seen(r, object, member, keys))
        return fail(r, key_at,
                    WORDS(r, "the key \"%.*s\" stands twice in one object", "同一个对象里键“%.*s”出现了两次"),
                    STR_FORMAT(utf8_slice(member->key, 0, 64)));
    skip_space(r);
    if (peek(r) != ':')
        return fail_here(r);
    r->at++;
    return true;
}

static bool read_children(struct reader *r, struct json *parent, char closing)
{
    struct keys keys = {0};
    struct json **tail = &parent->first;
    skip_space(r);
    while (parent->count > 0 || peek(r) != closing) {
        struct json *child = arena_alloc(r->arena, sizeof *child);
        *tail = child;
        tail = &child->next;
        parent->count++;
        if (parent->kind == JSON_OBJECT && !read_key(r, parent, child, &keys))
            return false;
        if (!read_value(r, child))
            return false;
        skip_space(r);
        if (peek(r) == closing)
            break;
        if (peek(r) != ',')
            return fail_here(r);
        r->at++;
    }
    r->at++;
    return true;
}

static bool read_nested(struct reader *r, struct json *json, enum json_kind kind)
{
    if (++r->depth > JSON_DEPTH)
        return fail(r, r->at, WORDS(r, "the JSON is nested deeper than %d levels", "JSON 嵌套超过 %d 层"), JSON_DEPTH);
    json->kind = kind;
    r->at++;
    bool ok = read_children(r, json, kind == JSON_OBJECT ? '}' : ']');
    r->depth--;
    return ok;
}

static bool read_value(struct reader *r, struct json *json)
{
    skip_space(r);
    json->at = r->at;
    switch (peek(r)) {
    case '"':
        json->kind = JSON_STRING;
        return read_string(r, &json->text);
    case '{':
        return read_nested(r, json, JSON_OBJECT);
    case '[':
        return read_nested(r, json, JSON_ARRAY);
    case 't':
        return read_word(r, json, JSON_BOOL, STR("true"));
    case 'f':
        return read_word(r, json, JSON_BOOL, STR("false"));
    case 'n':
        return read_word(r, json, JSON_NULL, STR("null"));
    default:
        return read_number(r, json);
    }
}

struct json *json_parse(struct arena *arena, struct str text, const char *path, size_t line, struct error *err)
{
    struct reader r = {.arena = arena, .text = text, .path = path, .line = line, .err = err};
    size_t bad;
    if (!utf8_valid(text, &bad)) {
        fail(&r, bad, WORDS(&r, "the JSON is not valid UTF-8 (byte 0x%02x)", "JSON 不是有效的 UTF-8（字节 0x%02x）"),
             (unsigned)(unsigned char)text.ptr[bad]);
        return NULL;
    }
    if (str_starts(text, STR("\xef\xbb\xbf")))
        r.at = 3;
    struct json *json = arena_alloc(arena, sizeof *json);
    if (!read_value(&r, json))
        return NULL;
    skip_space(&r);
    if (r.at == text.len)
        return json;
    if ((unsigned char)text.ptr[r.at] < 0x20)
        fail_here(&r);
    else
        fail(&r, r.at, WORDS(&r, "there is more text behind the end of the JSON", "JSON 结束之后还有别的文字"));
    return NULL;
}
