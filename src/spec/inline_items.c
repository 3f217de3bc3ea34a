/* Lists that stand in one paragraph: "1）…；2）…", "一是……；二是……", "first, ...; second, ...". */
#include "spec/reader.h"
#include "text/utf8.h"

#include <string.h>

/* "一是", "其一", "第一，", "first," at the start: its length, 0 when there is none for this number. */
static size_t ordinal_length(struct str text, size_t number)
{
    static const char *const han[] = {"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"},
                             *const latin[] = {"first", "second",  "third",  "fourth", "fifth",
                                               "sixth", "seventh", "eighth", "ninth",  "tenth"},
                             *const tails[] = {"是", "种", "種", "，", "、", ",", NULL};
    if (number == 0 || number > sizeof han / sizeof *han)
        return 0;
    const struct str sign = str_from(han[number - 1]), word = str_from(latin[number - 1]);
    if (str_starts_folded(text, word)) {
        size_t at = word.len + (str_starts(str_slice(text, word.len, text.len), STR("ly")) ? 2 : 0);
        return at < text.len && memchr(",:", text.ptr[at], 2) != NULL ? at + 1 : 0;
    }
    const bool its = str_starts(text, STR("其")), counts = str_starts(text, STR("第"));
    size_t at = its || counts ? 3 : 0;
    if (!str_starts(str_slice(text, at, text.len), sign))
        return 0;
    at += sign.len;
    const struct str behind = str_slice(text, at, text.len);
    size_t tail = str_start_length(behind, tails);
    if (!its && tail == 0)
        return 0;
    return its || counts || str_starts(behind, STR("是")) ? at + tail : 0;
}

size_t inline_item(struct str text, size_t from, size_t number, bool words, size_t *length)
{
    enum marker style;
    size_t found;
    size_t back = from;
    uint32_t before = from > 0 ? utf8_prev(text, &back) : ' ', sign = before; /* the last that is no white space */
    while (back > 0 && code_point_is_space(sign))
        sign = utf8_prev(text, &back);
    sign = code_point_is_space(sign) ? '.' : sign;
    for (size_t at = from; at < text.len;) {
        const struct str rest = str_slice(text, at, text.len);
        bool apart = code_point_is_space(before) || code_point_is_punctuation(before),
             clause = sign == 0xff1a || sign == ':' || sign == 0xff1b || sign == ';' || sign == 0x3002 || sign == '.';
        if (apart && rest.ptr[0] != '-') { /* which begins no number, and is looked behind to the end */
            *length = marker_length(rest, &style, &found);
            if (*length > 0 && style == MARKER_DIGIT && found == number)
                return at;
        }
        if (apart && words && clause && (*length = ordinal_length(rest, number)) > 0)
            return at;
        before = utf8_next(text, &at);
        sign = code_point_is_space(before) ? sign : before;
    }
    return STR_NONE;
}

struct str without_semicolons(struct str text)
{
    static const char *const semicolons[] = {";", "；", NULL};
    return str_trim_end(text, semicolons);
}

size_t inline_items(struct str text)
{
    size_t count = 0, length;
    for (size_t at = 0; (at = inline_item(text, at, count + 1, true, &length)) != STR_NONE; at += length)
        count++;
    return count;
}

bool inline_next(struct str *rest, size_t number, struct str *item)
{
    size_t length = 0, behind = 0;
    struct str text = str_trim(*rest);
    if (text.len == 0 || inline_item(text, 0, number, false, &length) != 0)
        return false;
    size_t next = inline_item(text, length, number + 1, false, &behind);
    if (number == 1 && next == STR_NONE)
        return false;
    *item = without_semicolons(str_slice(text, length, next == STR_NONE ? text.len : next));
    *rest = next == STR_NONE ? (struct str){0} : str_slice(text, next, text.len);
    return true;
}
