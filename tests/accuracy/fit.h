/* Fits the statistical finder to labelled sets and says what it would have found in sets that it had not seen. */
#ifndef FIDELIO_ACCURACY_FIT_H
#define FIDELIO_ACCURACY_FIT_H

#include "accuracy/logistic.h"
#include "accuracy/sets.h"

struct fit_options {
    struct logistic_options voice, first, live, second;
    double smallest; /* weights below this are not written */
};
extern const struct fit_options fit_defaults;

/* One a persona message of the sets that are not held out, in their order. */
struct unseen {
    uint32_t truth, first, found; /* bits: labels; pass one, and pass two, fitted without this reply's set */
    bool live;                    /* closing, by what is known while the call goes on */
    uint32_t fold;                /* the set */
    size_t call, message;
    double odds[SIGNAL_CORE_COUNT];
};
struct fit {
    VEC(struct unseen) replies;
    struct model *model; /* of all sets that are not held out; owned */
};

void fit_run(struct fit *fit, const struct labelled_sets *sets, const struct fit_options *options, bool with_model);
void fit_release(struct fit *fit);

#endif
