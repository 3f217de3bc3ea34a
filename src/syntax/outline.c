#include "syntax/outline.h"

#include "base/arena.h"
#include "syntax/json_lines.h"
#include "syntax/tag.h"
#include "syntax/yaml_lines.h"
#include "text/utf8.h"

#include <string.h>

enum {
    FRONT_LINES = 400, /* a front matter longer than this is none */
    INFO_MOST = 24,    /* bytes behind ``` that still name a language */
};

/* "━━━━": three signs or more of one kind from which lines are drawn. */
static bool is_drawn_rule(struct str body)
{
    static const char *const signs[] = {"─", "━", "═", "—", "－", "＝", "▬"};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        size_t at = 0;
        while (str_starts(str_slice(body, at, body.len), str_from(signs[i])))
            at += 3;
        if (at == body.len && at >= 9)
            return true;
    }
    return false;
}

/* A line of nothing but three or more of one of - * _ = (white space between them allowed). */
static bool is_rule(struct str body)
{
    if (is_drawn_rule(body))
        return true;
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
    uint32_t next = 0;
    for (size_t behind = 0; behind < body.len; signs++, at = behind) {
        next = utf8_next(body, &behind);
        if (next != '#' && next != 0xff03)
            break;
    }
    if (signs == 0 || signs > 6)
        return false;
    if (signs == 1 && !marker_space_at(body, at) && !code_point_is_han(next))
        return false;
    struct str title = str_trim(str_slice(body, at, body.len));
    size_t end = title.len;
    while (end > 0 && title.ptr[end - 1] == '#')
        end--;
    if (end < title.len && (end == 0 || marker_space_at(title, end - 1)))
        title = str_trim(str_slice(title, 0, end));
    line->kind = OUTLINE_HEADING;
    line->level = (unsigned)signs;
    line->marker = str_slice(body, 0, at);
    line->body = title;
    return true;
}

/* "══════ 拨打方 ══════", "=== Caller ===": a title between two runs of one sign. */
static bool read_framed(struct outline_line *line)
{
    enum { RUN_LEAST = 3 };
    static const char *const signs[] = {"=", "-", "~", "*", "_", "═", "─", "━", "—", "■", "◆", "★", "●", "▬", "～"};
    struct str body = line->body;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        struct str sign = str_from(signs[i]);
        size_t from = 0, to = body.len;
        while (str_starts(str_slice(body, from, to), sign))
            from += sign.len;
        while (to > from && str_ends(str_slice(body, from, to), sign))
            to -= sign.len;
        bool framed = from >= RUN_LEAST * sign.len && body.len - to >= RUN_LEAST * sign.len;
        struct str title = str_trim(str_slice(body, from, to));
        if (!framed || title.len == 0 || (memchr("*_~", body.ptr[0], 3) != NULL && title.len == to - from))
            continue; /* ***bold and slanted*** */
        line->kind = OUTLINE_HEADING;
        line->level = 1;
        line->marker = str_slice(body, 0, from);
        line->body = title;
        return true;
    }
    return false;
}

struct scan {
    bool fenced, markdown_fence; /* inside ``` ...; the fence only wraps Markdown */
    bool json, yaml;             /* between its fences, or the document is JSON or YAML */
    struct json_lines json_lines;
    bool comment; /* inside <!-- */
    char fence;
    struct arena *arena;
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
    static const char *const read_on[] = {"markdown", "md", "xml", NULL},
                             *const json[] = {"json", "json5", "jsonc", NULL}, *const yaml[] = {"yaml", "yml", NULL};
    scan->json = !scan->fenced && str_is_any(info, json);
    scan->yaml = !scan->fenced && str_is_any(info, yaml);
    scan->markdown_fence = scan->yaml || (!scan->fenced && str_is_any(info, read_on));
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

static void read_line(struct scan *scan, struct str text, struct outline_line *line)
{
    line->indent = marker_cut_indent(&text);
    while (!scan->fenced && (str_starts(text, STR(">")) || str_starts(text, STR("＞")))) {
        text = str_slice(text, text.ptr[0] == '>' ? 1 : 3, text.len);
        line->quoted = true;
        size_t inner = marker_cut_indent(&text);
        line->indent += inner > 0 ? inner - 1 : 0;
    }
    line->body = str_trim(text);
    line->kind = OUTLINE_TEXT;
    if (line->body.len == 0) {
        line->kind = line->quoted ? OUTLINE_RULE : OUTLINE_BLANK;
        return;
    }
    if (read_fence(scan, line))
        return;
    if (scan->json) {
        json_line_read(&scan->json_lines, scan->arena, line);
        return;
    }
    line->fenced = scan->fenced && !scan->markdown_fence;
    if (line->fenced)
        return;
    if (scan->yaml)
        line->body = yaml_line_read(scan->arena, line->body);
    if (read_comment(scan, line) || read_heading(line) || read_framed(line) || tag_read(line, scan->arena))
        return;
    if (is_rule(line->body)) {
        line->kind = OUTLINE_RULE;
    } else if (is_row_rule(line->body)) {
        line->kind = OUTLINE_ROW_RULE;
    } else if (line->body.ptr[0] == '|') {
        line->kind = OUTLINE_ROW;
    } else {
        size_t length = marker_length(line->body, &line->style, &line->number);
        if (length > 0) {
            line->kind = OUTLINE_ITEM;
            line->marker = str_trim(str_slice(line->body, 0, length));
            line->body = str_trim(str_slice(line->body, length, line->body.len));
        }
    }
}

static bool is_emoji(uint32_t c)
{
    return c == 0x25c8 || c == 0x25c9 || c == 0x25ce || /* ◈ ◉ ◎, which decorate titles as well */
           (c >= 0x1f300 && c <= 0x1faff) || (c >= 0x2600 && c <= 0x27bf) || (c >= 0x2b00 && c <= 0x2bff);
}

static uint32_t first_sign(struct str text)
{
    size_t at = 0;
    return text.len > 0 ? utf8_next(text, &at) : 0;
}

/* Emoji at the start: the same above each other are bullets; one above a list with other bullets decorates a title. */
static void settle_emoji(struct outline_line *lines, size_t count)
{
    struct outline_line *last = NULL; /* not blank */
    for (size_t i = 0; i < count; i++) {
        struct outline_line *line = &lines[i];
        if (line->kind == OUTLINE_BLANK)
            continue;
        uint32_t sign = line->kind == OUTLINE_TEXT ? first_sign(line->body) : 0;
        bool bullet = last != NULL && last->indent == line->indent && is_emoji(sign) &&
                      first_sign(last->marker.len > 0 ? last->marker : last->body) == sign;
        if (bullet && last->kind == OUTLINE_TEXT)
            marker_emoji(&last->body, &last->marker), last->kind = OUTLINE_ITEM, last->style = MARKER_BULLET;
        if (bullet && last->kind == OUTLINE_ITEM)
            marker_emoji(&line->body, &line->marker), line->kind = OUTLINE_ITEM, line->style = MARKER_BULLET;
        bool decorated = last != NULL && last->kind == OUTLINE_ITEM && line->kind == OUTLINE_ITEM &&
                         last->indent >= line->indent && is_emoji(first_sign(last->marker)) &&
                         first_sign(last->marker) != first_sign(line->marker) &&
                         (str_ends(last->body, STR("：")) || str_ends(last->body, STR(":")));
        if (decorated) {
            last->kind = OUTLINE_TEXT;
            last->style = MARKER_NONE;
            last->body.len += (size_t)(last->body.ptr - last->marker.ptr);
            last->body.ptr = last->marker.ptr;
            last->marker = (struct str){0};
        }
        last = line;
    }
}

static bool ends_sentence(struct str text)
{
    static const char *const stops[] = {"。", "！", "；", ".", "!", ";", NULL};
    return str_ends_any(text, stops);
}

/* Is line `i` a rule of so many signs right below a line that stands alone? Three are a rule that ends a paragraph as
 * often as a title, and so is any below a sentence. */
static bool underlines(const struct outline *outline, size_t i, const char *sign, size_t fewest)
{
    const struct outline_line *line = &outline->lines[i];
    return i > 0 && line->kind == OUTLINE_RULE && str_starts(line->body, str_from(sign)) &&
           line[-1].kind == OUTLINE_TEXT && line->body.len >= fewest &&
           (fewest == 1 || ((i == 1 || line[-2].kind == OUTLINE_BLANK) && !ends_sentence(line[-1].body)));
}

/* What only the next line tells: a title above === or ----, and a row without outer bars beside |---| or another such
 * row. */
static void look_ahead(struct outline *outline)
{
    for (size_t i = 0; i < outline->count; i++) {
        bool first = underlines(outline, i, "=", 1);
        if (first || underlines(outline, i, "-", 4)) {
            outline->lines[i - 1].kind = OUTLINE_HEADING;
            outline->lines[i - 1].level = first ? 1 : 2;
        }
        outline->lines[i].heads = outline->lines[i].kind == OUTLINE_TEXT && i + 1 < outline->count &&
                                  outline->lines[i + 1].kind != OUTLINE_BLANK &&
                                  (i == 0 || outline->lines[i - 1].kind == OUTLINE_BLANK);
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

/* A few words behind a blank line, and right below them two or more lines that are all indented: a title and the items
 * of its list, which their author set apart by nothing else. */
static void settle_indented(struct outline_line *lines, size_t count)
{
    enum { TITLE_MOST = 60, INDENT_LEAST = 2 };
    for (size_t i = 0; i + 2 < count; i++) {
        const struct outline_line *title = &lines[i];
        size_t indent = lines[i + 1].indent, end = i + 1;
        if (!title->heads || title->indent > 0 || title->fenced || title->body.len > TITLE_MOST ||
            ends_sentence(title->body) || indent < INDENT_LEAST)
            continue;
        while (end < count && lines[end].kind == OUTLINE_TEXT && lines[end].indent >= indent && !lines[end].fenced)
            end++;
        if (end < i + 3 || (end < count && lines[end].kind != OUTLINE_BLANK))
            continue;
        for (size_t k = i + 1; k < end; k++) {
            lines[k].kind = OUTLINE_ITEM;
            lines[k].style = MARKER_BULLET;
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
    struct scan scan = {.arena = arena};
    for (size_t i = 0; i < source->line_count; i++) {
        struct str text = source_line_text(source, i + 1);
        if (i == 0 && str_starts(text, STR("\xef\xbb\xbf")))
            text = str_slice(text, 3, text.len);
        struct outline_line *line = &outline->lines[i];
        scan.json = scan.json || (i == front && str_eq(str_trim(text), STR("{")));
        scan.yaml = scan.yaml || (i == front && yaml_lines_begin(text));
        if (i < front)
            line->kind = OUTLINE_FRONT, line->body = str_trim(text);
        else
            read_line(&scan, text, line);
    }
    tags_pair(outline, arena);
    look_ahead(outline);
    settle_emoji(outline->lines, outline->count);
    settle_indented(outline->lines, outline->count);
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
