#include "signal/number.h"

#include "base/vec.h"
#include "text/utf8.h"

#include <string.h>

enum { LIMIT = 1000000000 };

static bool letter(char c)
{
    return c >= 'a' && c <= 'z';
}
static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

static int chinese_digit(uint32_t c)
{
    switch (c) {
    case U'零':
    case 0x3007:
        return 0;
    case U'一':
        return 1;
    case U'二':
    case U'两':
    case U'俩':
        return 2;
    case U'三':
        return 3;
    case U'四':
        return 4;
    case U'五':
        return 5;
    case U'六':
        return 6;
    case U'七':
        return 7;
    case U'八':
        return 8;
    case U'九':
        return 9;
    default:
        return -1;
    }
}

static uint64_t chinese_scale(uint32_t c)
{
    return c == 0x5341 ? 10 : c == 0x767e ? 100 : c == 0x5343 ? 1000 : c == 0x4e07 ? 10000 : 0;
}

/* 四十一, 两万三, 二〇二五, 一万一千六百六. */
static bool chinese_number(struct str text, size_t *at, uint64_t *value)
{
    uint64_t total = 0, section = 0, last_scale = 0;
    int current = -1, digits = 0, run = 0;
    uint64_t plain = 0;
    size_t end = *at;
    while (end < text.len) {
        size_t next = end;
        uint32_t c = utf8_next(text, &next);
        int d = chinese_digit(c);
        uint64_t scale = chinese_scale(c);
        if (d >= 0) {
            current = d;
            plain = plain * 10 + (uint64_t)d;
            run++;
        } else if (scale == 10000) {
            total += (section + (current > 0 ? (uint64_t)current : 0)) * scale;
            section = 0;
            current = -1;
            run = 0;
            last_scale = scale;
        } else if (scale > 0) {
            section += (current >= 0 ? (uint64_t)current : 1) * scale;
            current = -1;
            run = 0;
            last_scale = scale;
        } else {
            break;
        }
        digits++;
        end = next;
        if (total > LIMIT || plain > LIMIT)
            break;
    }
    if (digits == 0)
        return false;
    if (last_scale == 0)
        *value = plain;
    else if (current > 0 && last_scale > 10 &&
             run == 1) /* 六百六: the last digit is of the next scale below, unless 零 stood before it */
        *value = total + section + (uint64_t)current * (last_scale / 10);
    else
        *value = total + section + (current > 0 ? (uint64_t)current : 0);
    *at = end;
    return true;
}

struct word_value {
    const char *word;
    unsigned value;
};
static const struct word_value WORDS[] = {
    {"zero", 0},      {"one", 1},       {"two", 2},       {"three", 3},    {"four", 4},     {"five", 5},
    {"six", 6},       {"seven", 7},     {"eight", 8},     {"nine", 9},     {"ten", 10},     {"eleven", 11},
    {"twelve", 12},   {"thirteen", 13}, {"fourteen", 14}, {"fifteen", 15}, {"sixteen", 16}, {"seventeen", 17},
    {"eighteen", 18}, {"nineteen", 19}, {"twenty", 20},   {"thirty", 30},  {"forty", 40},   {"fifty", 50},
    {"sixty", 60},    {"seventy", 70},  {"eighty", 80},   {"ninety", 90}};

/* As the words begin, by two letters: most words of a text are none of them. */
static bool begins_word(struct str text, size_t at)
{
    const char second = at + 1 < text.len ? text.ptr[at + 1] : '\0';
    switch (text.ptr[at]) {
    case 't':
        return second == 'w' || second == 'h' || second == 'e';
    case 'f':
        return second == 'o' || second == 'i';
    case 's':
        return second == 'i' || second == 'e';
    case 'e':
        return second == 'i' || second == 'l';
    case 'n':
        return second == 'i';
    case 'o':
        return second == 'n';
    case 'z':
        return second == 'e';
    default:
        return false;
    }
}

static bool word_value(struct str text, size_t at, size_t *end, unsigned *value)
{
    *end = at;
    if (!begins_word(text, at))
        return false;
    while (*end < text.len && letter(text.ptr[*end]))
        (*end)++;
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        if (str_eq_cstring(str_slice(text, at, *end), WORDS[i].word)) {
            *value = WORDS[i].value;
            return true;
        }
    return false;
}

/* "thirty-six", "nineteen", "two hundred": enough for ages, dates and counts. */
static bool english_number(struct str text, size_t *at, uint64_t *value)
{
    size_t end;
    unsigned first, second;
    if (!letter(text.ptr[*at]) || (*at > 0 && letter(text.ptr[*at - 1])) || !word_value(text, *at, &end, &first))
        return false;
    *value = first;
    size_t next = end + 1, next_end;
    if (first >= 20 && end < text.len && (text.ptr[end] == '-' || text.ptr[end] == ' ') && next < text.len &&
        word_value(text, next, &next_end, &second) && second > 0 && second < 10) {
        *value += second;
        end = next_end;
    }
    if (str_starts(str_slice(text, end, text.len), STR(" hundred"))) {
        *value *= 100;
        end += sizeof " hundred" - 1;
    }
    *at = end;
    return true;
}

static bool arabic_number(struct str text, size_t *at, uint64_t *value)
{
    size_t end = *at;
    *value = 0;
    while (end < text.len && (digit(text.ptr[end]) ||
                              (text.ptr[end] == ',' && end > *at && end + 3 < text.len && digit(text.ptr[end + 1]) &&
                               digit(text.ptr[end + 2]) && digit(text.ptr[end + 3])))) {
        if (text.ptr[end] != ',' && *value < LIMIT)
            *value = *value * 10 + (uint64_t)(text.ptr[end] - '0');
        end++;
    }
    if (end == *at)
        return false;
    *at = end;
    return true;
}

static enum unit unit_at(struct str text, size_t *at)
{
    static const struct {
        const char *text;
        enum unit unit;
    } table[] = {{"周岁", UNIT_AGE},     {"岁", UNIT_AGE},        {"years old", UNIT_AGE}, {"year-old", UNIT_AGE},
                 {"year old", UNIT_AGE}, {"-year-old", UNIT_AGE}, {"月", UNIT_MONTH},      {"号", UNIT_DAY},
                 {"日", UNIT_DAY},       {"点", UNIT_HOUR},       {"多年", UNIT_YEARS},    {"来年", UNIT_YEARS},
                 {"年", UNIT_YEAR},      {"years", UNIT_YEARS}};
    struct str rest = str_slice(text, *at, text.len);
    if (rest.len > 0 && rest.ptr[0] == ' ')
        rest = str_slice(rest, 1, rest.len);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (rest.len > 0 && rest.ptr[0] == table[i].text[0] && str_starts(rest, str_from(table[i].text))) {
            *at = (size_t)(rest.ptr - text.ptr) + strlen(table[i].text);
            return table[i].unit;
        }
    return UNIT_NONE;
}

/* What a number begins with tells its kind. */
static bool value_at(struct str normal, size_t *at, uint64_t *value)
{
    const unsigned char c = (unsigned char)normal.ptr[*at];
    if (c < 0x80)
        return digit((char)c) ? arabic_number(normal, at, value) : english_number(normal, at, value);
    if (c < 0xe3 || c > 0xe9) /* U+3007 and the ideographs */
        return false;
    size_t next = *at;
    uint32_t first = utf8_next(normal, &next);
    return (chinese_digit(first) >= 0 || chinese_scale(first) > 0) && chinese_number(normal, at, value);
}

bool number_at(struct str normal, size_t at, struct number *number)
{
    size_t end = at;
    uint64_t value = 0;
    if (!value_at(normal, &end, &value))
        return false;
    number->value = value;
    number->start = (uint32_t)at;
    number->unit = unit_at(normal, &end);
    number->end = (uint32_t)end;
    return true;
}

/* Tells most characters from the numerals at a glance. */
static bool may_be_numeral(uint32_t c)
{
#define LOW_BITS(c) ((uint64_t)1 << ((c)&63))
    static const uint64_t numerals =
        LOW_BITS(U'零') | LOW_BITS(0x3007) | LOW_BITS(U'一') | LOW_BITS(U'二') | LOW_BITS(U'两') | LOW_BITS(U'俩') |
        LOW_BITS(U'三') | LOW_BITS(U'四') | LOW_BITS(U'五') | LOW_BITS(U'六') | LOW_BITS(U'七') | LOW_BITS(U'八') |
        LOW_BITS(U'九') | LOW_BITS(U'十') | LOW_BITS(U'百') | LOW_BITS(U'千') | LOW_BITS(U'万');
#undef LOW_BITS
    return numerals >> (c & 63) & 1;
}

/* Where the next number may begin, at or behind `at`: at a digit, a numeral, or a word's first letter. */
static size_t next_start(struct str normal, size_t at)
{
    for (size_t next = at; at < normal.len; at = next) {
        const uint32_t sign = utf8_next_good(normal, &next);
        if (sign < 0x80 ? digit((char)sign) || letter((char)sign)
                        : may_be_numeral(sign) && (chinese_digit(sign) >= 0 || chinese_scale(sign) > 0))
            break;
    }
    return at;
}

struct numbers numbers_of(struct arena *arena, struct str normal)
{
    VEC(struct number) found = {0};
    for (size_t at = next_start(normal, 0); at < normal.len; at = next_start(normal, at)) {
        struct number number;
        if (number_at(normal, at, &number)) {
            VEC_PUSH(&found, number);
            at = number.end;
            continue;
        }
        if (!letter(normal.ptr[at]))
            utf8_next(normal, &at);
        while (at < normal.len && letter(normal.ptr[at])) /* inside a word begins none */
            at++;
    }
    struct numbers numbers = {arena_raw(arena, found.count, sizeof *numbers.items), found.count};
    if (found.count > 0)
        memcpy(numbers.items, found.items, found.count * sizeof *numbers.items);
    VEC_RELEASE(&found);
    return numbers;
}
