/* Pieces of the printed rubric. Private to this room. */
#ifndef FIDELIO_RUBRIC_PRINT_H
#define FIDELIO_RUBRIC_PRINT_H

#include "rubric/rubric.h"

/* A YAML scalar: plain where nothing can be mistaken, else in double quotes. */
void print_text(struct buf *out, struct str text);
/* Shortest form that reads back equal, '.' whatever the locale. */
void print_number(struct buf *out, double value);
/* `lexicons:` and `signals:` of the signals that files define; nothing when there are none. */
void print_signals(const struct rubric *rubric, struct buf *out);
/* Comments for the reader: how to use the file, what was read out of each end condition, what could not be derived. */
void print_notes(const struct rubric *rubric, struct buf *out);

#endif
