/* The scoreboard: how a report's is made, and how it is written as data. */
#ifndef FIDELIO_REPORT_SCOREBOARD_H
#define FIDELIO_REPORT_SCOREBOARD_H

#include "report/report.h"

struct json_writer;

/* Of the cells as they are counted; everything in `arena`, texts borrowed from the report. */
struct scoreboard scoreboard_of(const struct report *report, struct arena *arena);
/* The members "cells" and "totals" into an open object. */
void scoreboard_write(const struct scoreboard *board, struct json_writer *w);

#endif
