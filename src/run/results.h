/* Transcripts and their scores, together with what they were scored by: what reports are made from and derived files
 * are written of. */
#ifndef FIDELIO_RUN_RESULTS_H
#define FIDELIO_RUN_RESULTS_H

#include "report/report.h"
#include "run/scoring.h"

#include <pthread.h>

struct output;
struct making;

struct results {
    struct arena arena;                /* guarded by the lock while scoring goes on */
    struct scenario *const *scenarios; /* borrowed */
    size_t scenario_count;
    struct making *making;   /* owned; while rubrics and contexts are made; else NULL */
    struct rubric **rubrics; /* owned; one a scenario, in order; without any, one of core rules only */
    struct signal_context **contexts;
    size_t rubric_count;
    const struct judgements *judgements; /* borrowed; NULL = none */
    const char *folder;    /* borrowed; where each conversation is written as it is scored; NULL = nowhere */
    struct output *output; /* owned; from results_ready on */
    /* Conversations that were taken are let go as soon as they are scored and written, but for those that the terminal
     * shows: the worst ones. `scores` and the entries then hold NULL for them. */
    bool lets_go;
    size_t worst[REPORT_WORST], worst_count; /* the least faithful of each cell, as far as they are shown; places */
    bool chinese;                            /* the documents: the language of their reports */
    pthread_mutex_t lock;
    struct scoring *scoring;   /* while conversations still come; else NULL */
    struct score **scores;     /* owned; in the transcripts' order */
    struct transcript **owned; /* those that were taken */
    struct report_entry *entries;
    size_t count;
};

/* What conversations are scored by; all of it borrowed, and outlives the results. */
struct yardstick {
    struct scenario *const *scenarios;
    size_t scenario_count;
    const struct rubric_file *rubric_files;
    size_t rubric_file_count;
    const struct judgements *judgements; /* NULL: none */
    size_t threads;                      /* 0: one a processor */
};

/* For at most `most` conversations that come one by one, each scored at once on a thread of its own. Rubrics and
 * contexts are made later, but a rubric file's mistake is told now. `judgements` of the results may be set before the
 * first conversation comes. On failure nothing needs release. */
bool results_open(struct results *results, const struct yardstick *by, size_t most, struct error *err);
/* Begins to make rubrics and contexts, on threads. Left out, results_ready does it. */
void results_begin(struct results *results);
/* Waits for rubrics and contexts, and opens the drafts in the folder: to be called before anything of them is read, by
 * a dialogue that hears its first reply too. Often is fine. */
void results_ready(struct results *results);
/* Drafts of these results in the folder `path`. */
struct output *results_output(const struct results *results, const char *path);
/* The conversation at `place` of the order, below `most`, has ended; each place once. */
void results_add(struct results *results, size_t place, size_t scenario, const struct transcript *transcript);
/* The same; from now on the transcript is the results'. Of one run either all are added or all are taken. */
void results_take(struct results *results, size_t place, size_t scenario, struct transcript *transcript);
/* No more come: waits for what is not scored yet. Entries and scores are those that came, in order. */
void results_settle(struct results *results);

/* Scores. A transcript's scenario is the one it names by id; with one scenario it is that one, with none the core rules
 * alone apply, their why-lines in the language of most transcripts; naming none of several is ERROR_USER. The
 * transcripts are borrowed and outlive the results. On failure nothing needs release. */
bool results_score(struct results *results, const struct yardstick *by, struct transcript *const *transcripts,
                   size_t count, struct error *err);
void results_release(struct results *results);

/* The lines of all scores, in order, with `between` between two of them. */
void results_write_scores(const struct results *results, struct str between, struct buf *out);
/* summary.json (fidelio.summary/1): the scoreboard as data. */
void results_write_summary(const struct report *report, struct buf *out);
/* report.html, with the prompts as the persona's model is sent them. */
struct html_options;
/* `options` may be NULL; the prompts are filled in. */
void results_write_html(struct report *report, const struct html_options *options, struct buf *out);

/* Whether reports on these scenarios are in Chinese: every one of them is. False when there is none. */
bool scenarios_are_chinese(struct scenario *const *scenarios, size_t count);

#endif
