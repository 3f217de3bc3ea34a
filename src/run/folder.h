/* A run's folder, runs/ID/: the lock, run.json, the tape, and the files that are derived from them.
 *
 * run.json is written when the folder is made and again when the run ends; everything needed to score the run again is
 * in it, the documents themselves included. Derived files are written whole, by temp + fsync + rename. docs/formats.md
 * has every field. */
#ifndef FIDELIO_RUN_FOLDER_H
#define FIDELIO_RUN_FOLDER_H

#include "base/file.h"
#include "rubric/rubric.h"
#include "run/plan.h"
#include "run/served.h"

struct json;
struct json_writer;

struct folder {
    struct arena arena;
    const char *path, *run_path; /* arena; run_path: of its run.json */
    int lock;                    /* a descriptor that holds the lock, or -1 */
    bool resumed;                /* it was there already */
    uint64_t started_ms;
    struct file_draft run;    /* run.json, until it is kept */
    struct parallel *keeping; /* owned; NULL: it is not going on */
    struct error unkept;      /* why it could not be done */
};

/* How a run ended, for run.json. planned = done + failed + skipped. */
struct run_counts {
    size_t planned, done, failed, skipped; /* conversations; done: held to their end */
    uint64_t asked, from_tape, sent, retried;
    uint64_t prompt_tokens, completion_tokens;
    double cost; /* 0 = no price is known */
};

/* The members "counts" and "exchanges" into an open object. */
void run_counts_write(struct json_writer *w, const struct run_counts *counts);

/* Makes `path` or opens it again, takes the lock and checks that the folder holds this plan's run, of this version; a
 * new run's run.json is written beside its place. Another process that holds the lock, another plan's run and another
 * version are ERROR_USER. On failure nothing needs to be closed. */
bool folder_open(struct folder *folder, const char *path, const struct plan *plan, uint64_t now_ms, struct error *err);
/* On a thread: run.json is synced and put in its place, the folder synced, with it the names of what was made in it so
 * far. The folder stays where it is meanwhile. */
void folder_keep(struct folder *folder);
bool folder_kept(struct folder *folder, struct error *err);       /* waits for it; often is fine */
void folder_close(struct folder *folder);                         /* keeps it, gives the lock back; the files stay */
const char *folder_file(struct folder *folder, const char *name); /* PATH/NAME, in the arena */
/* run.json, complete but not in place; counts and served NULL: the run has begun, not ended. */
void folder_draft_run(struct folder *folder, const struct plan *plan, const struct run_counts *counts,
                      struct served_list *served, uint64_t now_ms, struct file_draft *draft);
/* The same, put in place. */
bool folder_write_run(struct folder *folder, const struct plan *plan, const struct run_counts *counts,
                      struct served_list *served, uint64_t now_ms, struct error *err);

/* The parsed run.json at `path`; NULL and an error when it is not one of this version's. */
const struct json *folder_read_run(struct arena *arena, const char *path, struct error *err);

/* A run read back, for scoring and reports. */
struct run_record {
    struct arena arena;
    const char *path;
    struct str id, started_at;
    struct scenario **scenarios; /* owned; made from the texts in run.json */
    size_t scenario_count;
    struct rubric_file *rubrics; /* arena; with their texts, as far as they were kept */
    size_t rubric_count;
    size_t planned;
    bool finished; /* run.json holds counts */
};
bool run_record_read(struct run_record *record, const char *path, struct error *err);
void run_record_release(struct run_record *record);

#endif
