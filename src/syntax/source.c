#include "syntax/source.h"

#include "base/arena.h"
#include "base/file.h"
#include "base/language.h"
#include "text/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void source_mark(struct error *err, const char *path, struct str text, size_t first_line, size_t offset)
{
    if (err == NULL)
        return;
    if (offset > text.len)
        offset = text.len;
    size_t from = 0, line = first_line > 0 ? first_line : 1;
    for (size_t i = 0; i < offset; i++) {
        if (text.ptr[i] == '\n') {
            line++;
            from = i + 1;
        }
    }
    struct str rest = str_slice(text, from, text.len), whole = {0};
    str_next_line(&rest, &whole);
    snprintf(err->path, sizeof err->path, "%s", path != NULL ? path : "");
    err->line = line;
    err->column = utf8_count(str_slice(text, from, offset)) + 1;
    err->excerpt[0] = '\0';
    if (whole.len < sizeof err->excerpt && utf8_valid(whole, NULL))
        snprintf(err->excerpt, sizeof err->excerpt, "%.*s", STR_FORMAT(whole));
}

/* What cannot be read as text, with a hint at what it may be instead. */
static bool check_text(const char *path, struct str text, struct error *err)
{
    if (text.len == 0)
        return error_at(err, ERROR_USER, path, 0, 0, TEXT("the file is empty", "文件是空的"));
    if (str_starts(text, STR("\xff\xfe")) || str_starts(text, STR("\xfe\xff")))
        return error_at(err, ERROR_USER, path, 0, 0,
                        TEXT("the file is UTF-16; save it as UTF-8", "文件是 UTF-16 编码；请另存为 UTF-8"));
    size_t bad = str_find_byte(text, '\0');
    if (bad != STR_NONE) {
        error_set(err, ERROR_USER,
                  TEXT("the file is not text (a NUL byte at offset %zu)", "文件不是文本（偏移 %zu 处有 NUL 字节）"),
                  bad);
        source_mark(err, path, text, 1, bad);
        return false;
    }
    if (!utf8_valid(text, &bad)) {
        error_set(
            err, ERROR_USER,
            TEXT("the file is not valid UTF-8 (byte 0x%02x at offset %zu); if it is GBK or Big5, save it as UTF-8",
                 "文件不是有效的 UTF-8（字节 0x%02x，偏移 %zu）；如果是 GBK 或 Big5 编码，请另存为 UTF-8"),
            (unsigned)(unsigned char)text.ptr[bad], bad);
        source_mark(err, path, text, 1, bad);
        return false;
    }
    return true;
}

bool source_from(struct source *source, struct arena *arena, const char *path, struct str text, struct error *err)
{
    if (!check_text(path, text, err))
        return false;
    size_t lines = 1;
    for (size_t i = 0; i + 1 < text.len; i++)
        lines += text.ptr[i] == '\n';
    size_t *starts = arena_array(arena, lines, sizeof *starts);
    size_t count = 1;
    for (size_t i = 0; i + 1 < text.len; i++) {
        if (text.ptr[i] == '\n')
            starts[count++] = i + 1;
    }
    *source = (struct source){
        .path = str_cstring(arena, str_from(path)), .text = text, .line_start = starts, .line_count = lines};
    return true;
}

bool source_read(struct source *source, struct arena *arena, const char *path, size_t ceiling, struct error *err)
{
    struct buf bytes;
    buf_init(&bytes, ceiling);
    bool ok = file_read(path, &bytes, err) && source_from(source, arena, path, buf_str(&bytes), err);
    if (ok)
        source->text = str_dup(arena, buf_str(&bytes));
    buf_release(&bytes);
    return ok;
}

size_t source_line(const struct source *source, size_t offset)
{
    size_t low = 0, high = source->line_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (source->line_start[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return low + 1;
}

size_t source_column(const struct source *source, size_t offset)
{
    size_t from = source->line_start[source_line(source, offset) - 1];
    return utf8_count(str_slice(source->text, from, offset)) + 1;
}

struct str source_line_text(const struct source *source, size_t line)
{
    if (line == 0 || line > source->line_count)
        return (struct str){0};
    size_t end = line < source->line_count ? source->line_start[line] : source->text.len;
    struct str rest = str_slice(source->text, source->line_start[line - 1], end);
    if (str_ends(rest, STR("\n")))
        rest.len--;
    if (str_ends(rest, STR("\r")))
        rest.len--;
    return rest;
}

bool source_error(const struct source *source, size_t offset, struct error *err, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    error_vset(err, ERROR_USER, format, args);
    va_end(args);
    source_mark(err, source->path, source->text, 1, offset);
    return false;
}
