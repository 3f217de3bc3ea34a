/* A concern line ("whether the price is final, because ...") as a person says it ("What I want to know is whether
 * ..."). */
#ifndef FIDELIO_UNDERSTUDY_REWRITE_H
#define FIDELIO_UNDERSTUDY_REWRITE_H

#include "base/rng.h"
#include "spec/scenario.h"

/* First person, spoken words for written ones, a spoken frame; one to two sentences, in the arena. "" when the line
 * says nothing that can be said aloud. `name` is the persona's, who becomes "I". */
struct str rewrite_concern(struct arena *arena, enum lang lang, struct str line, struct str name, struct rng *rng);

#endif
