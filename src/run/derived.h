/* The files of a run that are derived from its tape: transcripts, scores, summary, reports, and run.json with the
 * counts. */
#ifndef FIDELIO_RUN_DERIVED_H
#define FIDELIO_RUN_DERIVED_H

#include "run/pipeline.h"
#include "run/results.h"

struct derived {
    struct arena arena;
    struct transcript *
        *transcripts; /* arena; those that there are, in plan order; borrowed from the pipeline's result */
    size_t count;
    struct judgements *judgements; /* owned; a judge's recorded answers, when there are any */
    struct results results;
};

/* In this order: the rubrics are made, which tells their mistakes before any model is asked; a judge's answers are read
 * from the folder; conversations are added to `results` as they end (pipeline_options.results); then transcripts.jsonl,
 * costs.jsonl, scores.jsonl, summary.json, report.html, junit.xml and run.json are written, each whole. Plan, folder
 * and result outlive it. After a failure of the first nothing needs release; files are as they were or whole. */
bool derived_open(struct derived *derived, const struct plan *plan, size_t threads, struct error *err);
bool derived_begin(struct derived *derived, struct folder *folder, struct error *err);
bool derived_write_all(struct derived *derived, const struct plan *plan, struct folder *folder,
                       struct pipeline_result *result, struct error *err);
/* The files themselves, but run.json: `results` in the transcripts' order. */
struct derived_run {
    struct str id;
    const char *path; /* the folder */
    size_t planned;
    struct scenario *const *scenarios;
    size_t scenario_count;
};
bool derived_write(const struct results *results, struct transcript *const *transcripts, const struct derived_run *run,
                   struct error *err);
void derived_release(struct derived *derived);

#endif
