/* The scripted caller: what it says next, from the document's caller half and the reading of the last reply.
 *
 * A turn is [acknowledgement] + [answer] + [next utterance]. Deterministic for a seed; every added word is of
 * dialogue/phrases.h. It never asks two questions in one turn, never answers what was not asked, never says goodbye
 * twice. */
#ifndef FIDELIO_DIALOGUE_SCRIPT_H
#define FIDELIO_DIALOGUE_SCRIPT_H

#include "dialogue/chooser.h"
#include "dialogue/plan.h"
#include "dialogue/reading.h"
#include "spec/scenario.h"
#include "transcript/transcript.h"

struct script;

struct turn {
    struct str text;  /* scratch */
    struct move move; /* kind, step, entry, fault */
    bool last;        /* these were the closing words */
};

/* Lives in `keep`; borrows the plan. `scratch` holds what a turn needs and the turn's own text: it may be
 * cleared once the turn is written down. */
struct script *script_new(struct arena *keep, struct arena *scratch, const struct dialogue_plan *plan, uint64_t seed);
struct turn script_open(struct script *script);
/* `closes`: the reply moves to end the call without hanging up. Not to be called again after a last turn. */
struct turn script_turn(struct script *script, const struct reading *reading, bool closes);
/* Is there anything to choose from, and does the reply ask for it? The branches that may be taken now, in `arena`. */
bool script_wants_choice(const struct script *script, const struct reading *reading);
const struct offered *script_offered(const struct script *script, struct arena *arena, size_t *count);
/* What was chosen for the next turn; CHOICE_NOT_ASKED: the matcher without a model decides. */
void script_choose(struct script *script, struct choice choice);
/* What was said last, without acknowledgements: what a repetition repeats. */
struct str script_content(const struct script *script);

#endif
