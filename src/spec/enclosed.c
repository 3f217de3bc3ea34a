/* What stands between quotation marks and brackets. */
#include "base/arena.h"
#include "spec/markup.h"
#include "text/utf8.h"

#include <string.h>

uint32_t markup_closing_quote(uint32_t open)
{
    switch (open) {
    case 0x201c:
        return 0x201d;
    case 0x2018:
        return 0x2019;
    case 0x300c:
        return 0x300d;
    case 0x300e:
        return 0x300f;
    case 0xff02:
    case '"':
    case '\'':
        return open;
    default:
        return 0;
    }
}

size_t markup_quoted_length(struct str text)
{
    size_t at = 0, depth = 1;
    if (text.len == 0)
        return 0;
    uint32_t open = utf8_next(text, &at), close = markup_closing_quote(open);
    if (close == 0)
        return 0;
    while (at < text.len) {
        uint32_t before = at > 0 ? (unsigned char)text.ptr[at - 1] : 0;
        uint32_t c = utf8_next(text, &at);
        bool letter_behind = at < text.len && ascii_alnum(text.ptr[at]);
        if (c == open && open != close)
            depth++;
        else if (c == close && !((open == '\'' || open == 0x2018) && letter_behind && before > ' ') && --depth == 0)
            return at;
    }
    /* “……“ : typed with two opening marks */
    return open == 0x201c && str_ends(text, STR("“")) &&
                   str_find(str_slice(text, 3, text.len - 3), STR("“")) == STR_NONE
               ? text.len
               : 0;
}

struct str markup_unquote(struct str text)
{
    text = str_trim(text);
    size_t length = markup_quoted_length(text);
    if (length == 0)
        return text;
    for (size_t at = length; at < text.len;) {
        uint32_t c = utf8_next(text, &at);
        if (c != ';' && c != ',' && c != '.' && c != 0xff1b && c != 0xff0c && c != 0x3002 && c != 0x3001 &&
            !code_point_is_space(c))
            return text;
    }
    size_t from = 0, to = length;
    utf8_next(text, &from);
    utf8_prev(text, &to);
    return from < to ? str_trim(str_slice(text, from, to)) : (struct str){text.ptr, 0};
}

struct str markup_said(struct str raw)
{
    enum { WORDS_MOST = 8 };
    size_t count = 0, at = 0;
    while (at < raw.len && count < WORDS_MOST) {
        size_t next = at;
        uint32_t c = utf8_next(raw, &next);
        if (markup_closing_quote(c) != 0)
            break;
        if (code_point_is_punctuation(c) && c != ':' && c != 0xff1a)
            return raw;
        at = next;
        count++;
    }
    struct str quoted = str_slice(raw, at, raw.len);
    return count > 0 && quoted.len > 0 && quoted.ptr[0] != '\'' && markup_quoted_length(quoted) == quoted.len ? quoted
                                                                                                              : raw;
}

static uint32_t closing_bracket_of(uint32_t open)
{
    switch (open) {
    case '(':
        return ')';
    case '[':
        return ']';
    case 0xff08:
        return 0xff09;
    case 0x3010:
        return 0x3011;
    case 0x3014:
        return 0x3015;
    case 0x3016: /* 〖 */
        return 0x3017;
    case 0xff3b:
        return 0xff3d;
    case 0xff1c: /* ＜ */
        return 0xff1e;
    default:
        return 0;
    }
}

size_t markup_bracket_length(struct str text, size_t at, struct str *inside)
{
    enum { LONGEST = 1200, DEEPEST = 32 }; /* bytes, brackets; what is longer or deeper is no remark */
    size_t from = at, depth = 1;
    if (at >= text.len)
        return 0;
    uint32_t open = utf8_next(text, &at), close = closing_bracket_of(open);
    size_t start = at;
    if (close == 0)
        return 0;
    while (at < text.len && at - start < LONGEST) {
        size_t before = at;
        uint32_t c = utf8_next(text, &at);
        /* half- and full-width brackets are paired as they come */
        bool is_close = c == close || ((c == ')' || c == 0xff09) && (open == '(' || open == 0xff08));
        bool is_open = c == open || ((c == '(' || c == 0xff08) && (open == '(' || open == 0xff08));
        if (is_open) {
            if (++depth > DEEPEST)
                return 0;
        } else if (is_close && --depth == 0) {
            *inside = str_trim(str_slice(text, start, before));
            return at - from;
        }
    }
    return 0;
}

bool markup_opens_title(struct str text)
{
    static const char *const brackets[] = {"【", "［", "〔", "〖", "＜", NULL};
    return str_starts_any(text, brackets);
}

struct str markup_cut_remarks(struct arena *arena, struct str title, struct str *remark)
{
    *remark = (struct str){0};
    char *out = arena_alloc(arena, title.len + 1);
    size_t len = 0;
    for (size_t at = 0; at < title.len;) {
        struct str inside = {0};
        unsigned char c = (unsigned char)title.ptr[at];
        size_t length = c >= 0xe3 || c == '(' || c == '[' ? markup_bracket_length(title, at, &inside) : 0;
        if (length > 0) {
            if (remark->len == 0)
                *remark = inside;
            at += length;
            continue;
        }
        size_t next = at;
        utf8_next(title, &next);
        memcpy(out + len, title.ptr + at, next - at);
        len += next - at;
        at = next;
    }
    return str_trim((struct str){out, len});
}

size_t markup_skip_between(struct str text, size_t at)
{
    while (at < text.len) {
        size_t next = at;
        uint32_t c = utf8_next(text, &next);
        if (!code_point_is_space(c) && c != '/' && c != ',' && c != ';' && c != 0x3001 && c != 0xff0c && c != 0xff1b)
            break;
        at = next;
    }
    return at;
}

size_t markup_count_quoted(struct str text)
{
    size_t count = 0;
    for (size_t at = 0; at < text.len; count++) {
        size_t length = markup_quoted_length(str_slice(text, at, text.len));
        if (length == 0)
            return 0;
        at = markup_skip_between(text, at + length);
    }
    return count;
}
