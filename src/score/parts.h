/* The steps of scoring one conversation; each fills its part of `struct score`. Private to this room. */
#ifndef FIDELIO_SCORE_PARTS_H
#define FIDELIO_SCORE_PARTS_H

#include "base/hash.h"
#include "meaning/topics.h"
#include "score/said.h"
#include "score/score.h"

/* What a message carries: its hits, and a bit for each of their signals. */
struct carried {
    size_t first; /* in score->hits; those up to the next message's */
    uint64_t mask;
};
/* A sentence of a reply. */
struct sentence {
    const uint64_t *terms;
    bool asks; /* or fears */
};
struct sentences {
    struct sentence *items; /* scratch */
    size_t count;
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
    const struct library *library; /* the document's terms; empty without a document */
    const struct find_errors *errors;
    const struct judgements *judgements; /* may be NULL */
    char hash[HASH_HEX + 1];             /* the transcript's, where there are judgements and questions */
    struct arena *scratch;               /* the scene's, for what no part of the score keeps */
    uint64_t *said;                      /* one row a message: the phrases that it says, then its terms */
    size_t row_words;
    struct sentences *sentences; /* one list a message; the caller's are empty */
    const uint64_t *call;        /* the terms of the whole call, whoever said them; NULL without a document */
    struct carried *carried;     /* one a message, and one behind them */
    struct side sides[2];        /* by role */
    struct stopwatch *watch;     /* may be NULL */
    bool english;                /* language of the why-lines */
};

/* Reads each message once, into library, said, sentences, carried and sides. */
void read_messages(struct work *work);
/* Signals from the 64th on share the last bit. */
static inline uint64_t signal_bit(uint16_t signal)
{
    return (uint64_t)1 << (signal < 63 ? signal : 63);
}
static inline bool carries(const struct work *work, enum core_signal signal, size_t message)
{
    return (work->carried[message].mask & signal_bit((uint16_t)signal)) != 0;
}
/* The phrases that the message says (score/said.h). */
static inline const uint64_t *said_by(const struct work *work, size_t message)
{
    return work->said + message * work->row_words;
}
/* What it speaks of (meaning/terms.h). */
static inline const uint64_t *terms_of(const struct work *work, size_t message)
{
    return said_by(work, message) + SAID_COUNT;
}

/* A constant text in the language of the why-lines. */
static inline struct str say(const struct work *work, const char *english, const char *chinese)
{
    return str_from(work->english ? english : chinese);
}

void score_concerns(struct work *work);
void score_ending(struct work *work);
void score_outcomes(struct work *work);
void judge_when_then(const struct work *work, struct finding *finding);
void judge_before(const struct work *work, struct finding *finding);
void judge_chain(const struct work *work, struct finding *finding);
void judge_question(const struct work *work, struct finding *finding);
void score_fidelity(struct work *work); /* also the verdict */

/* Index of the last message of that role, or SIZE_MAX. */
size_t last_message_of(const struct scene *scene, enum role role);

/* Which of the rubric's end conditions are seen to hold; `held` has rubric->end_count entries. False when the call was
 * broken off with matters in the air and no condition to cover it. */
bool conditions_held(struct work *work, size_t last_reply, bool closed, bool *held);
/* How far each matter is met, 0 to 1. Rows of what was said: by the persona in the last reply and in the last two, by
 * the caller in the last three messages before. */
void matters_met(const uint64_t *last, const uint64_t *two, const uint64_t *heard, double met[END_MATTER_COUNT]);
/* Of the matters that a condition names, the most met, and the mean. */
struct met {
    double most, mean;
};
struct met met_of(uint32_t matters, const double met[END_MATTER_COUNT]);
/* What was said names a reason to go, or leaves the rest to another time or a message. */
bool leaves_off(const uint64_t *said);

#endif
