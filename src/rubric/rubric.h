/* What the document and rubric files expect of the signals: rules, what makes them due, and where each stands written.
 *
 * A rubric is derived from every scenario (rubric/derive.h); files in rubrics/ extend or override it. Texts live in the
 * rubric's arena. */
#ifndef FIDELIO_RUBRIC_RUBRIC_H
#define FIDELIO_RUBRIC_RUBRIC_H

#include "base/buf.h"
#include "base/kept.h"
#include "base/lookup.h"
#include "base/stopwatch.h"
#include "meaning/ends.h"
#include "meaning/topics.h"
#include "signal/signal.h"

enum rule_kind {
    RULE_NEVER,     /* the signal in no reply of the window */
    RULE_AT_LEAST,  /* a count or a share of the window's replies, floor */
    RULE_AT_MOST,   /* ceiling */
    RULE_WHEN_THEN, /* when S1 (of either side) then S2 of the other within k replies */
    RULE_BEFORE,    /* S1 before S2 */
    RULE_CHAIN,     /* S1, S2, S3 ... in order */
    RULE_CONCERN,   /* coverage of concerns of a level */
    RULE_ENDING,    /* the ending was correct */
    RULE_JUDGE,     /* a recorded answer to a question */
    RULE_KIND_COUNT
};
const char *rule_kind_name(enum rule_kind kind); /* "never", "at_least", ... as in rubric files */

/* 会, 优先, 总: each call; 可能, 偶尔, 有时: across repeats, never a failure of one call. */
enum modality { MODALITY_ALWAYS, MODALITY_SOMETIMES };

enum rule_origin { ORIGIN_CORE, ORIGIN_DOCUMENT, ORIGIN_FILE };

struct window {         /* which of a side's messages are looked at */
    size_t first, last; /* from 1, counted from the end when from_end; first = 0: all; last = 0: up to the other end */
    bool from_end;
};

struct rule {
    struct str id, why, dimension; /* why: one line for people */
    enum rule_kind kind;
    enum role side;      /* whose messages carry the signals (the `then` signals of RULE_WHEN_THEN) */
    enum role when_side; /* RULE_WHEN_THEN, RULE_BEFORE: whose messages carry `when_signals` */
    uint16_t *signals;   /* what (any of); the chain in order */
    size_t signal_count;
    uint16_t *when_signals; /* RULE_WHEN_THEN: what makes it due; RULE_BEFORE: what must not come first */
    size_t when_count;
    struct window window;
    double bound; /* count, or share of the window's replies when `share` */
    bool share;
    double most;      /* RULE_AT_LEAST: a ceiling as share of the window's replies, above which it is a tic; 0 = none */
    bool distinct;    /* evidence must differ: the same words count once */
    size_t within;    /* RULE_WHEN_THEN: replies */
    size_t due_after; /* replies that must exist before the rule is due; 0 = always due */
    uint16_t *due_signals; /* any of these must occur, on either side, before the rule is due; none = no such demand */
    size_t due_count;
    enum modality modality;
    unsigned levels;     /* RULE_CONCERN: bits 1 << enum concern_level */
    struct str question; /* RULE_JUDGE: id of the question */
    bool answer;         /* RULE_JUDGE: the answer that passes */
    double weight;
    bool gate;
    enum rule_origin origin;
    struct str file; /* source of the rule: the document or a rubric file */
    size_t line;
    bool guard;    /* in an exam: a gate of the persona's, which the exam stands or falls with; no part of the score */
    bool disabled; /* switched off by a rubric file: kept so that comparison can see it */
};

struct signal_name {
    struct str name;
    struct str file;
    size_t line;
};

struct underived { /* an honest list of what could not be derived */
    struct str text, reason;
    size_t line, column;
};

struct question { /* for a judge: answered yes or no from the transcript alone */
    struct str id, text;
    double kappa;  /* measured against human labels; a rule on the question may gate from 0.7 on, with 50 labels */
    size_t labels; /* 0 = not measured */
    struct str file;
    size_t line;
};

struct rubric {
    struct arena arena;
    struct str id;
    const struct scenario *scenario; /* borrowed; NULL: core rules only */
    enum lang lang;                  /* of the why-lines: the scenario's, else as rubric_core was told, else English */
    struct signal_name *signals;     /* core first */
    size_t signal_count;
    struct rule *rules;
    size_t rule_count;
    struct names rule_ids, question_ids; /* beside rules and questions */
    struct end_condition *ends;
    size_t end_count;
    struct question *questions;
    size_t question_count;
    struct underived *underived;
    size_t underived_count;
    size_t behaviour_count;         /* behaviours of the document; behaviour_count - underived_count were derived */
    const struct topics *topics;    /* what concerns and end conditions speak of; NULL without a scenario */
    struct kept *lines;             /* owned; what callers' lines say, for score/reading.c; NULL without a scenario */
    double threshold;               /* of fidelity, default 0.7 */
    enum role subject;              /* whose performance it measures: the persona, or the caller in an exam */
    struct signal_finders *finders; /* of the signals that the rubric's files define; opaque (rubric/finders.h) */
    char hash[65];                  /* of rubric_print's text: the same rules, the same hash */
};

/* The rubric for a scenario: core rules + what the document says + `files` (may be none). `scenario` NULL: core rules
 * only. */
struct rubric *rubric_for(const struct scenario *scenario, const char *const *files, size_t file_count,
                          struct error *err);
/* A rubric file, or what was kept of one: then the text counts and the path only names it. Files that it extends are
 * read from where they are. */
struct rubric_file {
    const char *path;
    struct str text;
    bool kept;
};
struct rubric *rubric_with(const struct scenario *scenario, const struct rubric_file *files, size_t file_count,
                           struct error *err);
/* The same with one more rubric file from memory, read last; `path` names it in messages. */
struct rubric *rubric_from(const struct scenario *scenario, const char *path, struct str text, struct error *err);
/* Without a scenario: core rules and files, the why-lines in this language. */
struct rubric *rubric_core(enum lang lang, const struct rubric_file *files, size_t file_count, struct error *err);
/* The rules that the document gives, to be listed: nothing can be scored or printed by it. */
struct rubric *rubric_outline(const struct scenario *scenario);
void rubric_free(struct rubric *rubric);
/* The derived rubric as a file that a person can edit; reading it back gives the same rules. */
void rubric_print(const struct rubric *rubric, struct buf *out);
/* The rule or question of that id, or NULL. */
const struct rule *rubric_rule(const struct rubric *rubric, struct str id);
const struct question *rubric_question(const struct rubric *rubric, struct str id);

/* What could not be looked for: a pattern hit its limit. One entry a signal of the rubric. */
struct find_errors {
    bool *failed;    /* signal_count entries */
    struct str *why; /* the message for people; empty where nothing failed */
    bool any;
};
/* Finds all signals: the core ones and those that rubric files define. Sorted. A finder of a file that fails costs only
 * its own signal; `errors` (in `arena`) says which. `watch` (NULL: none) learns what each finder took. */
void rubric_find(const struct rubric *rubric, const struct signal_context *context, struct scene *scene,
                 struct match_scratch *scratch, struct arena *arena, struct hits *hits, struct find_errors *errors,
                 struct stopwatch *watch);

#endif
