/* Did it get worse? Two sets of scored conversations, each scored under the frozen and under the new rubric.
 *
 * The primary metric is fidelity under the frozen rubric, paired by (scenario, prompt, caller, repeat, and the model
 * where both sides hold the same models): deleting a concern or loosening a rule cannot raise it, and is an alarm of
 * its own. The alarm rate with no change is at most `alpha`: 80 % of it go to the primary test, 15 % to the others
 * together (Holm), 5 % to rules that fell silent (Bonferroni). Methods: docs/statistics.md. */
#ifndef FIDELIO_SCORE_COMPARE_H
#define FIDELIO_SCORE_COMPARE_H

#include "score/score.h"

struct json_writer;

enum weakening_kind {
    RULE_REMOVED,
    RULE_LOOSENED,
    RULE_NEWLY_NA,
    CONCERN_REMOVED,
    NEGATIVE_EXAMPLE_REMOVED,
    END_CONDITION_REMOVED,
    THRESHOLD_LOWERED
};
struct weakening { /* the yardstick itself became softer */
    enum weakening_kind kind;
    struct str scenario, what, why; /* rule id, concern or condition; one line for people */
    struct str why_chinese;
    struct str file; /* where the old one stands */
    size_t line;
};

struct compare_side { /* scores are borrowed; NULL: not held, or under `frozen` a scenario that it does not know */
    struct score *const *frozen; /* under the frozen rubric */
    struct score *const *now;    /* under the new rubric */
    size_t count;
    size_t planned;
};
struct compare_options {
    double alpha, power; /* 0 = 0.05 and 0.8 */
    double tolerance;    /* a drop of fidelity up to this need not be shown; 0 = 0.05 */
    uint64_t seed;
    bool confirmed; /* the sides hold the repeats of a second look too */
};

struct metric {
    const char *name; /* "fidelity", "pass_rate", "ending_correct", a gate rule's id, or "judged_fidelity" */
    size_t n;         /* pairs, or conversations of the new side when unpaired */
    double before, after, difference;
    double error;       /* the standard error of the difference; NaN: not known */
    double least_p;     /* the smallest p that so many could give */
    double p, adjusted; /* one-sided: worse; adjusted: Holm over the secondary metrics, the primary as it is */
    bool primary, alarm;
};
struct flip {
    const struct score *before, *after; /* under the frozen rubric */
};
enum comparison_verdict { COMPARISON_REGRESSED, COMPARISON_NO_REGRESSION_SHOWN, COMPARISON_INCONCLUSIVE };

struct comparison {
    struct arena arena;
    enum comparison_verdict verdict;
    bool paired;
    size_t pairs, unpaired_before, unpaired_after; /* held conversations without a partner */
    size_t planned, done, not_done;                /* of the new side */
    const struct transcript **lost;                /* one of each cell of the old side that the new one lacks */
    size_t lost_cells;
    bool not_judged;        /* a judge was asked about the old conversations and not about the new ones */
    bool by_model;          /* there are several models, and a cell is of one of them */
    struct metric *metrics; /* the primary first */
    size_t metric_count;
    double detectable;      /* the smallest drop of fidelity that this many would have shown; NaN when unknown */
    bool no_difference;     /* no pair differs in fidelity: `detectable` is the drop that n such pairs leave room for */
    size_t needed;          /* pairs, or conversations of the new side, needed to show `tolerance`; 0 = unknown */
    size_t needed_for_gain; /* of a gain beyond `tolerance`: to show that one so large is more than chance; else 0 */
    struct weakening *weakenings;
    size_t weakening_count;
    struct flip *all;            /* every pair: pass -> fail first, then fail -> pass, then by the drop of fidelity */
    struct flip *worse, *better; /* pass -> fail and fail -> pass */
    size_t worse_count, better_count;
    double tolerance, alpha;
    struct first_look { /* before the repeats of a second look were held */
        size_t repeats; /* held for the second; 0: there was no second look */
        enum comparison_verdict verdict;
        struct metric primary;
    } first;
};

const char *
comparison_verdict_name(enum comparison_verdict verdict); /* "regressed", "no regression shown", "inconclusive" */
/* So few were compared that the primary metric could not alarm, however large the drop. */
bool comparison_is_too_small(const struct comparison *comparison);
/* The part of alpha at which the primary metric alarms, or the others after Holm. */
double comparison_alpha(const struct comparison *comparison, bool primary);
struct comparison *compare_sides(const struct compare_side *before, const struct compare_side *after,
                                 const struct compare_options *options);
void comparison_free(struct comparison *comparison);
/* Regressed or inconclusive for reasons that more conversations could change: not for a softer rubric, a truncated run
 * or a lost cell. */
bool comparison_rests_on_chance(const struct comparison *comparison);
void comparison_write(const struct comparison *comparison, struct json_writer *w);

/* Fills in the weakenings: each pair of rubrics once, and rules that fell silent. */
void find_weakenings(struct comparison *comparison, const struct compare_side *before,
                     const struct compare_side *after);
/* How `now` asks less than `frozen`: rules removed, switched off or loosened, concerns, negative examples and end
 * conditions gone. Adds to `list` (arena). */
struct weakenings {
    struct weakening *items; /* owned */
    size_t count, room;
};
void compare_rubrics(const struct rubric *frozen, const struct rubric *now, struct arena *arena,
                     struct weakenings *list);

#endif
