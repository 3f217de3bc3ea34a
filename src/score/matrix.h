/* The matrix signals x messages as rules read it, and what they write down of it. */
#ifndef FIDELIO_SCORE_MATRIX_H
#define FIDELIO_SCORE_MATRIX_H

#include "score/parts.h"

/* Messages of one side that a rule looks at, ascending. */
struct view {
    const size_t *messages; /* borrowed from the work */
    size_t count;
};
struct view view_of(const struct work *work, enum role side, struct window window);

/* Signals that are looked for together. */
struct wanted {
    const uint16_t *signals;
    size_t count;
    uint64_t mask;
};
struct wanted wanted_of(const uint16_t *signals, size_t count);
/* The message's first hit of any of them, or NULL. */
const struct hit *hit_of(const struct work *work, size_t message, const struct wanted *wanted);

/* Who answers for a failed rule: the side whose messages it looks at, and in an exam always the caller, who may have
 * brought the customer to what they said. */
enum attribution answers_for(const struct work *work, const struct rule *rule);
void add_evidence(const struct work *work, struct finding *finding, const struct hit *hit);
void settle(struct finding *finding, enum outcome outcome, double score, enum attribution by, struct str why);
/* "2 of 7 replies carry it". */
struct str say_count(const struct work *work, const char *english, const char *chinese, size_t met, size_t due);

#endif
