/* What the document and rubric files expect of the signals: rules, what makes them due, and where each stands written.
 *
 * A rubric is derived from every scenario (rubric/derive.h); files in rubrics/ extend or override it. Texts live in the rubric's arena. */
#ifndef FIDELIO_RUBRIC_RUBRIC_H
#define FIDELIO_RUBRIC_RUBRIC_H

#include "base/buf.h"
#include "signal/signal.h"

enum rule_kind {
    RULE_NEVER,    /* the signal in no reply of the window */
    RULE_AT_LEAST, /* a count or a share of the window's replies, floor */
    RULE_AT_MOST,  /* ceiling */
    RULE_WHEN_THEN,/* when S1 (of either side) then S2 of the other within k replies */
    RULE_BEFORE,   /* S1 before S2 */
    RULE_CHAIN,    /* S1, S2, S3 ... in order */
    RULE_CONCERN,  /* coverage of concerns of a level */
    RULE_ENDING,   /* the ending was correct */
    RULE_JUDGE,    /* a recorded answer to a question */
};
enum modality { MODALITY_ALWAYS, MODALITY_SOMETIMES }; /* 会, 优先, 总: each call; 可能, 偶尔, 有时: across repeats, never a failure of one call */

struct window {        /* which replies are looked at */
    size_t first, last; /* from 1; first = 0: anywhere; last counts from the end when from_end */
    bool from_end;
};

struct rule {
    struct str id, why, dimension; /* why: one line for people */
    enum rule_kind kind;
    enum role side;                /* whose messages */
    uint16_t *signals;             /* what (any of), or the chain in order */
    size_t signal_count;
    uint16_t *then_signals;
    size_t then_count;
    struct window window;
    double bound;                  /* count, or share when `share` */
    bool share;
    size_t within;                 /* replies */
    size_t due_after;              /* replies that must exist before the rule is due; 0 = always due */
    enum modality modality;
    enum concern_level level;      /* RULE_CONCERN */
    struct str question;           /* RULE_JUDGE: id of the question */
    double weight;
    bool gate;
    struct str file;               /* source of the rule: the document or a rubric file */
    size_t line;
    bool disabled;                 /* switched off by a rubric file: kept so that comparison can see it */
};

struct end_condition {
    size_t number;                 /* from 1, as in the document */
    struct str text;
    size_t line;
    bool is_condition;             /* false: the line describes style (seed 000's fifth) */
    bool must;                     /* the document says that the persona must end then */
    bool derivable;                /* false: no observable predicate could be derived, the verdict may be unknown */
};

struct signal_name {
    struct str name;
    struct str file;
    size_t line;
};

struct underived {                 /* an honest list of what could not be derived */
    struct str text, reason;
    size_t line;
};

struct rubric {
    struct arena arena;
    struct str id;
    const struct scenario *scenario; /* borrowed; NULL: core rules only */
    struct signal_name *signals;     /* core first */
    size_t signal_count;
    struct rule *rules;
    size_t rule_count;
    struct end_condition *ends;
    size_t end_count;
    struct underived *underived;
    size_t underived_count;
    double threshold;                /* of fidelity, default 0.7 */
    struct signal_finders *finders;  /* of the signals that the rubric's files define; opaque (rubric/finders.h) */
    char hash[65];
};

/* The rubric for a scenario: core rules + what the document says + `files` (may be none). `scenario` NULL: core rules only. */
struct rubric *rubric_for(const struct scenario *scenario, const char *const *files, size_t file_count, struct error *err);
void rubric_free(struct rubric *rubric);
/* The derived rubric as a file that a person can edit; reading it back gives the same rules. */
void rubric_print(const struct rubric *rubric, struct buf *out);
/* Finds all signals: the core ones and those that rubric files define. */
bool rubric_find(const struct rubric *rubric, const struct signal_context *context, const struct scene *scene,
                 struct match_scratch *scratch, struct hits *hits, struct error *err);

#endif
