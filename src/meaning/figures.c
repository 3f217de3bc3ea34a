#include "meaning/figures.h"

#include "text/utf8.h"

/* What a Chinese numeral stands for: its digit, or its power of ten from 10 on; -1 for anything else. */
static int numeral_of(uint32_t c)
{
    static const struct {
        uint32_t c;
        int value;
    } numerals[] = {{U'零', 0}, {U'一', 1},  {U'二', 2},   {U'两', 2},    {U'三', 3},
                    {U'四', 4}, {U'五', 5},  {U'六', 6},   {U'七', 7},    {U'八', 8},
                    {U'九', 9}, {U'十', 10}, {U'百', 100}, {U'千', 1000}, {U'万', 10000}};
    for (size_t i = 0; i < sizeof numerals / sizeof *numerals && may_be_numeral(c); i++)
        if (numerals[i].c == c)
            return numerals[i].value;
    return -1;
}

uint64_t figures_read(struct str text, size_t *at)
{
    enum { LONGEST = 12 };
    uint64_t sum = 0, section = 0, digit = 0, unit = 0;
    size_t count = 0, from = *at;
    while (*at < text.len && ascii_digit(text.ptr[*at]) && *at - from < LONGEST)
        sum = sum * 10 + (uint64_t)(text.ptr[(*at)++] - '0');
    if (*at > from)
        return *at - from >= 2 ? sum : 0;
    for (size_t next = from; next < text.len && count < LONGEST; count++, *at = next) {
        int numeral = numeral_of(utf8_next(text, &next));
        if (numeral < 0)
            break;
        if (numeral == 0)
            unit = 10; /* 三百零二: what follows is no short form */
        if (numeral < 10) {
            digit = (uint64_t)numeral;
            continue;
        }
        unit = (uint64_t)numeral;
        if (numeral == 10000)
            sum = (sum + section + digit) * unit, section = 0;
        else
            section += (digit > 0 ? digit : 1) * unit;
        digit = 0;
    }
    return count >= 2 && unit > 0 ? sum + section + (unit > 10 ? digit * (unit / 10) : digit) : 0;
}
