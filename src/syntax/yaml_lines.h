/* What YAML writes otherwise than Markdown does, in a line of a document that is YAML: for outline.c. */
#ifndef FIDELIO_SYNTAX_YAML_LINES_H
#define FIDELIO_SYNTAX_YAML_LINES_H

#include "base/str.h"

struct arena;

/* Is the document's first line a key above what lies deeper ("caller:")? */
bool yaml_lines_begin(struct str text);
/* `say: |` as `say:`, its words being the lines below; `primary: [a, b]` as "primary: 1) a; 2) b"; any other line as it
 * stands. */
struct str yaml_line_read(struct arena *arena, struct str text);

#endif
