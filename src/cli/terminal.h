/* A stream that a person may be looking at: is it a terminal, how wide is it, does it take colour.
 *
 * Whatever a model or a document said goes through text/printable before it gets here. */
#ifndef FIDELIO_CLI_TERMINAL_H
#define FIDELIO_CLI_TERMINAL_H

#include "base/str.h"

#include <stdio.h>

struct terminal {
    FILE *file;       /* borrowed */
    bool interactive; /* a terminal, and not a dumb one */
    bool colour;      /* interactive, and NO_COLOR is empty or not set (no-color.org) */
    size_t width;     /* columns; 100 when nobody knows */
};

/* Looks at the stream and the environment (NO_COLOR, TERM, COLUMNS). */
struct terminal terminal_of(FILE *file);
/* Now, and however few: windows are resized. */
size_t terminal_columns(const struct terminal *terminal);

#endif
