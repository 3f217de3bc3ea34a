/* A run's folder, runs/ID/: the lock, run.json (run/run_json.h), the tape, and the files that are derived from them.
 *
 * run.json is written when the folder is made and again when the run ends. Derived files are written whole, by temp +
 * fsync + rename. */
#ifndef FIDELIO_RUN_FOLDER_H
#define FIDELIO_RUN_FOLDER_H

#include "base/file.h"
#include "run/run_json.h"

struct folder {
    struct arena arena;
    const char *path, *run_path; /* arena; run_path: of its run.json */
    int lock;                    /* a descriptor that holds the lock, or -1 */
    bool resumed;                /* it was there already */
    bool replaced;               /* another plan's was, in which nothing had been answered: its files are gone */
    uint64_t started_ms;
    struct file_draft run;    /* run.json, until it is kept */
    struct parallel *keeping; /* owned; NULL: it is not going on */
    struct error unkept;      /* why it could not be done */
};

/* Makes `path` or opens it again, takes the lock and checks that the folder holds this plan's run, of this version; a
 * new run's run.json is written beside its place. Another process that holds the lock, another plan's run in which
 * anything was answered and another version are ERROR_USER. On failure nothing needs to be closed. */
bool folder_open(struct folder *folder, const char *path, const struct plan *plan, uint64_t now_ms, struct error *err);
/* On a thread: run.json is synced and put in its place, the folder synced, with it the names of what was made in it so
 * far. The folder stays where it is meanwhile. */
void folder_keep(struct folder *folder);
bool folder_kept(struct folder *folder, struct error *err);       /* waits for it; often is fine */
void folder_close(struct folder *folder);                         /* keeps it, gives the lock back; the files stay */
const char *folder_file(struct folder *folder, const char *name); /* PATH/NAME, in the arena */
/* run.json, complete but not in place; `end` NULL: the run has begun, not ended. */
void folder_draft_run(struct folder *folder, const struct plan *plan, const struct run_end *end,
                      struct file_draft *draft);
/* The same, put in place. */
bool folder_write_run(struct folder *folder, const struct plan *plan, const struct run_end *end, struct error *err);

#endif
