/* Whole calls only: endings, end conditions, concerns, verdicts, with the readers' own signals. Seconds, not minutes.
 */
#ifndef FIDELIO_ACCURACY_WHOLE_H
#define FIDELIO_ACCURACY_WHOLE_H

#include "accuracy/calls.h"

struct whole_options {
    const char *fit;    /* write the weights there and print nothing; NULL: print */
    const char *errors; /* print the conditions and concerns that come out wrong in this set, or "all"; NULL: none */
    const char *only;   /* count the sets named here alone; NULL: all */
    bool by_set, markdown;
};
bool whole_report(const struct labelled_sets *sets, const struct whole_options *options, struct error *err);

/* Whole calls of one set, with the signals given for its replies in order. */
bool whole_score_set(const struct labelled_set *set, const uint32_t *found, struct call_table *table,
                     struct error *err);
size_t whole_reply_count(const struct labelled_set *set);
/* What careful readers marked, as the finders' output: what the rules alone get wrong. */
void whole_labels_of(const struct labelled_set *set, uint32_t *found);

#endif
