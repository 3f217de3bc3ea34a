/* One conversation against one rubric: outcomes, ending, concerns, fidelity, each with a why, evidence and the line it
 * stands on. */
#ifndef FIDELIO_SCORE_SCORE_H
#define FIDELIO_SCORE_SCORE_H

#include "rubric/rubric.h"

struct buf;
struct judgements; /* transcript/judgement.h */

enum outcome { OUTCOME_PASS, OUTCOME_FAIL, OUTCOME_ERROR, OUTCOME_NOT_APPLICABLE };
enum attribution {
    BY_PERSONA,
    BY_CALLER,
    BY_SCRIPT,
    BY_DOCUMENT,
    BY_RUBRIC,
    BY_ENDPOINT,
    BY_JUDGE,
    BY_SCORER,
    BY_NOBODY
};
enum ending_verdict { ENDING_CORRECT, ENDING_PREMATURE, ENDING_LATE, ENDING_MISSING, ENDING_UNKNOWN };
enum verdict { VERDICT_PASS, VERDICT_FAIL, VERDICT_ERROR };
const char *outcome_name(enum outcome outcome);         /* "pass", "fail", "error", "n/a" */
const char *attribution_name(enum attribution by);      /* "persona", ..., "" for nobody */
const char *ending_verdict_name(enum ending_verdict v); /* "correct", ... */
const char *verdict_name(enum verdict verdict);

struct finding {             /* a rule's outcome */
    const struct rule *rule; /* borrowed from the rubric */
    size_t line;             /* of the document, where the first evidence repeats one of its lines; else 0 */
    enum outcome outcome;
    double score; /* in [0, 1]; meaningless unless pass or fail */
    enum attribution by;
    struct str why;              /* one line */
    const struct hit **evidence; /* into score.hits */
    size_t evidence_count;
    size_t due,
        met;   /* never, at_most: messages looked at, and those that carry it; else what was owed, and what came */
    bool owed; /* counts for the coverage: false for disabled rules, for what the document only allows, and for unasked
                  judges */
};
/* The line that the outcome stands on: the one that is repeated, else the rule's; 0 when neither has one. */
size_t finding_line(const struct finding *finding);
/* What a decision on a whole call was weighed from: the accuracy program fits the weights again from these. */
struct weighed {
    const double *signs; /* in the score's arena; NULL: not weighed */
    size_t count;
    double odds;
};
struct ending {
    enum ending_verdict verdict;
    size_t *conditions; /* numbers of the end conditions that held at the end, ascending */
    size_t condition_count;
    size_t reply; /* the reply that ended, or first moved to end, the call; 0 = none */
    bool may, must;
    enum ended_by ended_by; /* the transcript's, or what its last messages show where it does not say */
    struct str why;
    struct weighed *weighed; /* one an end condition of the rubric; NULL: not weighed */
};
struct concern_raised {
    const struct concern *concern;
    size_t *replies; /* numbers of the replies that raised it */
    size_t reply_count;
    struct weighed weighed;
};
struct dimension_score {
    const char *name; /* NUL-terminated, in the score's arena */
    double value;
};

struct score {
    struct arena arena;
    const struct transcript *transcript; /* borrowed */
    const struct rubric *rubric;         /* borrowed */
    enum verdict verdict;
    bool has_fidelity; /* false: null, under 70 % of the weight could be evaluated */
    double fidelity, coverage;
    const struct finding *not_valid; /* an exam: the guard that did not hold, so that nothing is said of the caller */
    bool has_judged; /* recorded judge answers were there: a second number, never mixed with the first */
    double judged_fidelity;
    struct dimension_score *dimensions;
    size_t dimension_count;
    struct ending ending;
    struct concern_raised *concerns; /* all of the document's, in order; reply_count 0 = not raised */
    size_t concern_count;
    struct hits hits;         /* arena */
    struct finding *findings; /* one a rule, in the rubric's order */
    size_t finding_count;
    size_t replies;
};

/* What a thread scores with: memory that is kept from one conversation to the next. */
struct scorer;
struct scorer *scorer_new(void);
void scorer_free(struct scorer *scorer);
/* Never fails for what a transcript holds: a match limit is an outcome. `judgements` may be NULL. */
struct score *score_conversation(const struct rubric *rubric, const struct signal_context *context,
                                 const struct transcript *transcript, const struct judgements *judgements,
                                 struct scorer *scorer);
/* The same; `watch` learns what each step, finder and rule took. */
struct score *score_timed(const struct rubric *rubric, const struct signal_context *context,
                          const struct transcript *transcript, const struct judgements *judgements,
                          struct scorer *scorer, struct stopwatch *watch);
/* The same with signals that are known already (sorted as struct hits says; copied, but for
 * their `by`): labels, or another finder's. */
struct score *score_with_hits(const struct rubric *rubric, const struct signal_context *context,
                              const struct transcript *transcript, const struct hit *hits, size_t count);
void score_free(struct score *score);
/* Names the rules of scoring: it changes when the same transcript and rubric may score otherwise. */
const char *scorer_version(void);
/* What all lines of a rubric say of its rules and concerns, made once for many scores. The rubrics are borrowed and
 * outlive the forms, which any thread may use. */
struct score_forms;
struct score_forms *score_forms_new(const struct rubric *const *rubrics, size_t count);
void score_forms_free(struct score_forms *forms); /* NULL is fine */
/* One line of fidelio.score/1, without the line end. `forms` of the score's rubric and maybe others; NULL: made here.
 */
void score_write(const struct score *score, const struct score_forms *forms, struct buf *out);

/* Many conversations, in `threads` threads (0 and 1: this one only), results in the order of the input and the same
 * whatever the threads. scores[i] is owned by the caller. */
struct score_job {
    const struct rubric *rubric;
    const struct signal_context *context;
    const struct transcript *transcript;
    const struct judgements *judgements; /* may be NULL */
};
void score_many(const struct score_job *jobs, size_t count, size_t threads, struct score **scores);

#endif
