/* What the document's concerns and end conditions speak of, made once a document: their own terms, and those of the
 * lines that speak of the same matter. */
#ifndef FIDELIO_MEANING_TOPICS_H
#define FIDELIO_MEANING_TOPICS_H

#include "meaning/terms.h"

/* The document's lines that speak of a concern lend it their terms, each with a weight. */
struct kin {
    struct terms terms;
    const double *weights; /* arena */
};
struct topic {
    struct terms terms;
    double weight;         /* of all its terms */
    struct kin kin;        /* concerns only */
    struct terms *clauses; /* end conditions only; arena */
    size_t clause_count;
};
/* A concern that a term stands for, by itself or as its kin. */
struct topic_hit {
    uint32_t concern;
    bool kin;
    bool alone;    /* no other concern has it (of its own) */
    double weight; /* the library's; what the kin lends */
};
struct topic_slot;
struct topics {
    const struct topic_slot *slots; /* arena; open addressing by term */
    size_t mask;
    const struct topic_hit *hits; /* arena; those of one term side by side */
    struct library library;
    struct topic *concerns, *ends; /* arena; in the document's order */
};

struct topics *topics_of(struct arena *arena, const struct scenario *scenario);
/* What the term says of the concerns; *count gets how many, mostly none. */
const struct topic_hit *topics_hits(const struct topics *topics, uint64_t term, size_t *count);

#endif
