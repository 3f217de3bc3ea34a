/* The lines of a Markdown document as its author meant them: one record a source line, in order, none left out.
 *
 * Built for documents written by people and by models rather than for CommonMark: `1、` `（1）` `①` `•` `－` and
 * `-没空格` are list markers, `##无空格` and `=== 标题 ===` are headings, a paragraph above `---` stays a paragraph,
 * indented text is text, `<caller>` alone is a heading, `<role>text</role>` the line "role: text", tables are rows,
 * front matter and byte-order mark are set apart. Nesting is left to the reader, who has the indentation. Every slice
 * but a tag's and one of JSON or YAML points into the source, so that a place is an offset. Linear in the length of the
 * text. */
#ifndef FIDELIO_SYNTAX_OUTLINE_H
#define FIDELIO_SYNTAX_OUTLINE_H

#include "syntax/marker.h"
#include "syntax/source.h"

enum outline_kind {
    OUTLINE_BLANK,
    OUTLINE_HEADING,
    OUTLINE_ITEM, /* a line that begins with a list marker */
    OUTLINE_TEXT,
    OUTLINE_ROW,      /* a table's row; outline_cells cuts it */
    OUTLINE_ROW_RULE, /* |---|---|: the row above is the header */
    OUTLINE_RULE,     /* --- *** === alone on a line */
    OUTLINE_FENCE,    /* the ``` lines; what is between them is OUTLINE_TEXT */
    OUTLINE_COMMENT,  /* <!-- --> */
    OUTLINE_FRONT,    /* front matter, its --- lines included */
};

struct outline_line {
    enum outline_kind kind;
    enum marker style; /* of an item; MARKER_HAN for 一、 */
    unsigned level;    /* of a heading, 1 to 6 */
    size_t indent;     /* columns before the marker or text; a tab goes to the next multiple of 4 */
    size_t number;     /* of an ordered item, 0 otherwise */
    bool quoted;       /* stood behind > */
    bool fenced;       /* between ``` lines: it is as it stands */
    bool underlined;   /* text directly above ---: perhaps a heading */
    bool heads;        /* text behind a blank line and directly above another line: perhaps a heading */
    struct str marker; /* "-", "1.", "（一）" */
    struct str body;   /* the rest, trimmed */
};

struct outline {
    struct outline_line *lines; /* arena; source->line_count entries, line n is lines[n - 1] */
    size_t count;
    struct str front; /* the front matter between its --- lines; empty when there is none */
};

void outline_read(struct outline *outline, struct arena *arena, const struct source *source);
/* The cells of a row, trimmed, without the outer bars; `\|` does not cut. The array lives in the arena. */
size_t outline_cells(struct arena *arena, struct str row, struct str **cells);

#endif
