#include "syntax/marker.h"

#include "text/utf8.h"

#include <string.h>

size_t marker_cut_indent(struct str *text)
{
    size_t columns = 0, i = 0;
    while (i < text->len) {
        if (text->ptr[i] == '\t')
            columns = (columns / 4 + 1) * 4, i++;
        else if (text->ptr[i] == ' ')
            columns++, i++;
        else if (str_starts(str_slice(*text, i, text->len), STR("\u3000")))
            columns += 2, i += 3;
        else if (str_starts(str_slice(*text, i, text->len), STR("\u00a0")))
            columns++, i += 2;
        else if (str_starts(str_slice(*text, i, text->len), STR("&nbsp;")))
            columns++, i += 6;
        else
            break;
    }
    *text = str_slice(*text, i, text->len);
    return columns;
}

bool marker_space_at(struct str text, size_t at)
{
    return at >= text.len || text.ptr[at] == ' ' || text.ptr[at] == '\t' ||
           str_starts(str_slice(text, at, text.len), STR("\u3000"));
}

static size_t skip_space(struct str text, size_t at)
{
    struct str rest = str_slice(text, at, text.len);
    size_t before = rest.len;
    marker_cut_indent(&rest);
    return at + (before - rest.len);
}

static uint32_t code_point_at(struct str text, size_t at)
{
    return at < text.len ? utf8_next(text, &at) : 0;
}

/* 一 and 壹 = 1 ... 十 and 拾 = 10, others 0. */
static size_t han_digit(uint32_t c)
{
    static const uint32_t digits[] = {0x4e00, 0x4e8c, 0x4e09, 0x56db, 0x4e94, 0x516d, 0x4e03, 0x516b, 0x4e5d, 0x5341},
                          formal[] = {0x58f9, 0x8cb3, 0x53c3, 0x8086, 0x4f0d, 0x9678, 0x67d2, 0x634c, 0x7396, 0x62fe},
                          simple[] = {0x58f9, 0x8d30, 0x53c1, 0x8086, 0x4f0d, 0x9646, 0x67d2, 0x634c, 0x7396, 0x62fe};
    for (size_t i = 0; i < sizeof digits / sizeof *digits; i++) {
        if (digits[i] == c || formal[i] == c || simple[i] == c)
            return i + 1;
    }
    return 0;
}

/* 甲 = 1 ... 癸 = 10, others 0. */
static size_t stem_number(uint32_t c)
{
    static const uint32_t stems[] = {0x7532, 0x4e59, 0x4e19, 0x4e01, 0x620a, 0x5df1, 0x5e9a, 0x8f9b, 0x58ec, 0x7678};
    for (size_t i = 0; i < sizeof stems / sizeof *stems; i++) {
        if (stems[i] == c)
            return i + 1;
    }
    return 0;
}

/* i to xxxix at the start, in one case and as it is properly written, and no letter behind: its length in bytes, 0 when
 * there is none. */
static size_t roman_numeral(struct str text, size_t *value)
{
    static const char *const tens[] = {"", "x", "xx", "xxx"};
    static const char *const ones[] = {"", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"};
    char lower[8] = {0};
    size_t length = 0;
    while (length < text.len && length + 1 < sizeof lower && ascii_letter(text.ptr[length])) {
        if (((text.ptr[length] ^ text.ptr[0]) & 0x20) != 0)
            return 0;
        lower[length] = (char)(text.ptr[length] | 0x20);
        length++;
    }
    for (size_t n = 1; n < 40; n++) {
        size_t head = strlen(tens[n / 10]);
        if (length == head + strlen(ones[n % 10]) && memcmp(lower, tens[n / 10], head) == 0 &&
            strcmp(lower + head, ones[n % 10]) == 0) {
            *value = n;
            return length;
        }
    }
    return 0;
}

/* Ⅰ to Ⅻ, ⅰ to ⅻ; others 0. */
static size_t roman_sign(uint32_t c)
{
    if (c >= 0x2160 && c <= 0x216b)
        return c - 0x2160 + 1;
    return c >= 0x2170 && c <= 0x217b ? c - 0x2170 + 1 : 0;
}

/* Digits of either width; *count of them, of which more than three are no item's number. */
static size_t digits_length(struct str text, size_t *number, size_t *count)
{
    size_t length = 0;
    *number = *count = 0;
    while (length < text.len && *count < 4) {
        size_t next = length;
        uint32_t c = utf8_next(text, &next);
        c = c >= 0xff10 && c <= 0xff19 ? c - 0xff10 + '0' : c;
        if (c < '0' || c > '9')
            break;
        *number = *number * 10 + (c - '0');
        ++*count;
        length = next;
    }
    return length;
}

static size_t han_length(struct str text, size_t *number)
{
    size_t length = 0, value = 0, count = 0;
    for (size_t next = 0; next < text.len && count < 3; count++) {
        size_t digit = han_digit(utf8_next(text, &next));
        if (digit == 0)
            break;
        value = digit == 10 ? (value == 0 ? 10 : value * 10) : (value >= 10 ? value + digit : digit);
        length = next;
    }
    *number = value;
    return length;
}

size_t marker_numeral_length(struct str text, enum marker *style, size_t *number)
{
    size_t value, count, length = digits_length(text, &value, &count);
    *style = MARKER_NONE;
    if (count > 3)
        return 0;
    if (length > 0) {
        *style = MARKER_DIGIT;
        *number = value;
        return length;
    }
    if ((length = han_length(text, &value)) > 0) {
        *style = MARKER_HAN;
        *number = value;
        return length;
    }
    uint32_t first = code_point_at(text, 0);
    if ((value = roman_sign(first)) > 0)
        length = 3;
    else if ((length = roman_numeral(text, &value)) > 0 && value == 1)
        length = 0; /* a lone i is the letter */
    if (length == 0 && text.len > 0 && ascii_letter(text.ptr[0]) && !(text.len > 1 && ascii_letter(text.ptr[1]))) {
        value = (size_t)((text.ptr[0] | 0x20) - 'a') + 1;
        length = 1;
    }
    if (length > 0) {
        *style = MARKER_LETTER;
        *number = value;
    }
    return length;
}

/* A numeral at *at, which may have parts: 1.2.3 counts by its last. */
static enum marker read_numeral(struct str text, size_t *at, size_t *number)
{
    enum marker style;
    size_t count;
    if ((*number = stem_number(code_point_at(text, *at))) > 0) {
        bool listed = stem_number(code_point_at(text, *at + 6)) > 0; /* 甲、乙双方 */
        *at += listed ? 0 : 3;
        return listed ? MARKER_NONE : MARKER_HAN;
    }
    size_t i = *at + marker_numeral_length(str_slice(text, *at, text.len), &style, number);
    while (style == MARKER_DIGIT && i + 1 < text.len && text.ptr[i] == '.' && ascii_digit(text.ptr[i + 1]))
        i += 1 + digits_length(str_slice(text, i + 1, text.len), number, &count);
    *at = i;
    return style;
}

/* ① to ⑳, ⑴ to ⒇, ⒈ to ⒛; ⓵ to ⓾, ❶ to ❿, ➀ to ➉, ➊ to ➓, ㈠ to ㈩, ㊀ to ㊉. */
static size_t circled(uint32_t c)
{
    static const uint32_t tens[] = {0x24f5, 0x2776, 0x2780, 0x278a, 0x3220, 0x3280};
    if (c >= 0x2460 && c <= 0x249b)
        return (c - 0x2460) % 20 + 1;
    for (size_t i = 0; i < sizeof tens / sizeof *tens; i++)
        if (c >= tens[i] && c < tens[i] + 10)
            return c - tens[i] + 1;
    return 0;
}

static bool full_stop_like(uint32_t c)
{
    return c == 0x3001 || c == 0xff0e; /* 、． */
}

static bool closing_bracket(uint32_t c)
{
    return c == ')' || c == 0xff09 || c == ']' || c == 0x3011;
}

static size_t width_of(uint32_t c)
{
    return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
}

static size_t ordered_length(struct str text, enum marker *style, size_t *number)
{
    uint32_t first = code_point_at(text, 0);
    size_t at = 0;
    if (circled(first) > 0) {
        *style = MARKER_DIGIT;
        *number = circled(first);
        at = width_of(first);
        uint32_t after = code_point_at(text, at);
        return skip_space(text, after == '.' || full_stop_like(after) ? at + width_of(after) : at);
    }
    bool bracketed = first == '(' || first == 0xff08 || first == '[' || first == 0x3010;
    if (bracketed)
        at = width_of(first);
    size_t from = at;
    *style = read_numeral(text, &at, number);
    if (*style == MARKER_NONE)
        return 0;
    if (str_starts(str_slice(text, at, text.len), STR("\ufe0f\u20e3"))) /* a keycap */
        return skip_space(text, at + 6);
    bool dotted = memchr(text.ptr + from, '.', at - from) != NULL;
    size_t mark_at = skip_space(text, at);
    uint32_t mark = code_point_at(text, at);
    if (bracketed || closing_bracket(mark)) {
        if (!closing_bracket(mark) || (bracketed && *style == MARKER_LETTER && first == '['))
            return 0;
        at += width_of(mark);
        return *style == MARKER_LETTER && !bracketed && !marker_space_at(text, at) ? 0 : skip_space(text, at);
    }
    if (full_stop_like(mark))
        return skip_space(text, at + width_of(mark));
    if (mark == '.') {
        bool digit_behind = at + 1 < text.len && ascii_digit(text.ptr[at + 1]);
        bool tight = !marker_space_at(text, at + 1);
        if (digit_behind ||
            (tight && (*style == MARKER_LETTER || (at + 1 < text.len && ascii_letter(text.ptr[at + 1])))))
            return 0;
        return skip_space(text, at + 1);
    }
    if ((mark == ':' || mark == 0xff1a) && *style == MARKER_DIGIT && !dotted &&
        !ascii_digit((char)code_point_at(text, at + width_of(mark))))
        return skip_space(text, at + width_of(mark));
    return dotted && mark_at > at ? mark_at : 0;
}

static bool bullet_sign(uint32_t c)
{
    static const uint32_t signs[] = {0x2022,  0x00b7,  0x25cf,  0x25cb,  0x25a0,  0x25a1,  0x25aa,  0x25ab,  0x25c6,
                                     0x25c7,  0x25b6,  0x25ba,  0x25b8,  0x25b9,  0x2219,  0x2023,  0x25e6,  0x30fb,
                                     0xff0d,  0xff65,  0x2705,  0x274c,  0x2713,  0x2714,  0x2717,  0x2718,  0x2611,
                                     0x2610,  0x27a4,  0x2212,  0x2b50,  0x2605,  0x2606,  0x274e,  0x1f539, 0x1f538,
                                     0x1f449, 0x1f6ab, 0x221a,  0x2715,  0x2716,  0x26d4,  0x1f44d, 0x1f44e, 0x1f534,
                                     0x1f7e2, 0x1f645, 0x1f646, 0x1f7e0, 0x1f7e1, 0x1f947, 0x1f948, 0x1f949};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (signs[i] == c)
            return true;
    }
    return false;
}

static bool ascii_only(struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if ((text.ptr[i] & 0x80) != 0)
            return false;
    }
    return true;
}

static size_t bullet_length(struct str text)
{
    uint32_t c = code_point_at(text, 0);
    size_t after = width_of(c);
    uint32_t next_sign = code_point_at(text, after);
    bool times = c == 0xd7 && (next_sign == ' ' || code_point_is_han(next_sign)) && next_sign != 0x6708 &&
                 next_sign != 0x65e5 && next_sign != 0x5e74; /* × in front of words, not ×月×日 */
    if (bullet_sign(c) || times) {
        if (code_point_at(text, after) == 0xfe0f) /* a variation selector behind ✔ */
            after += 3;
        return skip_space(text, after);
    }
    if (c == '-' || c == '*' || c == '+' || c == 0x2013 || c == 0x2014) {
        if (marker_space_at(text, after))
            return skip_space(text, after);
        uint32_t next = code_point_at(text, after);
        bool stuck = c == '-' && next != '-' && next != '>' &&
                     (!ascii_digit((char)(next < 0x80 ? next : 0)) || !ascii_only(text));
        return stuck ? after : 0;
    }
    return 0;
}

size_t marker_length(struct str text, enum marker *style, size_t *number)
{
    *style = MARKER_NONE;
    *number = 0;
    if (text.len == 0)
        return 0;
    size_t length = bullet_length(text);
    if (length > 0) {
        *style = MARKER_BULLET;
        if (length + 3 <= text.len && text.ptr[length] == '[' && text.ptr[length + 2] == ']' &&
            memchr(" xX", text.ptr[length + 1], 3) != NULL)
            length = skip_space(text, length + 3); /* a task's box */
        return length;
    }
    length = ordered_length(text, style, number);
    if (length == 0)
        *style = MARKER_NONE, *number = 0;
    return length;
}

void marker_emoji(struct str *body, struct str *marker)
{
    size_t length = width_of(code_point_at(*body, 0));
    if (code_point_at(*body, length) == 0xfe0f)
        length += 3;
    *marker = str_slice(*body, 0, length);
    *body = str_trim(str_slice(*body, length, body->len));
}
