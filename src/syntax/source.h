/* A file's text and its lines: places are byte offsets, turned into line and column (code points, from 1) only when
 * printed. */
#ifndef FIDELIO_SYNTAX_SOURCE_H
#define FIDELIO_SYNTAX_SOURCE_H

#include "base/error.h"
#include "base/str.h"

struct arena;

struct source {
    const char *path;         /* arena; as the user named it */
    struct str text;          /* arena; the file as it is, byte for byte */
    const size_t *line_start; /* arena; line_count entries, byte offsets */
    size_t line_count;
};

/* Reads a text file. Missing, empty, binary (NUL), non-UTF-8 (with the place) and over-large files are errors. */
bool source_read(struct source *source, struct arena *arena, const char *path, size_t ceiling, struct error *err);
/* The same checks on bytes that are there already (borrowed: they must outlive the source). */
bool source_from(struct source *source, struct arena *arena, const char *path, struct str text, struct error *err);
size_t source_line(const struct source *source, size_t offset);        /* from 1 */
size_t source_column(const struct source *source, size_t offset);      /* from 1, code points */
struct str source_line_text(const struct source *source, size_t line); /* without the line end */
/* Fills `err` with the place of `offset` and the line as excerpt; returns false. */
bool source_error(const struct source *source, size_t offset, struct error *err, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* The same for a piece of a larger file: `text` begins at line `first_line` (from 1; 0 counts as 1) of the file `path`.
 * Leaves the message of `err` alone. The excerpt stays empty when the line is too long for it. */
void source_mark(struct error *err, const char *path, struct str text, size_t first_line, size_t offset);

#endif
