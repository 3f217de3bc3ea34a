/* JSON in a document, laid out over lines, as the lines of an outline: `"role": "…"` is the label "role: …", `"steps":
 * [` the label "steps:" above what lies deeper, a string of an array an item. For outline.c. */
#ifndef FIDELIO_SYNTAX_JSON_LINES_H
#define FIDELIO_SYNTAX_JSON_LINES_H

#include "syntax/outline.h"

struct json_lines {
    size_t depth;    /* brackets that are open */
    uint64_t arrays; /* which of them are [, a bit each; deeper ones are not told apart */
    bool begins;     /* the next key is the first of an object in an array: an item */
};

/* Reads the next line, which is not blank; one that is no JSON stays text. */
void json_line_read(struct json_lines *json, struct arena *arena, struct outline_line *line);

#endif
