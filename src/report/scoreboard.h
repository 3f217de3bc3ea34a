/* The scoreboard: what a run's conversations amount to, scenario by model. Every rate keeps its denominator, errors
 * stand beside it. */
#ifndef FIDELIO_REPORT_SCOREBOARD_H
#define FIDELIO_REPORT_SCOREBOARD_H

#include "report/report.h"

struct json_writer;

struct scoreboard {
    struct report_cell
        *cells; /* scenarios in order of appearance; in each the models first, then the understudies, best first */
    size_t cell_count;
    struct report_cell
        *totals; /* one a model (prompt, caller), ordered alike; only when there is more than one scenario */
    size_t total_count;
    size_t passed, failed, errors;
};

/* Everything in `arena`; texts borrowed from the report. */
struct scoreboard scoreboard_of(const struct report *report, struct arena *arena);
/* The members "cells" and "totals" into an open object. */
void scoreboard_write(const struct scoreboard *board, struct json_writer *w);

#endif
