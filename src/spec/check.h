/* The linter of scenario documents: what is missing, unfilled, unsaid, contradictory or too real, each with its place.
 *
 * The reader's own warnings (spec/scenario.h) are among the findings. Rooms above may add theirs with check_add.
 * Precision before recall: a finding that an author would wave away is a defect of the rule. */
#ifndef FIDELIO_SPEC_CHECK_H
#define FIDELIO_SPEC_CHECK_H

#include "base/arena.h"
#include "base/language.h"
#include "base/vec.h"
#include "spec/scenario.h"

enum check_severity { CHECK_ERROR, CHECK_WARNING, CHECK_NOTE };
const char *check_severity_name(enum check_severity severity); /* "error", "warning", "note" */

/* Every rule id with what it looks for: for SARIF and for the manual. Ends with id == NULL. */
struct check_rule {
    const char *id;               /* kebab-case, stable */
    enum check_severity severity; /* the usual one; a finding may be milder */
    struct texts summary;         /* one sentence, in both languages */
};
extern const struct check_rule check_rules[];

struct check_finding {
    const char *id; /* of check_rules */
    enum check_severity severity;
    size_t line, column; /* from 1, column in code points */
    struct str message;  /* a finished sentence without a final full stop, in the process's language */
    size_t number;       /* in which order they were found */
};

struct check {
    struct arena arena;
    const struct scenario *scenario;    /* borrowed */
    VEC(struct check_finding) findings; /* by line, column, id, as found: after check_sort */
};

void check_init(struct check *check, const struct scenario *scenario);
void check_release(struct check *check);
/* Runs every rule of this room and sorts. */
void check_run(struct check *check);
/* `id` must be one of check_rules (its severity is taken) or static. */
void check_add(struct check *check, const char *id, size_t line, size_t column, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
void check_sort(struct check *check);
size_t check_count(const struct check *check, enum check_severity severity);

#endif
