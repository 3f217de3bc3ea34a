/* Tables of turns, as spreadsheets write them (RFC 4180 with commas, semicolons or tabs) or as Markdown: a row a turn,
 * with columns for who speaks, for what is said and perhaps for the conversation's id; or a column for each speaker. */
#include "base/language.h"
#include "text/normalise.h"
#include "text/utf8.h"
#include "transcript/turns.h"

#include <string.h>

enum { COLUMNS_MOST = 32 };

struct table {
    struct importer *importer;
    struct str rest;
    char separator; /* '|': Markdown */
    size_t line;    /* of the row */
    size_t next_line;
    struct str cells[COLUMNS_MOST];
    size_t count;
    size_t unclosed; /* the line of a quotation mark that nothing ends; 0 = none */
};
/* Where the columns stand, from 1; 0 = there is none. */
struct columns {
    size_t speaker, said, id;
    bool spoken[COLUMNS_MOST]; /* headed by a speaker's name */
    struct str names[COLUMNS_MOST];
};

static void push_cell(struct table *table, struct str cell)
{
    if (table->count < COLUMNS_MOST)
        table->cells[table->count++] = str_trim(cell);
}

static struct str cell_at(const struct table *table, size_t i)
{
    return i < table->count ? table->cells[i] : STR("");
}

/* "…""…": up to the quotation mark that ends it, without the doubles. */
static struct str quoted_cell(struct table *table)
{
    struct buf text;
    size_t at = 1;
    buf_init(&text, 0);
    for (; at < table->rest.len; at++) {
        const char c = table->rest.ptr[at];
        if (c == '"' && (at + 1 == table->rest.len || table->rest.ptr[++at] != '"'))
            break;
        table->next_line += c == '\n';
        buf_add_byte(&text, c);
    }
    struct str cell = str_dup(&table->importer->arena, buf_str(&text));
    buf_release(&text);
    table->unclosed = at == table->rest.len ? table->line : table->unclosed;
    table->rest = str_slice(table->rest, at, table->rest.len);
    return cell;
}

/* "\\|" in Markdown is a stroke of the text. */
static struct str without_escapes(struct table *table, struct str cell)
{
    struct buf text;
    if (str_find(cell, STR("\\|")) == STR_NONE)
        return cell;
    buf_init(&text, 0);
    for (size_t at = 0; at < cell.len; at++) {
        at += cell.ptr[at] == '\\' && at + 1 < cell.len && cell.ptr[at + 1] == '|';
        buf_add_byte(&text, cell.ptr[at]);
    }
    cell = str_dup(&table->importer->arena, buf_str(&text));
    buf_release(&text);
    return cell;
}

static bool next_row(struct table *table)
{
    struct str cell;
    bool ends = false;
    table->count = 0;
    table->line = table->next_line++;
    if (table->rest.len == 0)
        return false;
    while (!ends) {
        const bool quoted = table->separator != '|' && str_starts(table->rest, STR("\""));
        struct str text = quoted ? quoted_cell(table) : (struct str){0};
        size_t end = 0;
        while (end < table->rest.len && table->rest.ptr[end] != table->separator && table->rest.ptr[end] != '\n')
            end += table->separator == '|' && table->rest.ptr[end] == '\\' && end + 1 < table->rest.len ? 2 : 1;
        cell = quoted ? text : str_slice(table->rest, 0, end);
        ends = end >= table->rest.len || table->rest.ptr[end] == '\n';
        table->rest = str_slice(table->rest, end + 1, table->rest.len);
        push_cell(table, table->separator == '|' ? without_escapes(table, cell) : cell);
    }
    return true;
}

/* Is the cell one of the names, each between strokes? */
static bool is_named(struct arena *arena, struct str cell, const char *names)
{
    struct str key = normalise_text(arena, cell);
    return key.len > 0 &&
           str_find(str_from(names), str_from(arena_printf(arena, "|%.*s|", STR_FORMAT(key)))) != STR_NONE;
}

static bool read_header(struct table *table, struct columns *columns)
{
    static const char speakers[] = "|说话人|说话方|说话者|发言人|发言方|讲话人|角色|speaker|role|who|from|side|",
                      said[] = "|内容|说话内容|对话内容|原话|文本|发言|台词|text|content|message|utterance|said|words|",
                      ids[] = "|对话|对话编号|对话id|会话|会话编号|会话id|通话|通话编号|通话id|录音|录音编号|编号|id|"
                              "call|call id|call_id|conversation|conversation id|conversation_id|dialogue|dialogue_id|"
                              "session|session_id|";
    struct arena *arena = &table->importer->arena;
    bool sides[2] = {false, false}, by_side;
    *columns = (struct columns){0};
    if (!next_row(table))
        return false;
    for (size_t i = 0; i < table->count; i++) {
        const struct str cell = table->cells[i];
        enum role role;
        columns->names[i] = cell;
        columns->spoken[i] = speaker_role(cell, &role, &by_side);
        if (columns->spoken[i])
            sides[role] = true;
        if (columns->speaker == 0 && is_named(arena, cell, speakers))
            columns->speaker = i + 1;
        if (columns->said == 0 && is_named(arena, cell, said))
            columns->said = i + 1;
        if (columns->id == 0 && is_named(arena, cell, ids))
            columns->id = i + 1;
    }
    if (columns->speaker != 0 && columns->said != 0)
        memset(columns->spoken, 0, sizeof columns->spoken);
    return (columns->speaker != 0 && columns->said != 0) || (sides[ROLE_CALLER] && sides[ROLE_PERSONA]);
}

/* One turn of a row. */
struct cut {
    struct str speaker, said;
};

/* The turns that stand in the row, in their order. */
static size_t cut_row(const struct table *table, const struct columns *columns, struct cut cuts[COLUMNS_MOST])
{
    size_t count = 0;
    if (columns->speaker != 0 && columns->said != 0)
        cuts[count++] = (struct cut){cell_at(table, columns->speaker - 1), cell_at(table, columns->said - 1)};
    for (size_t i = 0; i < table->count; i++) {
        if (columns->spoken[i] && table->cells[i].len > 0)
            cuts[count++] = (struct cut){columns->names[i], table->cells[i]};
    }
    return count;
}

/* "|---|:--:|" */
static bool is_rule(const struct table *table)
{
    for (size_t i = 0; i < table->count; i++) {
        for (size_t at = 0; at < table->cells[i].len; at++)
            if (table->cells[i].ptr[at] != '-' && table->cells[i].ptr[at] != ':')
                return false;
    }
    return true;
}

static struct table rows_of(struct importer *importer, char separator)
{
    struct str text = importer->text;
    text = str_starts(text, STR("\xef\xbb\xbf")) ? str_slice(text, 3, text.len) : text;
    return (struct table){.importer = importer, .rest = text, .separator = separator, .next_line = 1};
}

static void unknown_speaker(struct importer *importer, size_t line, struct str name)
{
    struct error warning;
    error_at(&warning, ERROR_NONE, importer->path, line, 0,
             TEXT("nothing tells which side \"%.*s\" is; the row is not read", "看不出“%.*s”是哪一方；这一行没有读取"),
             STR_FORMAT(utf8_slice(name, 0, 24)));
    bad_lines_add(importer->bad, &warning);
}

static void read_row(const struct table *table, const struct columns *columns, const struct speaker_names *names,
                     struct turns *turns, struct str *id)
{
    struct cut cuts[COLUMNS_MOST];
    const size_t count = cut_row(table, columns, cuts);
    const struct str own = columns->id > 0 ? cell_at(table, columns->id - 1) : (struct str){0};
    const bool other = own.len > 0 && !str_eq(own, *id); /* merged cells are left empty */
    *id = other ? own : *id;
    for (size_t i = 0; i < count; i++) {
        struct turn turn = {.line = table->line, .title = *id, .from = cuts[i].said.ptr};
        turn.to = turn.from + cuts[i].said.len;
        turn.begins = turns->list.count == 0 || (other && i == 0);
        if (turn_said_by(&turn, cuts[i].speaker, names))
            VEC_PUSH(&turns->list, turn);
        else
            unknown_speaker(table->importer, table->line, cuts[i].speaker);
    }
}

bool import_dialogue_table(struct importer *importer, struct speaker_names *names)
{
    static const char separators[] = "\t,;|";
    struct columns columns;
    struct cut cuts[COLUMNS_MOST];
    struct table table;
    const char *separator = separators;
    while (*separator != '\0' && (table = rows_of(importer, *separator), !read_header(&table, &columns)))
        separator++;
    if (*separator == '\0')
        return false;
    const struct table rows = table;
    while (next_row(&table)) {
        for (size_t i = 0, count = is_rule(&table) ? 0 : cut_row(&table, &columns, cuts); i < count; i++)
            speaker_names_add(names, importer, cuts[i].speaker);
    }
    speaker_names_tell(names, importer);
    struct turns turns = {0};
    struct str id = {0};
    for (table = rows; next_row(&table);) {
        if (!is_rule(&table))
            read_row(&table, &columns, names, &turns, &id);
    }
    if (table.unclosed != 0)
        importer_bad(importer, table.unclosed,
                     TEXT("a quotation mark is not closed: all behind it is read as one cell",
                          "这一行的引号没有闭合：后面的内容都被读成了一格"));
    bool found = turns.list.count > 0;
    turns_import(importer, &turns);
    VEC_RELEASE(&turns.list);
    return found;
}
