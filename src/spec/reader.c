#include "spec/reader.h"

#include "base/arena.h"
#include "base/language.h"
#include "spec/markup.h"
#include "text/utf8.h"

#include <stdarg.h>
#include <stdint.h>
#include <string.h>

const struct title *reader_title(struct reader *reader, size_t line)
{
    if (reader->titles[line] == NULL) {
        struct title *title = arena_alloc(reader->arena, sizeof *title);
        *title = title_read(reader->arena, &reader->aliases, reader->outline.lines[line].body);
        reader->titles[line] = title;
    }
    return reader->titles[line];
}

void reader_own(struct reader *reader, size_t from, size_t to, enum line_owner owner)
{
    for (size_t i = from; i < to && i < reader->outline.count; i++) {
        if (reader->owners[i] != LINE_BLANK)
            reader->scenario->owner_conflicts++;
        reader->owners[i] = (unsigned char)owner;
    }
}

void reader_own_entry(struct reader *reader, const struct entry *entry, enum line_owner owner)
{
    reader_own(reader, entry->first, entry->end, owner);
}

void reader_warn(struct reader *reader, const char *id, size_t line, size_t column, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct str message = str_from(arena_vprintf(reader->arena, format, args));
    va_end(args);
    struct warning warning = {.id = id, .line = line, .column = column, .message = message};
    VEC_PUSH(&reader->warnings, warning);
}

struct str reader_shown(struct str text)
{
    enum { SHOWN = 40 };
    return utf8_slice(text, 0, SHOWN);
}

void reader_unread(struct reader *reader, size_t from, size_t to, const char *id, const char *why)
{
    for (size_t i = from; i < to; i++) {
        const struct outline_line *line = &reader->outline.lines[i];
        if (line->kind == OUTLINE_BLANK)
            continue;
        reader_own(reader, i, i + 1, LINE_UNREAD);
        struct str body = str_trim(source_line_text(&reader->scenario->source, i + 1));
        struct line_text text = {.text = body, .line = i + 1, .column = line->indent + 1, .last_line = i + 1};
        VEC_PUSH(&reader->unread, text);
        struct str words = reader_shown(line->body);
        reader_warn(reader, id, i + 1, line->indent + 1, TEXT("%s: \"%.*s%s\"", "%s：“%.*s%s”"), why, STR_FORMAT(words),
                    words.len < line->body.len ? TEXT("...", "……") : "");
    }
}

void reader_unread_cell(struct reader *reader, const struct entry *entry, struct str cell)
{
    size_t number;
    if (cell.len == 0 || str_to_size(cell, 9999, &number))
        return;
    struct line_text text = reader_text(reader, entry, cell);
    VEC_PUSH(&reader->unread, text);
    reader_warn(reader, "unread-cell", text.line, text.column,
                TEXT("no field takes this column's text: \"%.*s\"", "这一列没有对应的字段：“%.*s”"),
                STR_FORMAT(reader_shown(text.text)));
}

/* Counted on from the place asked for before, if that is in the same line: a line may hold many texts. */
static size_t column_of(struct reader *reader, size_t offset)
{
    const struct source *source = &reader->scenario->source;
    size_t from = source->line_start[source_line(source, offset) - 1], column = 1;
    if (reader->counted.column > 0 && reader->counted.offset >= from && reader->counted.offset <= offset) {
        from = reader->counted.offset;
        column = reader->counted.column;
    }
    column += utf8_count(str_slice(source->text, from, offset));
    reader->counted.offset = offset;
    reader->counted.column = column;
    return column;
}

struct line_text reader_text(struct reader *reader, const struct entry *entry, struct str piece)
{
    const struct source *source = &reader->scenario->source;
    uintptr_t start = (uintptr_t)source->text.ptr, at = (uintptr_t)piece.ptr;
    struct line_text text = {.line = entry->first + 1, .column = 1, .last_line = entry->end};
    if (at >= start && at < start + source->text.len)
        text.column = column_of(reader, (size_t)(at - start));
    else
        text.column = reader->outline.lines[entry->first].indent + 1;
    text.text = markup_plain(reader->arena, piece);
    return text;
}

/* Room is always the power of two at or above the count, so that many short sections cost no more than one long one. */
static size_t room_for(size_t count)
{
    size_t room = 4;
    while (room < count)
        room *= 2;
    return room;
}

void *list_append(struct reader *reader, void *list, size_t *list_count, const void *items, size_t count, size_t size)
{
    size_t had = *list_count;
    if (count == 0)
        return list;
    if (list == NULL || room_for(had) < had + count) {
        void *grown = arena_array(reader->arena, room_for(had + count), size);
        if (list != NULL && had > 0)
            memcpy(grown, list, had * size);
        list = grown;
    }
    memcpy((char *)list + had * size, items, count * size);
    *list_count = had + count;
    return list;
}

void texts_append(struct reader *reader, struct line_texts *into, const struct line_text *items, size_t count)
{
    into->items = list_append(reader, into->items, &into->count, items, count, sizeof *items);
}
