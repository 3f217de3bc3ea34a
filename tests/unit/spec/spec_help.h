/* Reading documents in tests, and saying what came out in one line. */
#ifndef FIDELIO_TESTS_SPEC_HELP_H
#define FIDELIO_TESTS_SPEC_HELP_H

#include "base/buf.h"
#include "spec/scenario.h"

/* From ../shared or FIDELIO_SHARED; skips the running test, saying so, when it is not there. */
struct scenario *read_shared(const char *path);
struct scenario *read_own(const char *path); /* under the repository's root */
struct scenario *read_text(const char *text);
/* "steps 3 (3 said, 2 branches, 1 unspoken) qa 2 ends 2 | background 3 concerns 2+1+1 behaviours 3 examples 2+2 ends 3
 * | unread 0" */
const char *summary(struct scenario *scenario);
/* Every place where the promise "no line is lost" is broken, in words; empty when it holds. */
void lost_lines(const struct scenario *scenario, struct buf *faults);
struct scenario *read_whole(const char *text); /* read_text, and no line must be lost */
bool str_has(struct str text, const char *part);

#define assert_summary(scenario, expected) cr_assert_str_eq(summary(scenario), expected, "%s", summary(scenario))
#define assert_str(text, expected)                                                                                     \
    cr_assert(str_eq_cstring(text, expected), "line %d: is \"%.*s\"", __LINE__, STR_FORMAT(text))

#endif
