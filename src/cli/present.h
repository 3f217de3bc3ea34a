/* How commands present scored conversations: as a report for people, as lines, or as one document. */
#ifndef FIDELIO_CLI_PRESENT_H
#define FIDELIO_CLI_PRESENT_H

#include "cli/command.h"
#include "run/derived.h"
#include "run/results.h"

struct presented {
    struct str id, path, created; /* of the run; "" when it is a file of transcripts */
    size_t planned;
    struct scenario *const *scenarios;
    size_t scenario_count;
    const struct judgements *judgements; /* a judge's recorded answers; NULL or empty: none */
    struct report *report;               /* borrowed: of these results, where they are counted already; else NULL */
};
/* Prints to stdout as --format, --all and --lang say; returns the exit status. */
int present_results(struct ui *ui, const struct args *args, const struct results *results,
                    const struct presented *what);

/* Whether what a run prints at its end shows more of its conversations than the worst. */
bool present_needs_all(const struct args *args, const struct results *results);
/* A run that has ended: writes its derived files (*written) and prints the report, if any conversation was held. Files
 * that hold more whole conversations than this time are left as they are, which is said; the status is EXIT_INFRA. */
int present_run(struct ui *ui, const struct args *args, const struct plan *plan, struct folder *folder,
                struct pipeline_result *result, struct derived *derived, bool *written);

/* Whether all rubrics examine the side that --subject names; ERROR_USER when one does not. */
bool check_subject(const struct args *args, struct results *results, struct error *err);

/* Reads the run that is the operand, or --transcripts, scores it and presents it. Returns the exit status. `agree` may
 * name a file of transcripts as operand. */
typedef int scored_use(struct ui *ui, const struct args *args, const struct results *results,
                       const struct presented *what);
int scored_command(struct ui *ui, const struct args *args, scored_use *use);
/* How the command's transcripts are read. `markers` is filled from --marker (NULL-terminated, in `arena`). */
struct read_options scored_read_options(const struct args *args, struct arena *arena);

/* Warns about lines of a file that could not be read; returns EXIT_USER when there were any. */
int present_bad_lines(const struct ui *ui, const struct bad_lines *bad);

#endif
