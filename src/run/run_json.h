/* run.json: what a run is, and how it ended. Everything needed to score the run again is in it, the documents
 * themselves included. docs/formats.md has every field. */
#ifndef FIDELIO_RUN_RUN_JSON_H
#define FIDELIO_RUN_RUN_JSON_H

#include "base/file.h"
#include "run/plan.h"
#include "run/served.h"

struct json;
struct json_writer;

/* planned = done + failed + skipped. */
struct run_counts {
    size_t planned, done, failed, skipped; /* conversations; done: held to their end */
    uint64_t asked, from_tape, sent, retried;
    struct usage usage;
    double cost;        /* 0 = no price is known */
    uint64_t unmetered; /* replies without a count of tokens: not in these */
};

/* The members "counts" and "exchanges" into an open object. */
void run_counts_write(struct json_writer *w, const struct run_counts *counts);

struct run_end {
    uint64_t at_ms;
    struct run_counts counts;
    struct served_list *served; /* borrowed */
};
/* Complete in `draft`, to be put in place at `path`; `end` NULL: the run has begun, not ended. */
void run_json_draft(struct file_draft *draft, const char *path, const struct plan *plan, uint64_t started_ms,
                    const struct run_end *end);
/* The parsed run.json at `path`; NULL and an error when it is not one of this version's. */
const struct json *run_json_read(struct arena *arena, const char *path, struct error *err);

#endif
