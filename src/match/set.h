/* Many patterns over one text: Aho-Corasick over the literals each pattern requires, then PCRE2 on the candidates only.
 *
 * Immutable once built, shared by threads. A pattern without a required literal is a candidate always. The hits are
 * those of running every pattern (a test and a fuzzer hold that). */
#ifndef FIDELIO_MATCH_SET_H
#define FIDELIO_MATCH_SET_H

#include "match/pattern.h"

#include <stdint.h>

struct pattern_set;

struct pattern_set *pattern_set_new(void);
void pattern_set_free(struct pattern_set *set);
/* Returns the pattern's index, or SIZE_MAX and `err`. The set owns the pattern. */
size_t pattern_set_add(struct pattern_set *set, struct str expression, struct error *err);
void pattern_set_build(struct pattern_set *set); /* after the last add, before the first scan */
size_t pattern_set_count(const struct pattern_set *set);
const struct pattern *pattern_set_at(const struct pattern_set *set, size_t index);
/* Sets a bit for every pattern that can match in `text`; `bits` has (count + 63) / 64 words, cleared first. */
void pattern_set_candidates(const struct pattern_set *set, struct str text, uint64_t *bits);

#endif
