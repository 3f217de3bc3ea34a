/* A pattern rewritten for normalised text (text/normalise.h): as authors write them, patterns hold capitals, full-width
 * punctuation and Traditional forms that normalised text never has.
 *
 * Literal characters become what they are normalised to; members and ranges of a class are kept and their normalised
 * twins are added. Escapes, groups and quantifiers stay as they are. Folding twice finds what folding once does. */
#ifndef FIDELIO_MATCH_FOLD_H
#define FIDELIO_MATCH_FOLD_H

#include "base/str.h"

struct arena;

/* A pattern that does not compile, or holds \Q..\E, comments or verbs, comes back as it is. The result lives in
 * `arena`. */
struct str pattern_fold(struct arena *arena, struct str expression);

#endif
