/* What `run` says beside its report: what it would cost, what it did cost, how it ended and how to go on. */
#ifndef FIDELIO_CLI_RUN_NOTES_H
#define FIDELIO_CLI_RUN_NOTES_H

#include "cli/command.h"
#include "run/pipeline.h"

/* The currency of the first model that has one; "" when none has. */
struct str run_currency(const struct experiment *experiment);
/* Of each endpoint with one of its two prices that the cost leaves the other out. */
void run_warn_of_prices(const struct ui *ui, const struct experiment *experiment);
/* Of an address at which nothing is asked, for the understudy alone plays. To be called when one was given. */
void run_warn_of_base_url(const struct ui *ui, const struct experiment *experiment);
/* Prints the conversations of a dry run and what they would cost; returns the exit status. */
int run_estimate(const struct ui *ui, const struct plan *plan, const char *folder);
/* Tells the error that stopped a run, and that what was answered until then is not lost; returns the exit status. */
int run_stop(const struct ui *ui, const struct error *err);
/* What the exit status rests on is said, conversations that were not held to their end; returns that status. */
int run_conclude(const struct ui *ui, const struct plan *plan, const struct pipeline_result *result, const char *path);

#endif
