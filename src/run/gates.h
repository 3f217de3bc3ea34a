/* What an experiment demands of its conversations: each prompt, caller and model must reach it. */
#ifndef FIDELIO_RUN_GATES_H
#define FIDELIO_RUN_GATES_H

#include "run/experiment.h"
#include "run/results.h"

/* Adds a line for each gate that does not hold; true when all do. A conversation that was not judged is no pass. */
bool gates_hold(const struct experiment *experiment, const struct results *results, size_t planned, bool chinese,
                struct buf *out);

#endif
