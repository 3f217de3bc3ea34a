/* Signs of a whole call, each a number, and what they weigh: for a concern that it was raised, for an end condition
 * that it held. The weights are in weights.c, fitted by `make fit-calls`. */
#ifndef FIDELIO_SCORE_WEIGH_H
#define FIDELIO_SCORE_WEIGH_H

#include "rubric/rubric.h"

/* clang-format off */
#define CONCERN_SIGNS(X) \
    X(ONE) X(DIRECT) X(ECHOED) X(ANSWERED) X(ASKED) X(KIN) X(KIN_ANSWERED) X(SHARE) X(PRIMARY) \
    X(LATENT) X(OUT_OF_ROLE) X(FLOOD) X(LENGTH) X(SUM) X(JOINT) X(SENTENCE) X(QUESTION) X(OWN) X(LEAD) \
    X(WINS) X(RANK) X(ABOVE) X(FIRST_SAID) X(WEIGHT) X(FIRST) X(PLACE) X(KEPT) X(SCRIPTED)
#define END_SIGNS(X) \
    X(ONE) X(LENGTH) X(SHORT) X(LEAVE) X(PULLED) X(REST) X(DONE) X(CHECK) X(ESCALATION) X(UNDECIDED) \
    X(PUT_OFF) X(CHANNEL) X(RECAP) X(DOUBT) X(LATE_DOUBT) X(LATE_WAVER) X(AGREEABLE) X(OPEN_TURN) \
    X(ASKS) X(PROGRESS) X(TOPIC) X(COVER) X(TOPIC_LEAD) X(HEARD) X(FIRST) X(PLACE) X(RIVALS) \
    X(NOT_CLOSED) X(FIRM) X(HEARD_BOOKED) X(HEARD_NO_HURRY) X(HEARD_EMPTY) X(HEARD_GO) X(HEARD_CHECK) \
    X(HEARD_REFUSED) X(LONG) X(LATE_PULL) X(LATE_OPEN) X(WRITTEN) X(ASKS_OTHERS) X(NOTED) X(AWAITS) X(NO_MORE) \
    X(DECLINES) X(ELSEWHERE) X(KEEPS) X(CALLBACK) X(SAID_DATE) X(HEARD_WRITTEN) X(HEARD_ELSE) X(HEARD_PUSHES) \
    X(CALLER_LAST)  X(TOPIC_LAST) X(CLAUSE) X(CLAUSE_LAST) X(DECIDED_LAST) X(OPEN_LAST) X(FIRM_CALL) \
    X(OPEN_CALL) X(BOOKED_CALL) X(NO_HURRY_CALL) X(REFUSED_CALL) X(MET) X(MET_MEAN) X(MET_LEAD)
/* clang-format on */

enum concern_sign {
#define SIGN(name) CONCERN_SIGN_##name,
    CONCERN_SIGNS(SIGN)
#undef SIGN
        CONCERN_SIGN_COUNT
};
enum end_sign {
#define SIGN(name) END_SIGN_##name,
    END_SIGNS(SIGN)
#undef SIGN
        END_SIGN_COUNT
};

extern const double concern_weights[CONCERN_SIGN_COUNT];
extern const double end_weights[END_KIND_COUNT][END_SIGN_COUNT];
extern const double end_matter_weights[END_MATTER_COUNT][END_SIGN_COUNT];

double weigh(const double *weights, const double *signs, size_t count);
/* Odds of a condition: its kind and each matter that it names weigh the signs. */
double weigh_end(const struct end_condition *end, const double *signs);
/* Which conditions hold by their odds: in a call that the persona closed the likeliest does, and whoever is near. NAN:
 * no condition. */
void weigh_conditions(const double *odds, size_t count, bool closed, bool *held);
/* Was the concern raised? */
bool weigh_concern(double odds);

#endif
