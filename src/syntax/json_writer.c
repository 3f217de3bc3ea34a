#include "syntax/json_writer.h"

#include "syntax/json.h"
#include "syntax/json_bytes.h"
#include "text/utf8.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

void json_writer_init(struct json_writer *w, struct buf *out, int indent)
{
    *w = (struct json_writer){.out = out, .indent = indent, .first = true};
}

static void new_line(struct json_writer *w)
{
    if (w->indent == 0)
        return;
    buf_printf(w->out, "\n%*s", w->indent * w->depth, "");
}

static bool needs_escape(uint32_t c)
{
    return c < 0x20 || c == '"' || c == '\\' || (c >= 0x7f && c <= 0x9f) || c == 0x2028 || c == 0x2029;
}

static void add_escape(struct buf *out, uint32_t c)
{
    switch (c) {
    case '"':
        buf_add(out, STR("\\\""));
        break;
    case '\\':
        buf_add(out, STR("\\\\"));
        break;
    case '\n':
        buf_add(out, STR("\\n"));
        break;
    case '\r':
        buf_add(out, STR("\\r"));
        break;
    case '\t':
        buf_add(out, STR("\\t"));
        break;
    default:
        buf_printf(out, "\\u%04x", (unsigned)c);
    }
}

static inline bool is_plain_byte(unsigned char c)
{
    static const uint64_t plain[4] = {0xfffffffb00000000, 0x7fffffffefffffff}; /* a bit a byte: " \\ DEL are none */
    return (plain[c >> 6] >> (c & 63) & 1) != 0;
}

/* The high bit of the first byte that is not plain, and perhaps bits above it; 0: all are. */
static inline uint64_t not_plain(uint64_t word)
{
    return json_word_special(word) | ((word | json_word_zero(word ^ JSON_EACH_BYTE(0x7f))) & JSON_EACH_BYTE(0x80));
}

static inline size_t skip_plain_bytes(struct str text, size_t at)
{
    for (; text.len - at >= JSON_WORD; at += JSON_WORD) {
        uint64_t bits = not_plain(json_word(text.ptr + at));
        if (bits != 0)
            return at + json_word_first(bits);
    }
    while (at < text.len && is_plain_byte((unsigned char)text.ptr[at]))
        at++;
    return at;
}

/* A whole character of three bytes, where Chinese and its punctuation are, that is valid and never escaped: not of
 * U+0800 to U+0FFF (overlong forms begin alike), nor of U+D000 to U+DFFF (surrogates do), nor U+2028 and U+2029. */
static bool is_plain_wide(const unsigned char *byte)
{
    return byte[0] > 0xe0 && byte[0] < 0xf0 && byte[0] != 0xed && ((byte[1] ^ 0x80u) | (byte[2] ^ 0x80u)) < 0x40 &&
           !(byte[0] == 0xe2 && byte[1] == 0x80 && (byte[2] | 1) == 0xa9);
}

/* Behind the characters from `at` on that are valid and need no escape. */
static size_t skip_plain(struct str text, size_t at)
{
    const unsigned char *bytes = (const unsigned char *)text.ptr;
    for (;;) {
        if (at < text.len && bytes[at] < 0x80)
            at = skip_plain_bytes(text, at);
        size_t start = at;
        at = utf8_skip_fives(text, at);
        while (text.len - at >= 3 && is_plain_wide(bytes + at))
            at += 3;
        if (at == start)
            return at;
    }
}

void json_add_plain(struct buf *out, struct str plain)
{
    if (!buf_reserve(out, plain.len + 2))
        return;
    char *to = out->bytes + out->len;
    *to = '"';
    if (plain.len > 0)
        memcpy(to + 1, plain.ptr, plain.len);
    memcpy(to + 1 + plain.len, "\"", 2);
    out->len += plain.len + 2;
}

/* Runs that need no change are copied whole; a bad byte reads as U+FFFD one byte long. */
void json_add_string(struct buf *out, struct str text)
{
    size_t from = 0, at = skip_plain(text, 0);
    if (at == text.len) {
        json_add_plain(out, text);
        return;
    }
    buf_add_byte(out, '"');
    for (; at < text.len; at = skip_plain(text, at)) {
        size_t start = at;
        uint32_t c = utf8_next(text, &at);
        bool bad = c == 0xfffd && at - start == 1;
        if (!bad && !needs_escape(c))
            continue;
        buf_add(out, str_slice(text, from, start));
        if (bad)
            buf_add(out, STR("\xef\xbf\xbd"));
        else
            add_escape(out, c);
        from = at;
    }
    buf_add(out, str_slice(text, from, text.len));
    buf_add_byte(out, '"');
}

void json_next(struct json_writer *w)
{
    if (!w->first)
        buf_add_byte(w->out, ',');
    if (w->indent > 0 && w->depth > 0)
        new_line(w);
    w->first = false;
}

__attribute__((noinline)) void json_next_named(struct json_writer *w, struct str key)
{
    json_next(w);
    json_add_string(w->out, key);
    buf_add(w->out, w->indent > 0 ? STR(": ") : STR(":"));
}

/* Most of what is put: it ends in the copying of the key, so that nothing need be kept across a call. */
void json_next_plain(struct json_writer *w, struct str key)
{
    struct buf *out = w->out;
    if (w->indent > 0 || out->overflow || key.len + 4 >= out->room - out->len) {
        json_next_named(w, key);
        return;
    }
    char *to = out->bytes + out->len;
    *to = ',';
    to += !w->first;
    w->first = false;
    *to++ = '"';
    memcpy(to + key.len, "\":", 3);
    out->len = (size_t)(to + key.len + 2 - out->bytes);
    memcpy(to, key.ptr, key.len);
}

void json_open(struct json_writer *w, char bracket)
{
    buf_add_byte(w->out, bracket);
    w->depth++;
    w->first = true;
}

void json_close(struct json_writer *w, char bracket)
{
    w->depth--;
    if (!w->first)
        new_line(w);
    buf_add_byte(w->out, bracket);
    w->first = false;
}

void json_add_integer(struct buf *out, int64_t value)
{
    enum { MOST = 20 };             /* INT64_MIN's digits and sign */
    if (value >= 0 && value < 10) { /* most */
        buf_add_byte(out, (char)('0' + value));
        return;
    }
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    if (!buf_reserve(out, MOST))
        return;
    if (value < 0)
        out->bytes[out->len++] = '-';
    for (uint64_t left = rest; left >= 10; left /= 10)
        out->len++;
    char *to = out->bytes + ++out->len;
    *to = '\0';
    do
        *--to = (char)('0' + rest % 10);
    while ((rest /= 10) > 0);
}

/* The digits of a number of 1e-4 to 1e8 that is not whole, as few as read back equal, and how many of them are
 * decimals. The number is mantissa / 2^shift: times a power of ten it fits 128 bits, so that nothing is lost. It is
 * rounded to 15, 16 or 17 digits; what is nearer to it than to its neighbours will do. Powers of two, whose neighbours
 * are not equally far, are exact in 15. */
static uint64_t shortest_digits(double number, int *decimals)
{
    __extension__ typedef unsigned __int128 wide;
    enum { FEWEST = 15, MOST = 17 };
    int exponent, before = 1; /* digits before the point; less the zeros behind it */
    double bound = 10;
    for (; number >= bound; before++)
        bound *= 10;
    for (bound = 1; number < bound; before--)
        bound /= 10;
    const wide mantissa = (wide)ldexp(frexp(number, &exponent), DBL_MANT_DIG);
    const int shift = DBL_MANT_DIG - exponent;
    const wide half = (wide)1 << (shift - 1);
    wide power = 1, rounded = 0;
    for (int i = before; i < FEWEST; i++)
        power *= 10;
    for (int digits = FEWEST; digits <= MOST; digits++, power *= 10) {
        const wide exact = mantissa * power;
        rounded = (exact + half) >> shift;
        if ((rounded << shift) - exact == half && rounded % 2 == 1) /* a tie: to the even */
            rounded--;
        const wide written = rounded << shift, error = written > exact ? written - exact : exact - written;
        *decimals = digits - before;
        if (2 * error < power)
            break;
    }
    for (; rounded % 10 == 0; rounded /= 10)
        --*decimals;
    return (uint64_t)rounded;
}

/* false: it is not of the usual size. Printing and reading it back costs thirty times as much. */
static bool add_decimal(struct buf *out, double value)
{
    char text[32];
    size_t at = sizeof text;
    double size = fabs(value);
    if (size < 1e-4 || size >= 1e8)
        return false;
    int decimals;
    uint64_t rest = shortest_digits(size, &decimals);
    for (; decimals > 0; decimals--, rest /= 10)
        text[--at] = (char)('0' + rest % 10);
    text[--at] = '.';
    do
        text[--at] = (char)('0' + rest % 10);
    while ((rest /= 10) > 0);
    if (value < 0)
        text[--at] = '-';
    return buf_add_bytes(out, text + at, sizeof text - at);
}

/* printf's decimal point is the locale's; JSON's is a full stop. */
void json_add_number(struct buf *out, double value)
{
    char text[64];
    if (!isfinite(value)) {
        buf_add(out, STR("null"));
        return;
    }
    if (fabs(value) < 1e15 && value == trunc(value)) {
        json_add_integer(out, (int64_t)value);
        return;
    }
    if (add_decimal(out, value))
        return;
    /* A number of up to 15 digits is what %.15g prints, without the zeros behind it. */
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, value);
        if (strtod(text, NULL) == value)
            break;
    }
    bool point = false;
    for (const char *c = text; *c != '\0'; c++) {
        bool plain = (*c >= '0' && *c <= '9') || *c == '-' || *c == '+' || *c == 'e';
        if (plain || !point)
            buf_add_byte(out, plain ? *c : '.');
        point = point || !plain;
    }
}

static void put_tree(struct json_writer *w, const struct json *value)
{
    bool object = value != NULL && value->kind == JSON_OBJECT;
    switch (value != NULL ? value->kind : JSON_NULL) {
    case JSON_NULL:
        buf_add(w->out, STR("null"));
        break;
    case JSON_BOOL:
        buf_add_cstring(w->out, value->truth ? "true" : "false");
        break;
    case JSON_NUMBER:
        if (value->text.len > 0)
            buf_add(w->out, value->text);
        else
            json_add_number(w->out, value->number);
        break;
    case JSON_STRING:
        json_add_string(w->out, value->text);
        break;
    case JSON_ARRAY:
    case JSON_OBJECT:
        json_open(w, object ? '{' : '[');
        for (const struct json *child = value->first; child != NULL; child = child->next) {
            if (object)
                json_next_named(w, child->key.ptr != NULL ? child->key : STR(""));
            else
                json_next(w);
            put_tree(w, child);
        }
        json_close(w, object ? '}' : ']');
        break;
    }
}

void json_put_tree(struct json_writer *w, const char *key, const struct json *value)
{
    json_lead(w, key);
    put_tree(w, value);
}
