#include "spec/markup.h"

#include "base/arena.h"
#include "base/buf.h"
#include "text/utf8.h"

#include <string.h>

enum { WIDE_FIRST = 0x2e80 }; /* from here on Chinese and its marks, which need no space beside them */

static uint32_t first_of(struct str text)
{
    size_t at = 0;
    return text.len > 0 ? utf8_next(text, &at) : 0;
}

static uint32_t last_of(struct str text)
{
    size_t at = text.len;
    return text.len > 0 ? utf8_prev(text, &at) : 0;
}

/* The run of `sign` at `at`. */
static size_t run_of(struct str text, size_t at, char sign)
{
    size_t n = 0;
    while (at + n < text.len && text.ptr[at + n] == sign)
        n++;
    return n;
}

static bool word_byte(struct str text, size_t at)
{
    return at < text.len && ascii_alnum(text.ptr[at]);
}

static size_t entity(struct str text, size_t at, char *out)
{
    static const struct {
        const char *name;
        char value;
    } names[] = {{"&nbsp;", ' '}, {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct str name = str_from(names[i].name);
        if (str_starts(str_slice(text, at, text.len), name)) {
            *out = names[i].value;
            return name.len;
        }
    }
    return 0;
}

static size_t line_break(struct str text, size_t at)
{
    struct str rest = str_slice(text, at, text.len);
    return str_starts(rest, STR("<br>"))     ? 4
           : str_starts(rest, STR("<br/>"))  ? 5
           : str_starts(rest, STR("<br />")) ? 6
                                             : 0;
}

/* Where a single star that opens at `at` closes; 0 when it does not. */
static size_t closing_star(struct str text, size_t at)
{
    if (at + 1 >= text.len || text.ptr[at + 1] == ' ')
        return 0;
    for (size_t i = at + 2; i < text.len; i++) {
        if (text.ptr[i] == '*' && text.ptr[i - 1] != ' ' && text.ptr[i - 1] != '*' && run_of(text, i, '*') == 1)
            return i;
    }
    return 0;
}

struct plain {
    struct str text;
    char *out;
    size_t len, star_until;
    bool no_star;
};

/* Takes what begins at `at`; returns how many source bytes were used. */
static size_t plain_step(struct plain *p, size_t at)
{
    char c = p->text.ptr[at];
    char value = 0;
    size_t used = 0, run = c == '*' || c == '~' || c == '_' ? run_of(p->text, at, c) : 0;
    if (c != '*' && run > 2) { /* the last two of a run are a mark, as if they stood alone */
        memset(p->out + p->len, c, run - 2);
        p->len += run - 2;
        return run - 2;
    }
    if (c == '\\' && at + 1 < p->text.len &&
        str_find_byte(STR("\\`*_{}[]()#+-.!|<>~\"'"), p->text.ptr[at + 1]) != STR_NONE) {
        p->out[p->len++] = p->text.ptr[at + 1];
        return 2;
    }
    if (c == '*') {
        if (run >= 2)
            return run;
        if (at == p->star_until && at > 0)
            return 1;
        size_t close = p->no_star || at < p->star_until ? 0 : closing_star(p->text, at);
        p->no_star = p->no_star || close == 0;
        if (close > 0) {
            p->star_until = close;
            return 1;
        }
    } else if (c == '`') {
        return 1;
    } else if (c == '~' && run == 2) {
        return 2;
    } else if (c == '_' && run == 2 && !(at > 0 && word_byte(p->text, at - 1) && word_byte(p->text, at + 2))) {
        return 2;
    } else if (c == '<' && (used = line_break(p->text, at)) > 0) {
        p->out[p->len++] = '\n';
        return used;
    } else if (c == '&' && (used = entity(p->text, at, &value)) > 0) {
        p->out[p->len++] = value;
        return used;
    }
    p->out[p->len++] = c;
    return 1;
}

struct str markup_plain(struct arena *arena, struct str raw)
{
    raw = str_trim(raw);
    bool marked = false;
    for (size_t i = 0; i < raw.len && !marked; i++)
        marked = str_find_byte(STR("*_`~\\<&"), raw.ptr[i]) != STR_NONE;
    if (!marked)
        return raw;
    struct plain p = {.text = raw, .out = arena_alloc(arena, raw.len + 1)};
    for (size_t at = 0; at < raw.len;)
        at += plain_step(&p, at);
    return str_trim((struct str){p.out, p.len});
}

static bool colon(uint32_t c)
{
    return c == ':' || c == 0xff1a || c == 0xfe55 || c == 0xff5c; /* ： ﹕ ｜ */
}

const char *const markup_arrows[] = {"→", "⇒", "➜", "->", "=>", "➡", "⟶", "——>", NULL};

struct str markup_skip_signs(struct str text)
{
    for (text = str_trim(text); text.len > 0;) {
        size_t at = 0;
        uint32_t c = utf8_next(text, &at);
        bool emoji = (c >= 0x1f300 && c <= 0x1faff) || (c >= 0x2600 && c <= 0x27bf) || (c >= 0x2b00 && c <= 0x2bff),
             joint = c == 0x200d || c == 0xfe0f,                 /* between the signs of one emoji, or behind it */
            points = c == 0x1f449 || c == 0x279c || c == 0x27a1; /* at what is said in a case */
        if ((!emoji && !joint) || points)
            break;
        text = str_trim(str_slice(text, at, text.len));
    }
    return text;
}

struct str markup_trim_label(struct str text)
{
    for (;;) {
        text = str_trim(text);
        uint32_t c = last_of(text);
        size_t end = text.len;
        if (text.len == 0 || !(colon(c) || c == '*' || c == 0x2014 || c == '-' || c == 0x2013))
            return text;
        utf8_prev(text, &end);
        text = str_slice(text, 0, end);
    }
}

struct str markup_skip_mark(struct str rest)
{
    rest = str_trim(rest);
    size_t at = 0;
    uint32_t c = first_of(rest);
    bool dash = str_starts(rest, STR("- ")) || str_starts(rest, STR("-- "));
    if (!colon(c) && c != 0x2014 && c != 0x2013 && !dash)
        return rest;
    utf8_next(rest, &at);
    if ((c == 0x2014 || c == '-') && first_of(str_slice(rest, at, rest.len)) == c)
        utf8_next(rest, &at);
    return str_trim(str_slice(rest, at, rest.len));
}

/* *Primary.* The price: one star, and a mark that ends the lead inside or behind. */
static bool slanted_lead(struct str raw, struct str *lead, struct str *rest)
{
    enum { LEAD_MOST = 60 };
    size_t close = raw.len > 2 && raw.ptr[0] == '*' && raw.ptr[1] != '*' ? closing_star(raw, 0) : 0;
    if (close < 2 || close > LEAD_MOST)
        return false;
    uint32_t inside = last_of(str_slice(raw, 1, close)),
             behind = first_of(str_trim(str_slice(raw, close + 1, raw.len)));
    if (!colon(inside) && inside != '.' && inside != '?' && !colon(behind) && behind != 0x2014 && behind != 0x2013)
        return false;
    *lead = markup_trim_label(str_slice(raw, 1, close));
    *rest = markup_skip_mark(str_slice(raw, close + 1, raw.len));
    return lead->len > 0 && rest->len > 0;
}

bool markup_lead(struct str raw, struct str *lead, struct str *rest)
{
    raw = str_trim(raw);
    if (slanted_lead(raw, lead, rest))
        return true;
    char sign = raw.len > 0 ? raw.ptr[0] : 0;
    size_t run = sign == '*' || sign == '_' ? run_of(raw, 0, sign) : 0;
    if (run < 2 || run > 3)
        return false;
    size_t close = str_find(str_slice(raw, run, raw.len), str_slice(raw, 0, run));
    if (close == STR_NONE || close == 0)
        return false;
    *lead = markup_trim_label(str_slice(raw, run, run + close));
    *rest = markup_skip_mark(str_slice(raw, run + close + run, raw.len));
    return lead->len > 0;
}

bool markup_slanted(struct str raw, struct str *lead)
{
    raw = str_trim(raw);
    char sign = raw.len > 2 ? raw.ptr[0] : 0;
    size_t end = raw.len;
    while (end > 2 && (raw.ptr[end - 1] == ':' || str_ends(str_slice(raw, 0, end), STR("："))))
        end -= raw.ptr[end - 1] == ':' ? 1 : 3;
    struct str inside = str_slice(raw, 1, end - 1);
    if ((sign != '*' && sign != '_') || raw.ptr[end - 1] != sign || inside.len == 0 ||
        memchr(" *_", inside.ptr[0], 3) != NULL || str_find_byte(inside, sign) != STR_NONE)
        return false;
    *lead = markup_trim_label(inside);
    return lead->len > 0;
}

bool markup_label(struct str raw, size_t limit, struct str *label, struct str *rest)
{
    enum { FULL_STOP = 0x3002 }; /* 。: a sentence ends, and no label */
    raw = str_trim(raw);
    size_t count = 0;
    for (size_t at = 0; at < raw.len && count <= limit; count++) {
        size_t before = at;
        uint32_t c = utf8_next(raw, &at);
        if ((markup_closing_quote(c) != 0 && c != '\'') || c == FULL_STOP)
            return false;
        if (!colon(c))
            continue;
        if (c == ':' && at < raw.len &&
            (raw.ptr[at] == '/' ||
             (word_byte(raw, at) && before > 0 && word_byte(raw, before - 1) && raw.ptr[before - 1] <= '9')))
            continue; /* http://, 12:30 */
        struct str head = str_slice(raw, 0, before), tail = str_slice(raw, at, raw.len);
        size_t stars = run_of(head, 0, '*');
        if (stars > 0) {
            head = str_slice(head, stars, head.len);
            if (str_starts(tail, str_slice(STR("**"), 0, stars)))
                tail = str_slice(tail, run_of(tail, 0, '*'), tail.len);
        }
        *label = markup_trim_label(head);
        *rest = str_trim(tail);
        return label->len > 0;
    }
    return false;
}

bool markup_spaced(struct str raw, size_t limit, struct str *label, struct str *rest)
{
    size_t count = 0;
    for (size_t at = 0; at < raw.len && count <= limit; count++) {
        size_t before = at;
        uint32_t c = utf8_next(raw, &at);
        bool wide = c == 0x3000 || c == 0xff5c || c == '\t' || (c == ' ' && at < raw.len && raw.ptr[at] == ' ');
        if (!wide)
            continue;
        *label = markup_trim_label(str_slice(raw, 0, before));
        *rest = str_trim(str_slice(raw, at, raw.len));
        return label->len > 0 && rest->len > 0;
    }
    return false;
}

bool markup_dashed(struct str raw, size_t most, struct str *lead, struct str *rest)
{
    static const char *const dashes[] = {" – ", " — ", " - ", "——"};
    size_t first = STR_NONE, length = 0;
    for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++) {
        struct str dash = str_from(dashes[i]);
        size_t at = str_find(str_slice(raw, 0, most + dash.len), dash);
        if (at < first) {
            first = at;
            length = dash.len;
        }
    }
    if (first == STR_NONE || first == 0)
        return false;
    *lead = str_slice(raw, 0, first);
    *rest = str_trim(str_slice(raw, first + length, raw.len));
    return true;
}

unsigned markup_ending(struct str text)
{
    uint32_t c = last_of(text);
    switch (c) {
    case 0x3002:
    case 0xff01:
    case '.':
    case '!':
        return ENDS_STOP;
    case 0xff1f:
    case '?':
        return ENDS_QUESTION;
    case 0x201d:
    case 0x300d:
    case 0x300f:
    case '"':
        return ENDS_QUOTE;
    case 0xff1b:
    case ';':
        return ENDS_SEMICOLON;
    case 0xff1a:
    case ':':
        return ENDS_COLON;
    case 0xff09:
    case ')':
        return ENDS_BRACKET;
    case 0x2026:
        return ENDS_ELLIPSIS;
    default:
        return code_point_is_punctuation(c) ? ENDS_OTHERWISE : 0;
    }
}

void markup_add(struct buf *text, struct str piece)
{
    if (text->len > 0 && piece.len > 0 && last_of(buf_str(text)) < WIDE_FIRST && first_of(piece) < WIDE_FIRST)
        buf_add_byte(text, ' ');
    buf_add(text, piece);
}

struct str markup_join(struct arena *arena, struct str a, struct str b)
{
    if (a.len == 0 || b.len == 0)
        return a.len == 0 ? b : a;
    uint32_t left = last_of(a), right = first_of(b);
    bool close = left >= WIDE_FIRST || right >= WIDE_FIRST || left == 0x2026;
    char *out = arena_alloc(arena, a.len + b.len + 2);
    memcpy(out, a.ptr, a.len);
    size_t len = a.len;
    if (!close)
        out[len++] = ' ';
    memcpy(out + len, b.ptr, b.len);
    return (struct str){out, len + b.len};
}

size_t markup_signs(struct str text, size_t latin)
{
    size_t narrow = 0;
    for (size_t i = 0; i < text.len; i++)
        narrow += (text.ptr[i] & 0x80) == 0;
    return utf8_count(text) - narrow + narrow / latin;
}
