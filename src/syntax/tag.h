/* XML-like tags that structure a document: a tag alone on its line is a heading as deep as the tags around it, one that
 * holds its text on the line is a label. Tags that only set text (<br>, <b>) are text. For outline.c. */
#ifndef FIDELIO_SYNTAX_TAG_H
#define FIDELIO_SYNTAX_TAG_H

#include "syntax/outline.h"

/* Reads a line that is nothing but a tag, or a tag with its text; false when it is neither. Opening tags are headings
 * until tags_pair has seen that they are closed. */
bool tag_read(struct outline_line *line, struct arena *arena);
/* Opening tags that are closed later get their level and what their attributes say; the others are text again
 * ("<pause>"). */
void tags_pair(struct outline *outline, struct arena *arena);

#endif
