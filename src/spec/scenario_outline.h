/* A scenario as a tree to read, each piece with the number of its line in front. */
#ifndef FIDELIO_SPEC_SCENARIO_OUTLINE_H
#define FIDELIO_SPEC_SCENARIO_OUTLINE_H

#include "base/buf.h"
#include "spec/scenario.h"

void scenario_outline(const struct scenario *scenario, struct buf *out);

#endif
