/* The state of cutting a document into sections, and what is decided of each title. Inside spec/ only. */
#ifndef FIDELIO_SPEC_CUTTER_H
#define FIDELIO_SPEC_CUTTER_H

#include "spec/reader.h"

struct cutter {
    struct reader *reader;
    struct section *open; /* the last of reader->sections, or NULL */
    enum half half;       /* given by a heading */
    unsigned half_level;
    bool fields;                    /* some section's text began on its title's line */
    bool half_peers;                /* sections of this half have its level: no level ends it */
    bool behind_table;              /* a label behind a table of fields opened the open section */
    size_t grouped;                 /* the heading + 1 of the section whose own groups look like sections */
    VEC(struct section_form) forms; /* of the lines that opened sections, in the order of their first use */
};

enum decision { KEEP, OPEN_HALF, OPEN_SECTION, OPEN_UNKNOWN };

/* Open what their names say at `line`, so deep; the line is the title, and owned. */
void cutter_open_half(struct cutter *c, size_t line, unsigned level, enum half half, struct str title);
void cutter_open_section(struct cutter *c, size_t line, unsigned level, const struct title *title);
void cutter_open_unknown(struct cutter *c, size_t line, unsigned level, struct str title);
enum { LEVEL_ROW = LOOK_ALIKE_BOLD + 3 }; /* of a section that a table's row opens */
/* Nothing is open from `line` on. */
void cutter_close(struct cutter *c, size_t line);
/* section_rows.c: a table's row, which may open a half or a section; else it is left as it is. */
void cutter_take_row(struct cutter *cutter, size_t line);
/* "DO", "DON'T", "必须": above things to do, not above words to say? */
bool heads_behaviours(struct reader *reader, size_t line, const struct title *title);
/* The cells (arena) of the table's header that is the first line below `line`; 0: there is none. */
size_t header_below(struct reader *reader, size_t line, struct str **cells);
/* What the title on `line`, so deep, opens. May give the title its half. */
enum decision decide(struct cutter *c, size_t line, unsigned level, struct title *title);
/* Does the title name the whole document, whatever words are in it? Both halves lie below it, or it is the first and a
 * half's name comes next. */
bool is_document_title(struct cutter *c, size_t line, unsigned level);
/* Is there nothing in the section before `line`? */
bool section_is_empty(const struct reader *reader, const struct section *section, size_t line);

#endif
