/* The scoreboard: how a report's is made, and how it is written as data. */
#ifndef FIDELIO_REPORT_SCOREBOARD_H
#define FIDELIO_REPORT_SCOREBOARD_H

#include "report/report.h"

struct json_writer;

/* Of the cells as they are counted; everything in `arena`, texts borrowed from the report. */
struct scoreboard scoreboard_of(const struct report *report, struct arena *arena);
/* A row is counted entry by entry, its `fidelities` with room for all of them; then its mean is taken. */
void report_cell_count(struct report_cell *cell, const struct report_entry *entry);
void report_cell_mean(struct report_cell *cell);
/* "3/5 (unknown 2)": of the calls whose ending could be judged, those that ended right; a dash when none could be. */
void report_cell_put_endings(const struct report_cell *cell, bool chinese, struct buf *out);
/* The members "cells", "totals" and, where calls were disturbed, "perturbations" into an open object. */
void scoreboard_write(const struct scoreboard *board, struct json_writer *w);

#endif
