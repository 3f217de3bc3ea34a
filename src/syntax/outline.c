#include "syntax/outline.h"

#include "base/arena.h"
#include "text/utf8.h"

#include <string.h>

enum {
    FRONT_LINES = 400, /* a front matter longer than this is none */
    INFO_MOST = 24,    /* bytes behind ``` that still name a language */
};

static bool ascii_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool ascii_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Cuts leading white space off *text; returns how many columns it filled. */
static size_t cut_indent(struct str *text)
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
        else
            break;
    }
    *text = str_slice(*text, i, text->len);
    return columns;
}

static bool space_at(struct str text, size_t at)
{
    return at >= text.len || text.ptr[at] == ' ' || text.ptr[at] == '\t' ||
           str_starts(str_slice(text, at, text.len), STR("\u3000"));
}

static size_t skip_space(struct str text, size_t at)
{
    struct str rest = str_slice(text, at, text.len);
    size_t before = rest.len;
    cut_indent(&rest);
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

static size_t digits_length(struct str text, size_t *number)
{
    size_t length = 0;
    *number = 0;
    while (length < text.len && length < 4 && ascii_digit(text.ptr[length]))
        *number = *number * 10 + (size_t)(text.ptr[length++] - '0');
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

size_t outline_numeral_length(struct str text, enum outline_marker *style, size_t *number)
{
    size_t value, length = digits_length(text, &value);
    *style = MARKER_NONE;
    if (length > 3)
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
static enum outline_marker read_numeral(struct str text, size_t *at, size_t *number)
{
    enum outline_marker style;
    size_t i = *at + outline_numeral_length(str_slice(text, *at, text.len), &style, number);
    while (style == MARKER_DIGIT && i + 1 < text.len && text.ptr[i] == '.' && ascii_digit(text.ptr[i + 1]))
        i += 1 + digits_length(str_slice(text, i + 1, text.len), number);
    *at = i;
    return style;
}

/* ① to ⑳, ⑴ to ⒇, ⒈ to ⒛. */
static size_t circled(uint32_t c)
{
    if (c >= 0x2460 && c <= 0x2487)
        return (c - 0x2460) % 20 + 1;
    return c >= 0x2488 && c <= 0x249b ? c - 0x2488 + 1 : 0;
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

static size_t ordered_length(struct str text, enum outline_marker *style, size_t *number)
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
    bool dotted = memchr(text.ptr + from, '.', at - from) != NULL;
    size_t mark_at = skip_space(text, at);
    uint32_t mark = code_point_at(text, at);
    if (bracketed || closing_bracket(mark)) {
        if (!closing_bracket(mark) || (bracketed && *style == MARKER_LETTER && first == '['))
            return 0;
        at += width_of(mark);
        return *style == MARKER_LETTER && !bracketed && !space_at(text, at) ? 0 : skip_space(text, at);
    }
    if (full_stop_like(mark))
        return skip_space(text, at + width_of(mark));
    if (mark == '.') {
        bool digit_behind = at + 1 < text.len && ascii_digit(text.ptr[at + 1]);
        bool tight = !space_at(text, at + 1);
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
    static const uint32_t signs[] = {0x2022,  0x00b7,  0x25cf, 0x25cb,  0x25a0,  0x25a1,  0x25aa,  0x25ab,  0x25c6,
                                     0x25c7,  0x25b6,  0x25ba, 0x25b8,  0x25b9,  0x2219,  0x2023,  0x25e6,  0x30fb,
                                     0xff0d,  0xff65,  0x2705, 0x274c,  0x2713,  0x2714,  0x2717,  0x2718,  0x2611,
                                     0x2610,  0x27a4,  0x2212, 0x2b50,  0x2605,  0x2606,  0x274e,  0x1f539, 0x1f538,
                                     0x1f449, 0x1f6ab, 0x26d4, 0x1f44d, 0x1f44e, 0x1f534, 0x1f7e2, 0x1f645, 0x1f646};
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
    if (bullet_sign(c)) {
        if (code_point_at(text, after) == 0xfe0f) /* a variation selector behind ✔ */
            after += 3;
        return skip_space(text, after);
    }
    if (c == '-' || c == '*' || c == '+' || c == 0x2013 || c == 0x2014) {
        if (space_at(text, after))
            return skip_space(text, after);
        uint32_t next = code_point_at(text, after);
        bool stuck = c == '-' && next != '-' && next != '>' &&
                     (!ascii_digit((char)(next < 0x80 ? next : 0)) || !ascii_only(text));
        return stuck ? after : 0;
    }
    return 0;
}

size_t outline_marker_length(struct str text, enum outline_marker *style, size_t *number)
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

/* A line of nothing but three or more of one of - * _ = (white space between them allowed). */
static bool is_rule(struct str body)
{
    if (body.len < 3 || memchr("-*_=", body.ptr[0], 4) == NULL)
        return false;
    size_t signs = 0;
    for (size_t i = 0; i < body.len; i++) {
        if (body.ptr[i] == body.ptr[0])
            signs++;
        else if (body.ptr[i] != ' ' && body.ptr[i] != '\t')
            return false;
    }
    return signs >= 3;
}

static bool is_row_rule(struct str body)
{
    bool dash = false, bar = false;
    for (size_t i = 0; i < body.len; i++) {
        dash = dash || body.ptr[i] == '-';
        bar = bar || body.ptr[i] == '|';
        if (memchr("-:| \t", body.ptr[i], 5) == NULL)
            return false;
    }
    return dash && bar;
}

static bool read_heading(struct outline_line *line)
{
    struct str body = line->body;
    size_t signs = 0, at = 0;
    for (;;) {
        uint32_t c = code_point_at(body, at);
        if (c != '#' && c != 0xff03)
            break;
        signs++;
        at += width_of(c);
    }
    if (signs == 0 || signs > 6)
        return false;
    uint32_t next = code_point_at(body, at);
    if (signs == 1 && !space_at(body, at) && !code_point_is_han(next))
        return false;
    struct str title = str_trim(str_slice(body, at, body.len));
    size_t end = title.len;
    while (end > 0 && title.ptr[end - 1] == '#')
        end--;
    if (end < title.len && (end == 0 || space_at(title, end - 1)))
        title = str_trim(str_slice(title, 0, end));
    line->kind = OUTLINE_HEADING;
    line->level = (unsigned)signs;
    line->marker = str_slice(body, 0, at);
    line->body = title;
    return true;
}

struct scan {
    bool fenced, markdown_fence; /* inside ``` ...; the fence only wraps Markdown */
    bool comment;                /* inside <!-- */
    char fence;
};

static bool read_fence(struct scan *scan, struct outline_line *line)
{
    struct str body = line->body;
    if (!str_starts(body, STR("```")) && !str_starts(body, STR("~~~")))
        return false;
    if (scan->fenced && body.ptr[0] != scan->fence)
        return false;
    size_t at = 0;
    while (at < body.len && body.ptr[at] == body.ptr[0])
        at++;
    struct str info = str_trim(str_slice(body, at, body.len));
    if (scan->fenced ? info.len > 0 : str_find_byte(info, body.ptr[0]) != STR_NONE || info.len > INFO_MOST)
        return false; /* text in back quotes */
    scan->markdown_fence = !scan->fenced && (str_eq(info, STR("markdown")) || str_eq(info, STR("md")));
    scan->fenced = !scan->fenced;
    scan->fence = body.ptr[0];
    line->kind = OUTLINE_FENCE;
    return true;
}

static bool read_comment(struct scan *scan, struct outline_line *line)
{
    if (!scan->comment && !str_starts(line->body, STR("<!--")))
        return false;
    size_t end = str_find(line->body, STR("-->"));
    if (end != STR_NONE && end + 3 < line->body.len && !scan->comment)
        return false; /* text behind a comment: read the line as it is */
    scan->comment = end == STR_NONE;
    line->kind = OUTLINE_COMMENT;
    return true;
}

/* <caller> alone on a line is a heading as deep as the tags around it, </caller> a rule. Tags that only set text
 * (<br>, <p>) are text. */
static bool read_tag(struct outline_line *line)
{
    enum { NAME_MOST = 40 };
    static const char *const text_tags[] = {"br", "br/", "p", "hr", "div", "center", "details", "summary", "b", "i"};
    struct str body = line->body;
    if (body.len < 3 || body.len > NAME_MOST || body.ptr[0] != '<' || body.ptr[body.len - 1] != '>')
        return false;
    bool closes = body.ptr[1] == '/';
    struct str name = str_slice(body, closes ? 2 : 1, body.len - 1);
    for (size_t i = 0; i < name.len; i++) {
        bool part = i > 0 && (ascii_digit(name.ptr[i]) || name.ptr[i] == '_' || name.ptr[i] == '-');
        if (!ascii_letter(name.ptr[i]) && !(name.ptr[i] & 0x80) && !part)
            return false;
    }
    for (size_t i = 0; i < sizeof text_tags / sizeof *text_tags; i++) {
        if (str_eq_cstring(name, text_tags[i]))
            return false;
    }
    line->kind = closes ? OUTLINE_RULE : OUTLINE_HEADING;
    line->marker = str_slice(body, 0, closes ? 2 : 1);
    line->body = name;
    return true;
}

/* Opening tags that are closed later get their level; the others are text again ("<pause>"). */
static void pair_tags(struct outline *outline)
{
    enum { DEEPEST = 16 };
    size_t open[DEEPEST], depth = 0;
    for (size_t i = 0; i < outline->count; i++) {
        struct outline_line *line = &outline->lines[i];
        if (!str_starts(line->marker, STR("<")))
            continue;
        if (line->kind == OUTLINE_HEADING) {
            line->kind = OUTLINE_TEXT;
            if (depth < DEEPEST)
                open[depth++] = i;
            continue;
        }
        size_t at = depth;
        while (at > 0 && !str_eq(outline->lines[open[at - 1]].body, line->body))
            at--;
        if (at > 0) {
            outline->lines[open[at - 1]].kind = OUTLINE_HEADING;
            outline->lines[open[at - 1]].level = at < 6 ? (unsigned)at : 6;
            depth = at - 1;
        }
    }
    for (size_t i = 0; i < outline->count; i++) {
        struct outline_line *line = &outline->lines[i];
        if (line->kind == OUTLINE_TEXT && str_eq_cstring(line->marker, "<")) {
            line->body = (struct str){line->marker.ptr, line->body.len + 2};
            line->marker = (struct str){0};
        }
    }
}

static void read_line(struct scan *scan, struct str text, struct outline_line *line)
{
    line->indent = cut_indent(&text);
    while (!scan->fenced && (str_starts(text, STR(">")) || str_starts(text, STR("＞")))) {
        text = str_slice(text, text.ptr[0] == '>' ? 1 : 3, text.len);
        line->quoted = true;
        size_t inner = cut_indent(&text);
        line->indent += inner > 0 ? inner - 1 : 0;
    }
    line->body = str_trim(text);
    line->kind = OUTLINE_TEXT;
    if (line->body.len == 0) {
        line->kind = line->quoted ? OUTLINE_RULE : OUTLINE_BLANK;
        return;
    }
    if (read_fence(scan, line) || (scan->fenced && !scan->markdown_fence))
        return;
    if (read_comment(scan, line) || read_heading(line) || read_tag(line))
        return;
    if (is_rule(line->body)) {
        line->kind = OUTLINE_RULE;
    } else if (is_row_rule(line->body)) {
        line->kind = OUTLINE_ROW_RULE;
    } else if (line->body.ptr[0] == '|') {
        line->kind = OUTLINE_ROW;
    } else {
        size_t length = outline_marker_length(line->body, &line->style, &line->number);
        if (length > 0) {
            line->kind = OUTLINE_ITEM;
            line->marker = str_trim(str_slice(line->body, 0, length));
            line->body = str_trim(str_slice(line->body, length, line->body.len));
        }
    }
}

/* What only the next line tells: a title above ===, and a row without outer bars beside |---| or another such row. */
static void look_ahead(struct outline *outline)
{
    for (size_t i = 0; i < outline->count; i++) {
        if (i > 0 && outline->lines[i].kind == OUTLINE_RULE && str_starts(outline->lines[i].body, STR("=")) &&
            outline->lines[i - 1].kind == OUTLINE_TEXT) {
            outline->lines[i - 1].kind = OUTLINE_HEADING;
            outline->lines[i - 1].level = 1;
        }
        if (i > 0 && outline->lines[i].kind == OUTLINE_RULE && str_starts(outline->lines[i].body, STR("-")) &&
            outline->lines[i - 1].kind == OUTLINE_TEXT)
            outline->lines[i - 1].underlined = true;
        if (outline->lines[i].kind != OUTLINE_ROW_RULE)
            continue;
        struct outline_line *line = outline->lines;
        if (i > 0 && line[i - 1].kind == OUTLINE_TEXT && str_find_byte(line[i - 1].body, '|') != STR_NONE)
            line[i - 1].kind = OUTLINE_ROW;
        for (size_t j = i + 1; j < outline->count && line[j].kind == OUTLINE_TEXT; j++) {
            if (str_find_byte(line[j].body, '|') == STR_NONE)
                break;
            line[j].kind = OUTLINE_ROW;
        }
    }
}

static bool key_line(struct str line)
{
    size_t colon = str_find_byte(line, ':');
    return line.len == 0 || memchr(" \t#-{}]", line.ptr[0], 7) != NULL || (colon != STR_NONE && colon > 0);
}

/* How many lines at the start are front matter. */
static size_t front_lines(const struct source *source, struct str *front)
{
    struct str first = source_line_text(source, 1);
    if (str_starts(first, STR("\xef\xbb\xbf")))
        first = str_slice(first, 3, first.len);
    if (!str_eq(str_trim(first), STR("---")) || source->line_count < 3)
        return 0;
    size_t from = source->line_start[1];
    for (size_t n = 2; n <= source->line_count && n <= FRONT_LINES; n++) {
        struct str line = source_line_text(source, n);
        if (str_eq(str_trim(line), STR("---")) || str_eq(str_trim(line), STR("..."))) {
            *front = str_slice(source->text, from, source->line_start[n - 1]);
            return n > 2 ? n : 0;
        }
        if (!key_line(line))
            return 0;
    }
    return 0;
}

void outline_read(struct outline *outline, struct arena *arena, const struct source *source)
{
    *outline = (struct outline){.count = source->line_count};
    outline->lines = arena_array(arena, source->line_count, sizeof *outline->lines);
    size_t front = front_lines(source, &outline->front);
    struct scan scan = {0};
    for (size_t i = 0; i < source->line_count; i++) {
        struct str text = source_line_text(source, i + 1);
        if (i == 0 && str_starts(text, STR("\xef\xbb\xbf")))
            text = str_slice(text, 3, text.len);
        struct outline_line *line = &outline->lines[i];
        if (i < front)
            line->kind = OUTLINE_FRONT, line->body = str_trim(text);
        else
            read_line(&scan, text, line);
    }
    pair_tags(outline);
    look_ahead(outline);
}

size_t outline_cells(struct arena *arena, struct str row, struct str **cells)
{
    row = str_trim(row);
    if (row.len > 0 && row.ptr[0] == '|')
        row = str_slice(row, 1, row.len);
    if (row.len > 0 && row.ptr[row.len - 1] == '|' && !(row.len > 1 && row.ptr[row.len - 2] == '\\'))
        row = str_slice(row, 0, row.len - 1);
    size_t count = 1;
    for (size_t i = 0; i < row.len; i++)
        count += row.ptr[i] == '|' && !(i > 0 && row.ptr[i - 1] == '\\');
    *cells = arena_array(arena, count, sizeof **cells);
    size_t from = 0, n = 0;
    for (size_t i = 0; i <= row.len; i++) {
        if (i < row.len && (row.ptr[i] != '|' || (i > 0 && row.ptr[i - 1] == '\\')))
            continue;
        (*cells)[n++] = str_trim(str_slice(row, from, i));
        from = i + 1;
    }
    return n;
}
