/* What the scorer says of whole calls against what careful readers said: ending, end conditions, concerns, verdict,
 * fidelity. */
#ifndef FIDELIO_ACCURACY_CALLS_H
#define FIDELIO_ACCURACY_CALLS_H

#include "accuracy/sets.h"
#include "score/score.h"

struct call_fit;

bool json_has_number(const struct json *list, size_t number);

struct fidelity_pair {
    double fidelity;
    bool faithful;
};
struct call_table {
    size_t calls, endings, exact_conditions, verdicts, no_fidelity;
    size_t condition_hits, condition_found, condition_true; /* numbers of end conditions, over all calls */
    size_t concern_hits, concern_found, concern_true;
    VEC(struct fidelity_pair) fidelities;
    struct call_fit *fit; /* borrowed; NULL: the signs are not noted */
    uint32_t fold;        /* the set */
};

/* Scores a call with the given signals of its replies (`found`: bits, one a persona message) and adds it. */
bool calls_add(struct call_table *table, const struct labelled_set *set, size_t call, const struct rubric *rubric,
               const struct signal_context *context, const uint32_t *found, char *why, size_t room);
void calls_print(const char *title, const struct call_table *table, bool markdown);
double
calls_auc(const struct call_table *table); /* that a faithful call scores above an unfaithful one; ties count half */
void calls_release(struct call_table *table);

#endif
