/* Which wording, caller or model is best, within one run? A winner is named only when it is shown.
 *
 * Arms are the values of one dimension; conversations are paired by all the others (scenario, repeat, and the remaining
 * ones of prompt, caller and model). Each pair of arms is tested two-sided on fidelity by a paired permutation test,
 * Holm over all pairs; the best arm has won when it beats every other one. docs/statistics.md. */
#ifndef FIDELIO_SCORE_CONTEST_H
#define FIDELIO_SCORE_CONTEST_H

#include "score/score.h"

struct json_writer;

enum contest_by { CONTEST_PROMPT, CONTEST_CALLER, CONTEST_MODEL };

struct arm {
    struct str name;               /* "" = the built-in prompt */
    size_t conversations, scored;  /* held; with a fidelity */
    size_t passed, failed, errors; /* errors: not valid exams and broken calls among them */
    double fidelity;               /* mean over the scored; NaN without any */
    bool understudy;               /* a model that is none, whatever it is called; callers have it in their names */
};
struct duel {
    size_t a, b;       /* arms; a before b */
    size_t pairs;      /* both scored */
    double difference; /* mean of a - b; NaN without pairs */
    double p, adjusted;
};
struct contest {
    struct arena arena;
    enum contest_by by;
    double alpha;
    struct arm *arms; /* in order of appearance */
    size_t arm_count;
    struct duel *duels;
    size_t duel_count;
    size_t winner;   /* SIZE_MAX: none is shown */
    size_t left_out; /* conversations of the understudy beside models: it is never ranked among them */
};

enum { CONTEST_ARMS_MOST = 32 };

/* `scores` are borrowed and outlive the contest; entries may be NULL (not held). Fewer than two arms or more than
 * CONTEST_ARMS_MOST are ERROR_USER. */
struct contest *contest_of(struct score *const *scores, size_t count, enum contest_by by, double alpha,
                           struct error *err);
void contest_free(struct contest *contest);
const char *contest_by_name(enum contest_by by); /* "prompt", "caller", "model" */
/* fidelio.contest/1; `key` NULL: not within an object. */
void contest_write(const struct contest *contest, const char *key, struct json_writer *w);

#endif
