/* Wordings, callers or models of one run against each other, over all of it or for each value of a tag. */
#ifndef FIDELIO_CLI_CONTESTS_H
#define FIDELIO_CLI_CONTESTS_H

#include "cli/command.h"

#include "run/baseline.h"
#include "score/contest.h"

/* Prints what `compare RUN --by` found, with --slice once for each value. Returns the exit status. */
int contests_present(const struct ui *ui, const struct args *args, const struct gate_side *side,
                     const struct gate_scores *scores, enum contest_by by);

#endif
