/* The steps of scoring one conversation; each fills its part of `struct score`. Private to this room. */
#ifndef FIDELIO_SCORE_PARTS_H
#define FIDELIO_SCORE_PARTS_H

#include "meaning/topics.h"
#include "score/score.h"

/* What a message carries: its hits, and a bit for each of their signals. */
struct carried {
    size_t first; /* in score->hits; those up to the next message's */
    uint64_t mask;
};
/* The messages of one side, ascending. */
struct side {
    size_t *messages; /* scratch */
    size_t count;
};

struct work {
    struct score *score;       /* hits are in it, sorted */
    const struct scene *scene; /* borrowed; NULL scenario allowed */
    const struct rubric *rubric;
    const struct find_errors *errors;
    const struct judgements *judgements; /* may be NULL */
    struct arena scratch;                /* for what no part of the score keeps */
    struct terms *messages;              /* one a message */
    struct carried *carried;             /* one a message, and one behind them */
    struct side sides[2];                /* by role */
    struct stopwatch *watch;             /* may be NULL */
    bool english;                        /* language of the why-lines */
};

/* Signals from the 64th on share the last bit. */
static inline uint64_t signal_bit(uint16_t signal)
{
    return (uint64_t)1 << (signal < 63 ? signal : 63);
}
static inline bool carries(const struct work *work, enum core_signal signal, size_t message)
{
    return (work->carried[message].mask & signal_bit((uint16_t)signal)) != 0;
}

void score_concerns(struct work *work);
void score_ending(struct work *work);
void score_outcomes(struct work *work);
void judge_question(const struct work *work, struct finding *finding);
void score_fidelity(struct work *work); /* also the verdict */

/* Index of the last message of that role, or SIZE_MAX. */
size_t last_message_of(const struct scene *scene, enum role role);
/* Index of the persona's message with that reply number (from 1), or SIZE_MAX. */
size_t message_of_reply(const struct scene *scene, size_t reply);

/* Which of the rubric's end conditions are seen to hold; `held` has rubric->end_count entries. False when the call was
 * broken off with matters in the air and no condition to cover it. */
bool leaves_off(
    struct str normal); /* the words name a reason to go, or hand the rest over to another time or a message */
bool conditions_held(struct work *work, size_t last_reply, bool closed, bool *held);

#endif
