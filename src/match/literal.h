/* What a text must hold for a pattern to match: literals, at least one of which occurs in every text that the pattern
 * matches.
 *
 * Method: PCRE2 itself cuts the pattern into items (it is compiled with automatic callouts, which are then enumerated),
 * and a walk over the items keeps what every way through the pattern needs. Whatever the walk does not know for sure
 * yields no literal, so that the pattern always runs. Sound for any text, not only for normalised text: under (?i) only
 * characters without case count. */
#ifndef FIDELIO_MATCH_LITERAL_H
#define FIDELIO_MATCH_LITERAL_H

#include "base/str.h"

struct arena;

struct literals {
    const struct str *items; /* arena; the alternatives; none is empty */
    size_t count;            /* 0 = nothing is known: the pattern must always run */
};

struct literals literals_required(struct arena *arena, struct str expression);

#endif
