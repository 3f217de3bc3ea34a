/* The scoreboard: what a run's conversations amount to, scenario by model. Every rate keeps its denominator, errors
 * stand beside it. */
#ifndef FIDELIO_REPORT_SCOREBOARD_H
#define FIDELIO_REPORT_SCOREBOARD_H

#include "report/report.h"
#include "stats/interval.h"

struct json_writer;

struct cell {
    struct str scenario, model, prompt, caller; /* scenario "" in the totals by model */
    size_t conversations;                       /* = passed + failed + errors */
    size_t passed, failed, errors;              /* errors: not judged, or not even completed */
    size_t scored;                              /* conversations with a fidelity */
    double fidelity;                            /* mean over the scored */
    struct interval fidelity_interval;          /* bootstrap over conversations; not known below two */
    struct interval passed_interval;            /* Wilson, of passed in passed + failed */
    size_t endings[ENDING_UNKNOWN + 1];
    size_t replies, signals[SIGNAL_CORE_COUNT]; /* replies in all, and those that carry each core signal */
    bool understudy;
};
struct scoreboard {
    struct cell
        *cells; /* scenarios in order of appearance; in each the models first, then the understudies, best first */
    size_t cell_count;
    struct cell *totals; /* one a model (prompt, caller), ordered alike; only when there is more than one scenario */
    size_t total_count;
    size_t passed, failed, errors;
};

/* Everything in `arena`; texts borrowed from the report. */
struct scoreboard scoreboard_of(const struct report *report, struct arena *arena);
/* The members "cells" and "totals" into an open object. */
void scoreboard_write(const struct scoreboard *board, struct json_writer *w);

#endif
