/* What the document's concerns and end conditions speak of, made once a document: their own terms, and those of the
 * lines that speak of the same matter. */
#ifndef FIDELIO_MEANING_TOPICS_H
#define FIDELIO_MEANING_TOPICS_H

#include "meaning/terms.h"

struct clause {
    struct term_list terms;
    double weight; /* of all of them */
};
struct topic {
    struct term_list terms;
    double weight;          /* of all of them */
    double scripted;        /* concerns only: the share of it in a line of the script, of all lines' */
    struct clause *clauses; /* end conditions only: the text between commas and stops; arena */
    size_t clause_count;
};
/* A concern that a term stands for: one of its own terms, or its kin, lent by a line that speaks of the concern. */
struct topic_hit {
    uint32_t concern;
    bool alone;    /* of its own terms: no other concern has it */
    double weight; /* the library's; what the kin lends */
};
struct topics {
    struct library library;
    struct topic *concerns, *ends; /* arena; in the document's order */
    const uint64_t *of_concerns;   /* arena; the terms that have hits */
    const uint64_t *own_terms;     /* arena; those that have hits of their own */
    const uint32_t *hit_starts;    /* arena; by term: where its own hits begin, where its kin's, where they end */
    const struct topic_hit *hits;  /* arena */
    const double *script;          /* arena; by term: its weight, for each line of the script that has it */
    const uint64_t *of_script;     /* arena; the script's terms */
    double script_weight;          /* of all of the script */
};

struct topic_hits {
    const struct topic_hit *at, *end;
};
static inline struct topic_hits topic_hits_own(const struct topics *topics, size_t term)
{
    const uint32_t *starts = topics->hit_starts + 2 * term;
    return (struct topic_hits){topics->hits + starts[0], topics->hits + starts[1]};
}
static inline struct topic_hits topic_hits_kin(const struct topics *topics, size_t term)
{
    const uint32_t *starts = topics->hit_starts + 2 * term;
    return (struct topic_hits){topics->hits + starts[1], topics->hits + starts[2]};
}

struct topics *topics_of(struct arena *arena, const struct scenario *scenario);

#endif
