/* A run as reports see it: conversations, their scores, and what was planned. Every report format reads this and
 * nothing else.
 *
 * Everything is borrowed from whoever fills it (run/ from a folder, cli from a transcripts file) and outlives the
 * report. Formats are pure: they add bytes to a buffer. Everything a model said is hostile; each format escapes for
 * itself. */
#ifndef FIDELIO_REPORT_REPORT_H
#define FIDELIO_REPORT_REPORT_H

#include "base/buf.h"
#include "score/score.h"
#include "stats/interval.h"

/* What is counted of a conversation, and what lists name it by. */
struct report_facts {
    struct str id, scenario, model, prompt, caller, error; /* as its transcript has them */
    uint32_t repeat;
    bool understudy; /* played by the built-in stand-in */
    enum ended_by ended_by;
    size_t faults;         /* of the script */
    unsigned disturbances; /* a bit for each kind that came (report/names.h) */
    bool scored;           /* the rest is known */
    enum verdict verdict;
    bool has_fidelity, has_judged;
    double fidelity, judged_fidelity, coverage;
    enum ending_verdict ending;
    bool may, must, ended; /* ended: by the persona, or it moved to */
    size_t replies;
    uint32_t signals[SIGNAL_CORE_COUNT]; /* replies that carry each core signal */
    const struct dimension_score *dimensions;
    size_t dimension_count;
    const struct rubric *rubric;
    const struct rule *gravest; /* of the rules that failed or erred; NULL: none */
    bool valid;                 /* no exam, or one whose persona kept its role */
};

struct report_entry {
    const struct scenario *scenario;     /* NULL when the transcript has no document */
    const struct transcript *transcript; /* NULL when it was let go: then its facts and pieces are all that is left */
    const struct score *score; /* NULL when the conversation was not scored (failed before a reply), or was let go */
    struct report_facts facts; /* filled by report_init, unless it was let go */
    struct str junit;          /* its test case, when it was let go */
    size_t cell;               /* index into report.cells */
};
/* Of an entry that has its transcript; texts and lists are borrowed from it and from the score. */
struct report_facts report_facts_of(const struct report_entry *entry);

/* One row of the scoreboard: scenario (or value of a tag) x model x prompt x caller. */
struct report_cell {
    struct str scenario, model, prompt, caller;
    size_t disturbance;             /* of a row of disturbed calls: 1 + its kind (report/names.h); else 0 */
    bool understudy;                /* no language model: shown apart, never ranked */
    size_t planned, done;           /* conversations: planned = done + not held */
    size_t passed, failed, errored; /* done = passed + failed + errored (no verdict could be given) */
    size_t endings[ENDING_UNKNOWN + 1];
    size_t replies;
    size_t signals[SIGNAL_CORE_COUNT]; /* replies that carry each core signal */
    double *fidelities;                /* of the conversations that have one, in order */
    size_t scored;                     /* how many have one */
    double fidelity;                   /* their mean; 0 when there is none */
    struct interval fidelity_interval; /* bootstrap; not known below two */
    double judged_fidelity;            /* the mean with a judge's answers, over `judged` conversations */
    size_t judged;
};
struct interval report_fidelity_interval(const double *fidelities, size_t count);
/* Neither passed nor failed: not judged, or not even held. */
size_t report_cell_errors(const struct report_cell *cell);
/* "model · prompt ☎ caller", in `arena`: what tells the rows of a scenario apart. The built-in prompt and the script
 * are not named. */
struct str report_player(struct arena *arena, struct str model, struct str prompt, struct str caller);
struct interval report_cell_passed_interval(const struct report_cell *cell); /* Wilson, of passed in passed + failed */

/* What a run's conversations amount to, scenario by model. Every rate keeps its denominator, errors stand beside it. */
struct scoreboard {
    struct report_cell
        *cells; /* scenarios in order of appearance; in each the models first, then the understudies, best first */
    size_t cell_count;
    struct report_cell
        *totals; /* one a model (prompt, caller), ordered alike; only when there is more than one scenario */
    size_t total_count;
    /* One a kind of disturbance and model (prompt, caller), over the conversations in which it came, which may be in
     * several. */
    struct report_cell *disturbed;
    size_t disturbed_count;
    size_t passed, failed, errors;
};

struct report {
    struct arena arena;
    struct str id, path, created; /* the run's id, its folder as the user names it, wall time or "" */
    const char *by; /* a tag: the boards are sliced by its values instead of scenario by scenario; NULL = no */
    bool chinese;   /* language of the report's own words */
    struct report_entry *entries; /* in plan order */
    size_t count;
    struct report_cell *cells;
    size_t cell_count;
    struct scoreboard board;
    size_t planned, done, not_done;
};

/* Groups entries into cells and counts. `entries` is adopted by reference (borrowed); planned counts conversations that
 * have no entry too. */
void report_init(struct report *report, struct report_entry *entries, size_t count, size_t planned, bool chinese);
void report_init_by(struct report *report, struct report_entry *entries, size_t count, size_t planned, bool chinese,
                    const char *by);
void report_release(struct report *report);
const char *report_say(const struct report *report, const char *english, const char *chinese); /* in its language */
/* Held to its end and scored: not broken off by an endpoint or the budget. */
bool report_entry_held(const struct report_entry *entry);
bool report_entry_passed(const struct report_entry *entry);
/* What the transcript names; where it names none, the document that it is scored by. */
struct str report_scenario(const struct report_entry *entry);

/* The formats, one file each. */
enum { REPORT_WORST = 5 }; /* how many failed conversations the terminal usually shows in full */
struct text_options {
    size_t width; /* columns of the terminal */
    bool colour;
    size_t worst; /* how many failed conversations are shown in full; SIZE_MAX = all */
};
void report_text(const struct report *report, const struct text_options *options, struct buf *out);
void report_junit(const struct report *report, struct buf *out); /* JUnit XML */
/* One test case of it; `class_name`: its cell's scenario. */
void report_junit_case(const struct report_entry *entry, struct str class_name, bool chinese, struct buf *out);
void report_markdown(const struct report *report, struct buf *out);                  /* a job summary */
void report_csv(const struct report *report, bool bom, struct buf *out);             /* a row a conversation */
void report_cases(const struct report *report, struct buf *out);                     /* the case book, Markdown */
bool report_sqlite(const struct report *report, struct buf *out, struct error *err); /* an SQLite database's bytes */
enum annotation_style { ANNOTATE_GITHUB, ANNOTATE_GITLAB };
void report_annotations(const struct report *report, enum annotation_style style, struct buf *out);

#endif
