/* The understudy as caller, pure: reads the steps out of the prompt's caller half and says them one by one.
 *
 * It answers no questions and takes no branches: it is there to try exams and experiments out without a model. Of the
 * temperaments it knows two: `hasty` promises without a date, any other reads what stands there. */
#ifndef FIDELIO_UNDERSTUDY_CALLER_H
#define FIDELIO_UNDERSTUDY_CALLER_H

#include "understudy/brain.h"

struct calling {
    struct str *turns; /* the opening, then a step each */
    size_t turn_count;
    struct str closing;
};

/* Whether the prompt asks to be the caller; then its lines, in `arena`. */
bool calling_read(struct arena *arena, struct str system_prompt, struct calling *calling);
/* What the caller says after `own` turns of its own; the marker behind its last words. */
struct str calling_turn(struct arena *arena, const struct calling *calling, const struct brain_model *model,
                        bool english, struct str marker, size_t own);

#endif
