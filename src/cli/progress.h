/* How a run is going, on stderr: on a terminal one line that is written over, elsewhere a plain line every few seconds;
 * the first failures are said in full. Nothing when quiet. */
#ifndef FIDELIO_CLI_PROGRESS_H
#define FIDELIO_CLI_PROGRESS_H

#include "cli/message.h"
#include "run/pipeline.h"

enum { PROGRESS_TERMINAL_MS = 200, PROGRESS_PLAIN_MS = 5000 };

struct progress_line {
    const struct ui *ui;
    struct str currency; /* behind the cost; "" = none */
    size_t failures_said;
    bool stop_said;
    uint64_t drawn_ms; /* when the line was drawn last */
};

/* How often it wants to be called besides (pipeline_options.progress_ms). */
uint64_t progress_interval(const struct ui *ui);
void progress_show(const struct run_progress *progress, void *line);
/* A signal asked to stop: what is waited for, how long, and how not to. Nothing when nothing is in flight; said even
 * when quiet, for the process goes on. */
void progress_stopping(const struct ui *ui, size_t requests, uint64_t most_ms);
void progress_end(const struct progress_line *line); /* the run is over: nothing stays on the terminal's line */

#endif
