/* Which of many literals occur in a text, in one pass: Aho and Corasick, "Efficient string matching" (1975), as a full
 * automaton over classes of bytes.
 *
 * Add literals, build once, then scan from any number of threads. Memory is bounded: a literal that would pass
 * AHO_CELLS is refused. Not text/needles: these literals are cut out of anybody's patterns, so they may be one byte
 * long, and what a scan costs must not depend on how many begin alike. */
#ifndef FIDELIO_MATCH_AHO_H
#define FIDELIO_MATCH_AHO_H

#include "base/str.h"

#include <stdint.h>

enum { AHO_CELLS = 1 << 24 }; /* transitions, 4 bytes each */

struct aho;

struct aho *aho_new(void);
void aho_free(struct aho *aho); /* NULL is fine */
/* When `literal` occurs, bit `value` is set. false when the literal is empty or there is no room left for it; nothing
 * has changed then. */
bool aho_add(struct aho *aho, struct str literal, size_t value);
void aho_build(struct aho *aho); /* once, after the last addition */
/* Sets a bit in `bits` for the value of every literal that occurs in `text`; clears none. */
void aho_mark(const struct aho *aho, struct str text, uint64_t *bits);

#endif
