#include "syntax/json_bytes.h"

#include "base/arena.h"
#include "text/utf8.h"

#include <locale.h>
#include <stdlib.h>

enum { EXACT_DIGITS = 15 };

bool json_read_hex4(struct str text, size_t at, unsigned *value)
{
    *value = 0;
    for (size_t i = at; i < at + 4; i++) {
        char c = i < text.len ? text.ptr[i] : '\0';
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

/* Of a checked string, its bytes from behind the 'u' of "\u" on; returns how many it has of the escape. */
static size_t unescape_unicode(struct str raw, size_t at, char **out)
{
    unsigned c = 0, low = 0;
    size_t len = 4;
    json_read_hex4(raw, at, &c);
    if (c >= 0xd800 && c <= 0xdfff) {
        json_read_hex4(raw, at + 6, &low);
        c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
        len = 10;
    }
    *out += utf8_encode(c, *out);
    return len;
}

struct str json_unescape(struct arena *arena, struct str raw)
{
    static const char named[][2] = {{'b', '\b'}, {'f', '\f'}, {'n', '\n'}, {'r', '\r'}, {'t', '\t'}};
    char *text = arena_raw(arena, raw.len + 1, 1), *out = text;
    for (size_t at = 0; at < raw.len;) {
        const char *slash = memchr(raw.ptr + at, '\\', raw.len - at);
        size_t end = slash != NULL ? (size_t)(slash - raw.ptr) : raw.len;
        memcpy(out, raw.ptr + at, end - at);
        out += end - at;
        if (slash == NULL)
            break;
        char c = raw.ptr[end + 1];
        at = end + 2;
        if (c == 'u') {
            at += unescape_unicode(raw, at, &out);
            continue;
        }
        for (size_t i = 0; i < sizeof named / sizeof *named; i++)
            c = raw.ptr[end + 1] == named[i][0] ? named[i][1] : c;
        *out++ = c;
    }
    *out = '\0';
    return (struct str){text, (size_t)(out - text)};
}

/* A double holds every whole number of so few digits. */
static double short_integer(struct str text)
{
    bool negative = text.ptr[0] == '-';
    uint64_t value = 0;
    for (size_t i = negative; i < text.len; i++)
        value = value * 10 + (uint64_t)(text.ptr[i] - '0');
    return negative ? -(double)value : (double)value;
}

/* strtod's decimal point is the locale's. */
static double any_number(struct str text)
{
    char copy[JSON_NUMBER_LENGTH + 1];
    memcpy(copy, text.ptr, text.len);
    copy[text.len] = '\0';
    char *point = strchr(copy, '.');
    if (point != NULL)
        *point = localeconv()->decimal_point[0];
    return strtod(copy, NULL);
}

double json_number_value(struct str text, bool is_integer)
{
    return is_integer && text.len <= EXACT_DIGITS ? short_integer(text) : any_number(text);
}
