/* Which end conditions are seen to hold at the end of a conversation. What a condition asks to be seen is in its kinds
 * (rubric/ends.c). */
#include "score/parts.h"

bool conditions_held(const struct work *work, size_t last_reply, bool *held)
{
    const struct rubric *rubric = work->rubric;
    bool any = false;
    for (size_t i = 0; i < rubric->end_count; i++) {
        const struct end_condition *end = &rubric->ends[i];
        held[i] = end->is_condition && last_reply > 4 && (end->kinds & END_SETTLED) != 0;
        any = any || held[i];
    }
    return any || last_reply > 4;
}
