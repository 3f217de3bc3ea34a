/* The shards of a run, put together into the run that the same command without --shard would have made.
 *
 * A shard's run.json holds the hash of the whole plan; equal hashes mean equal documents, models, parameters and
 * repeats. run.json of the whole is written last, so that a merge that is broken off leaves no run. */
#ifndef FIDELIO_RUN_MERGE_H
#define FIDELIO_RUN_MERGE_H

#include "run/run_json.h"

/* `counts` and `id` of the whole. Shards that do not belong together, are missing, given twice or not finished, and an
 * `out` that holds a run already are ERROR_USER. */
bool merge_runs(const char *const *runs, size_t count, const char *out, struct run_counts *counts, char id[13],
                struct error *err);

#endif
