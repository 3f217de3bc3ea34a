/* How one rule asks less than it did. */
#ifndef FIDELIO_SCORE_LOOSENED_H
#define FIDELIO_SCORE_LOOSENED_H

#include "rubric/rubric.h"

/* A reason in both languages; NULL: there is none. */
struct why {
    const char *english, *chinese;
};

/* The first way in which `after`, a rule of `now`, asks less than `before`, which has its id in `frozen`. What cannot
 * be told to ask as much, such as a share of other replies or another question to the judge, counts as less. Signals
 * are compared by name: how a rubric file finds them is not looked at. */
struct why rule_loosened(const struct rubric *frozen, const struct rule *before, const struct rubric *now,
                         const struct rule *after);

#endif
