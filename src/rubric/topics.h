/* What the document's concerns and end conditions speak of, made once a document: their own terms, and those of the
 * lines that speak of the same matter. */
#ifndef FIDELIO_RUBRIC_TOPICS_H
#define FIDELIO_RUBRIC_TOPICS_H

#include "rubric/terms.h"

/* The document's lines that speak of a concern lend it their terms, each with a weight. */
struct kin {
    struct terms terms;
    const double *weights; /* arena */
};
struct topic {
    struct terms terms;
    double weight;  /* of all its terms */
    struct kin kin; /* concerns only */
};
struct topics {
    struct library library;
    struct topic *concerns, *ends; /* arena; in the document's order */
};

struct topics *topics_of(struct arena *arena, const struct scenario *scenario);
/* Summed weight of the kin terms in `said` that are not in `without`. */
double kin_met(const struct kin *kin, struct terms said, struct terms without);

#endif
