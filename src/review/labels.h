/* Reviews as labels that `agree` and `make accuracy` read: the labelled format of the accuracy sets, a conversation a
 * line. */
#ifndef FIDELIO_REVIEW_LABELS_H
#define FIDELIO_REVIEW_LABELS_H

#include "review/record.h"

/* Adds a line for a conversation that was reviewed: its signals are the scorer's, less those overruled, plus those
 * missed; `end` is the scorer's unless that was overruled. `faithful` is the reviewers' verdict, and left out where
 * they gave none or differ: the scorer's own would be held against itself. False (nothing added) when nobody reviewed
 * it. */
bool review_labels(const struct reviews *reviews, const struct score *score, struct buf *out);

/* Both rates: as scored, and with overruled findings taken out. */
struct review_rates {
    size_t conversations, reviewed;               /* conversations */
    size_t passed_as_scored, passed_reviewed;     /* of all conversations */
    size_t findings, upheld, overruled, disputed; /* failed findings */
};
void review_count(const struct reviews *reviews, const struct score *score, struct review_rates *rates);
/* The rates in a line of words. */
void review_rates_text(const struct review_rates *rates, bool chinese, struct buf *out);

#endif
