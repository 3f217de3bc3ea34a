/* What every format shows of a finding: which ones matter most, and the quoted words around the evidence. */
#ifndef FIDELIO_REPORT_EXCERPT_H
#define FIDELIO_REPORT_EXCERPT_H

#include "score/score.h"

/* Failed and errored findings, gravest first: failed gates, then lost weight, then the rubric's order. Arena array;
 * *count set. */
const struct finding **excerpt_worst(struct arena *arena, const struct score *score, size_t *count);

/* The first of them; NULL when there is none. */
const struct finding *excerpt_gravest(const struct score *score);

/* The evidence's message cut to one line around the hit. Borrowed from the transcript. */
struct excerpt {
    struct str before, hit, after; /* of the message's content */
    bool cut_before, cut_after;    /* more text stands there */
    enum role side;
    size_t message, reply; /* index into the record; number of the reply, 0 for the caller's */
};
/* `around`: code points kept on each side at most. */
struct excerpt excerpt_of(const struct score *score, const struct hit *hit, size_t around);
/* "before[hit]after" with … where text was cut, line ends as spaces; in the arena. */
struct str excerpt_line(struct arena *arena, const struct excerpt *excerpt);

/* What the place of a rule of no document is called. */
struct str excerpt_core(bool chinese);
/* Where an outcome stands: "file:line", and without the line for a rule of no document ("core"), which is said in
 * words. In the arena. */
struct str excerpt_place(struct arena *arena, const struct rule *rule, size_t line, bool chinese);
/* What was asked and what was found: "why of the rule: why of the finding". In the arena. */
struct str excerpt_reason(struct arena *arena, const struct finding *finding);

#endif
