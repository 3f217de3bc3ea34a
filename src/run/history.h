/* The runs of a folder over time, read from their run.json and summary.json: nothing is scored again. */
#ifndef FIDELIO_RUN_HISTORY_H
#define FIDELIO_RUN_HISTORY_H

#include "base/arena.h"
#include "report/trend.h"

struct history {
    struct arena arena;
    struct trend_series *series; /* arena; by scenario, then model */
    size_t count;
    size_t runs, skipped; /* runs read; folders that are no finished run */
};

/* Reads every run in FOLDER. A folder without any finished run is ERROR_USER. On failure nothing needs release. */
bool history_read(struct history *history, const char *folder, struct error *err);
void history_release(struct history *history);

#endif
