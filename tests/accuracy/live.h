/* Closing as the dialogue hears it, reply by reply, while nothing is known of what comes after. */
#ifndef FIDELIO_ACCURACY_LIVE_H
#define FIDELIO_ACCURACY_LIVE_H

#include "accuracy/fit.h"

/* Precision, recall and F1: by fits that have not seen the scenario, and, where `fit` has a model, as the program does
 * it in the held-out scenarios. */
void live_report(const struct labelled_sets *sets, const struct fit *fit, bool markdown);

#endif
