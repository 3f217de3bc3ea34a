/* Numbers in front of titles: "一、", "1.2", "II.3", "第三部分", "Part Two:", "Step 3 -", and emoji with them. */
#include "spec/aliases.h"
#include "syntax/outline.h"
#include "text/utf8.h"

#include <string.h>

/* One numeral of a heading: digits, Han numerals, Roman numerals, a capital or a number word; 0 when there is none. */
static size_t numeral_length(struct str text, size_t *number)
{
    static const char *const words[] = {"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"};
    enum marker style;
    size_t best = marker_numeral_length(text, &style, number);
    for (size_t i = 0; i < sizeof words / sizeof *words && best == 0; i++) {
        struct str word = str_from(words[i]);
        if (str_starts_folded(text, word) && (text.len == word.len || !ascii_letter(text.ptr[word.len]))) {
            *number = i + 1;
            best = word.len;
        }
    }
    return best;
}

/* 第 ... 部分|步|章|节|阶段|环节|幕, or "Part 2", "Step 3", "Part II", "步骤1", "阶段二"; returns the bytes used. */
static size_t worded_number(struct str text, size_t *number)
{
    static const char *const heads[] = {"第",   "步骤", "步驟",    "阶段",  "階段",  "环节",    "環節", "部分", "模块",
                                        "模塊", "step", "section", "stage", "phase", "chapter", "part", "no."};
    static const char *const tails[] = {"部分", "步骤", "步驟", "步",   "章",   "节", "節",
                                        "阶段", "階段", "环节", "環節", "幕",   "篇", "段",
                                        "模块", "模塊", "，",   "句话", "句話", "句", NULL};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        struct str head = str_from(heads[i]);
        if (!str_starts_folded(text, head))
            continue;
        struct str rest = str_trim(str_slice(text, head.len, text.len));
        size_t digits = numeral_length(rest, number);
        bool stuck = digits > 0 && ascii_letter(rest.ptr[0]) && rest.ptr == text.ptr + head.len; /* "partone", 第A */
        bool lower = digits == 1 && rest.ptr[0] >= 'a' && rest.ptr[0] <= 'z'; /* "part a customer plays" */
        if (digits == 0 || lower || (stuck && i > 0))
            continue;
        size_t used = (size_t)(rest.ptr - text.ptr) + digits;
        const size_t tail = i == 0 ? str_start_length(str_slice(text, used, text.len), tails) : 0;
        if (*number == 1 && str_starts(str_slice(text, used, text.len), STR("句")))
            return 0; /* "第一句" is what a call begins with */
        if (i > 0 || tail > 0)
            return used + tail;
    }
    return 0;
}

/* "I.1", "II-2", "A.3", "一.1", "B2": two parts or more, and something behind them; 0 when there are not. */
static size_t compound_number(struct str text, size_t *number)
{
    size_t at = numeral_length(text, number), parts = 1;
    if (at == 0 || (ascii_letter(text.ptr[0]) && (text.ptr[0] >= 'a' || at > 5))) {
        bool capital =
            text.len > 1 && text.ptr[0] >= 'A' && text.ptr[0] <= 'F' && text.ptr[1] >= '0' && text.ptr[1] <= '9';
        if (!capital) /* P0 is a level, Q1 a question */
            return 0;
        at = 1;
    }
    while (at < text.len) {
        bool mark = text.ptr[at] == '.' || text.ptr[at] == '-';
        bool glued = at == 1 && ascii_letter(text.ptr[0]) && text.ptr[0] <= 'F';
        size_t part = mark || glued ? numeral_length(str_slice(text, at + mark, text.len), number) : 0;
        if (part == 0 || (!(text.ptr[at + mark] >= '0' && text.ptr[at + mark] <= '9') && part > 3))
            break;
        at += mark + part;
        parts++;
    }
    return parts > 1 && at < text.len && !ascii_letter(text.ptr[at]) ? at : 0;
}

static bool separator(uint32_t c)
{
    return c == ':' || c == 0xff1a || c == 0xff0c || c == '-' || c == 0x2014 || c == 0x2013 || c == '.' ||
           c == 0x3001 || c == '|' || c == 0x00b7 || c == 0x2192 || code_point_is_space(c);
}

static struct str skip_separators(struct str text)
{
    size_t at = 0;
    while (at < text.len) {
        size_t before = at;
        if (!separator(utf8_next(text, &at)))
            return str_slice(text, before, text.len);
    }
    return str_slice(text, at, text.len);
}

/* "1️⃣": a digit that is drawn on a key; 0 when there is none. */
static size_t keycap_length(struct str text, size_t *number)
{
    static const char key[] = "\xef\xb8\x8f\xe2\x83\xa3";
    if (text.len < sizeof key || !ascii_digit(text.ptr[0]) || !str_starts(str_slice(text, 1, text.len), str_from(key)))
        return 0;
    *number = (size_t)(text.ptr[0] - '0');
    return sizeof key;
}

struct str title_strip_number(struct str text, size_t *number)
{
    text = str_trim(text);
    *number = 0;
    enum marker style;
    /* emoji and other signs in front */
    while (text.len > 0) {
        size_t at = 0;
        uint32_t c = utf8_next(text, &at);
        if (c < 0x2190 || code_point_is_letter(c) || code_point_is_punctuation(c) || (c >= 0x2460 && c <= 0x249b) ||
            (c >= 0x2e80 && c < 0x1f000))
            break;
        text = str_trim(str_slice(text, at, text.len));
    }
    size_t keycap = keycap_length(text, number);
    if (keycap > 0)
        return skip_separators(str_slice(text, keycap, text.len));
    size_t used = worded_number(text, number);
    if (used == 0 && text.len > 3 && text.ptr[0] == 'S' && ascii_digit(text.ptr[1]) &&
        text.ptr[2] == ' ') { /* "S1 核对" */
        *number = (size_t)(text.ptr[1] - '0');
        used = 2;
    }
    if (used == 0) {
        used = marker_length(text, &style, number);
        if (style == MARKER_BULLET)
            used = 0;
    }
    if (used == 0)
        used = compound_number(text, number);
    if (used == 0 && text.len > 0 && (text.ptr[0] & 0x80 || (text.ptr[0] <= 'Z' && ascii_letter(text.ptr[0])))) {
        /* "II Role", "Ⅱ 角色", "二 角色": not "I role", which is talk */
        size_t length = numeral_length(text, number);
        bool apart = length > 1 && length < text.len && text.ptr[length] == ' ';
        used = apart && ((text.ptr[0] & 0x80) || (text.ptr[0] != '\0' && memchr("IVX", text.ptr[0], 3) != NULL))
                   ? length
                   : 0;
    }
    if (used == 0) { /* "1 角色", "1.2角色" */
        size_t at = 0;
        while (at < text.len && ((text.ptr[at] >= '0' && text.ptr[at] <= '9') || (at > 0 && text.ptr[at] == '.')))
            at++;
        if (at > 0 && at <= 5 && at < text.len && (text.ptr[at] == ' ' || memchr(text.ptr, '.', at) != NULL)) {
            *number = (size_t)(text.ptr[0] - '0');
            used = at;
        }
    }
    struct str rest = skip_separators(str_slice(text, used, text.len));
    if (used == 0 || rest.len == 0) {
        *number = used == 0 ? 0 : *number;
        return used == 0 ? text : rest;
    }
    return rest;
}
