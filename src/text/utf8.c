#include "text/utf8.h"

#include <string.h>
#include <utf8proc.h>

enum { REPLACEMENT = 0xfffd };

/* The length of the well-formed sequence at `at`, or 0; the table of well-formed sequences of the Unicode standard
 * (3-7). */
static size_t sequence(struct str text, size_t at)
{
    const unsigned char *s = (const unsigned char *)text.ptr + at;
    size_t left = text.len - at;
    if (s[0] < 0x80)
        return 1;
    if (s[0] < 0xc2 || s[0] > 0xf4)
        return 0;
    size_t len = s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;
    if (left < len)
        return 0;
    unsigned low = s[0] == 0xe0 ? 0xa0 : s[0] == 0xf0 ? 0x90 : 0x80;
    unsigned high = s[0] == 0xed ? 0x9f : s[0] == 0xf4 ? 0x8f : 0xbf;
    if (s[1] < low || s[1] > high)
        return 0;
    for (size_t i = 2; i < len; i++)
        if (s[i] < 0x80 || s[i] > 0xbf)
            return 0;
    return len;
}

/* Behind the ASCII from `at` on, eight bytes at a step; up to seven of it are left. */
static size_t skip_ascii(struct str text, size_t at)
{
    for (uint64_t word; text.len - at >= sizeof word; at += sizeof word) {
        memcpy(&word, text.ptr + at, sizeof word);
        if ((word & UINT64_MAX / 0xff * 0x80) != 0)
            break;
    }
    return at;
}

/* Behind the characters of U+1000 to U+CFFF and U+E000 to U+FFFF from `at` on. */
static size_t skip_wide(struct str text, size_t at)
{
    const unsigned char *s = (const unsigned char *)text.ptr;
    at = utf8_skip_fives(text, at);
    while (text.len - at >= 3 && s[at] > 0xe0 && s[at] < 0xf0 && s[at] != 0xed && (s[at + 1] & 0xc0) == 0x80 &&
           (s[at + 2] & 0xc0) == 0x80)
        at += 3;
    return at;
}

bool utf8_valid(struct str text, size_t *bad)
{
    for (size_t at = 0; (at = skip_wide(text, skip_ascii(text, at))) < text.len;) {
        size_t len = sequence(text, at);
        if (len == 0) {
            if (bad != NULL)
                *bad = at;
            return false;
        }
        at += len;
    }
    return true;
}

uint32_t utf8_next_any(struct str text, size_t *at)
{
    const unsigned char *s = (const unsigned char *)text.ptr + *at;
    size_t len = sequence(text, *at);
    *at += len > 0 ? len : 1;
    switch (len) {
    case 1:
        return s[0];
    case 2:
        return (s[0] & 0x1fu) << 6 | (s[1] & 0x3fu);
    case 3:
        return (s[0] & 0x0fu) << 12 | (s[1] & 0x3fu) << 6 | (s[2] & 0x3fu);
    case 4:
        return (s[0] & 0x07u) << 18 | (s[1] & 0x3fu) << 12 | (s[2] & 0x3fu) << 6 | (s[3] & 0x3fu);
    default:
        return REPLACEMENT;
    }
}

uint32_t utf8_prev(struct str text, size_t *at)
{
    size_t end = *at;
    for (size_t back = 1; back <= 4 && back <= end; back++) {
        size_t from = end - back;
        if (sequence(str_slice(text, 0, end), from) == back) {
            *at = from;
            return utf8_next(text, &from);
        }
    }
    *at = end - 1;
    return REPLACEMENT;
}

size_t utf8_count(struct str text)
{
    size_t count = 0;
    for (size_t at = 0; at < text.len;) {
        size_t next = skip_wide(text, at);
        count += (next - at) / 3;
        if (next < text.len) {
            utf8_next(text, &next);
            count++;
        }
        at = next;
    }
    return count;
}

size_t utf8_offset(struct str text, size_t index)
{
    size_t at = 0;
    index = index < text.len ? index : text.len;
    while (index > 0 && at < text.len) {
        size_t next = skip_wide(str_slice(text, 0, at + 3 * index), at);
        index -= (next - at) / 3;
        if (index > 0 && next < text.len) {
            utf8_next(text, &next);
            index--;
        }
        at = next;
    }
    return at;
}

struct str utf8_slice(struct str text, size_t from, size_t to)
{
    size_t start = utf8_offset(text, from);
    struct str rest = str_slice(text, start, text.len);
    return str_slice(rest, 0, to > from ? utf8_offset(rest, to - from) : 0);
}

size_t utf8_encode(uint32_t code_point, char bytes[4])
{
    uint32_t c = code_point > 0x10ffff || (code_point >= 0xd800 && code_point < 0xe000) ? REPLACEMENT : code_point;
    size_t len = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    static const unsigned char lead[] = {0, 0, 0xc0, 0xe0, 0xf0};
    for (size_t i = len - 1; i > 0; i--, c >>= 6)
        bytes[i] = (char)(0x80 | (c & 0x3f));
    bytes[0] = (char)(lead[len] | c);
    return len;
}

bool utf8_add(struct buf *out, uint32_t code_point)
{
    char bytes[4];
    size_t len = utf8_encode(code_point, bytes);
    return buf_add_bytes(out, bytes, len);
}

size_t utf8_width_of(uint32_t c)
{
    if (c >= 0x20 && c < 0x7f)
        return 1;
    /* Quotes, dashes and dots that are narrow by the table but stand wide in Chinese fonts are kept narrow: terminals
     * do. */
    int width = utf8proc_codepoint_valid((utf8proc_int32_t)c) ? utf8proc_charwidth((utf8proc_int32_t)c) : 1;
    return width > 0 ? (size_t)width : 0;
}

size_t utf8_width(struct str text)
{
    size_t width = 0;
    for (size_t at = 0; at < text.len;)
        width += utf8_width_of(utf8_next(text, &at));
    return width;
}

static utf8proc_category_t category(uint32_t c)
{
    return utf8proc_codepoint_valid((utf8proc_int32_t)c) ? utf8proc_category((utf8proc_int32_t)c)
                                                         : UTF8PROC_CATEGORY_CN;
}

bool code_point_is_han_any(uint32_t c)
{
    return (c >= 0x4e00 && c <= 0x9fff) || (c >= 0x3400 && c <= 0x4dbf) || (c >= 0xf900 && c <= 0xfaff) ||
           (c >= 0x20000 && c <= 0x323af) || c == 0x3005 || c == 0x3007;
}

bool code_point_is_space(uint32_t c)
{
    return (c >= 0x09 && c <= 0x0d) || c == ' ' || c == 0x85 || c == 0xa0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

bool code_point_is_punctuation_any(uint32_t c)
{
    if (c < 0x80) /* all that is printed and no letter or digit */
        return c > ' ' && c < 0x7f && (c | 0x20) - 'a' >= 26 && c - '0' >= 10;
    utf8proc_category_t kind = category(c);
    return (kind >= UTF8PROC_CATEGORY_PC && kind <= UTF8PROC_CATEGORY_PO) ||
           (kind >= UTF8PROC_CATEGORY_SM && kind <= UTF8PROC_CATEGORY_SO);
}

bool code_point_is_letter(uint32_t c)
{
    if (c < 0x80 || code_point_is_common_han(c))
        return c >= 0x80 || (c | 0x20) - 'a' < 26;
    utf8proc_category_t kind = category(c);
    return kind >= UTF8PROC_CATEGORY_LU && kind <= UTF8PROC_CATEGORY_LO;
}

bool code_point_is_ignorable(uint32_t c)
{
    return utf8proc_codepoint_valid((utf8proc_int32_t)c) && utf8proc_get_property((utf8proc_int32_t)c)->ignorable;
}

bool code_point_is_deceptive(uint32_t c)
{
    enum { ZERO_WIDTH_JOINER = 0x200d };
    if (c < 0x80 || c == ZERO_WIDTH_JOINER || (c >= 0xfe00 && c <= 0xfe0f))
        return false;
    return c < 0xa0 || c == 0x2028 || c == 0x2029 || (c >= 0xfff9 && c <= 0xfffb) || code_point_is_ignorable(c);
}
