/* One PCRE2 pattern: compiled lazily with JIT, matched with limits, three outcomes. A search ends within about a
 * second, whatever the pattern and the text.
 *
 * Always UTF, never UCP (with UCP Han characters are \w and \b next to them never matches), 1 MB JIT stack, a
 * limit of steps. The subject must be valid UTF-8 (checked once by the caller): matching runs with PCRE2_NO_UTF_CHECK.
 */
#ifndef FIDELIO_MATCH_PATTERN_H
#define FIDELIO_MATCH_PATTERN_H

#include "base/error.h"
#include "base/str.h"

struct pattern;
struct match_scratch; /* match data and JIT stack: one a thread */

/* PCRE2's options for every pattern of the house; pcre2.h itself stays in this room. */
#define PATTERN_OPTIONS (PCRE2_UTF | PCRE2_NEVER_UCP | PCRE2_NEVER_BACKSLASH_C)

enum found { FOUND_NO, FOUND_YES, FOUND_ERROR };

const char *pattern_engine_version(void); /* of PCRE2, as the library was built: "10.42" */

struct match_scratch *match_scratch_new(void);
void match_scratch_free(struct match_scratch *scratch);

/* NULL and `err` (column = code point in the pattern) when it does not compile. */
struct pattern *pattern_new(struct str expression, struct error *err);
void pattern_free(struct pattern *pattern);
struct str pattern_expression(const struct pattern *pattern);
/* Looks for the first match that begins at or after byte `from`; what stands before it is seen by lookbehind. A search
 * that goes on in the same text, from > 0, goes on with what the one from 0 left of its steps. On FOUND_YES *start and
 * *end are bytes of the subject; when the pattern has a capture group named "hit", its bounds. Every negative code but
 * "no match" is FOUND_ERROR with `err` filled: the rubric's fault. */
enum found pattern_find(const struct pattern *pattern, struct match_scratch *scratch, struct str subject, size_t from,
                        size_t *start, size_t *end, struct error *err);

#endif
