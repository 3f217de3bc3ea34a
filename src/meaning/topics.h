/* What the document's concerns and end conditions speak of, made once a document: their own terms, and those of the
 * lines that speak of the same matter. */
#ifndef FIDELIO_MEANING_TOPICS_H
#define FIDELIO_MEANING_TOPICS_H

#include "meaning/terms.h"

struct clause {
    const uint64_t *terms; /* arena */
    double weight;         /* of all of them */
};
struct topic {
    const uint64_t *terms;  /* arena */
    double weight;          /* of all of them */
    struct clause *clauses; /* end conditions only: the text between commas and stops; arena */
    size_t clause_count;
};
/* A concern that a term stands for, by itself or as its kin. */
struct topic_hit {
    uint32_t concern;
    bool kin;      /* a line that speaks of the concern lends it the term */
    bool alone;    /* no other concern has it (of its own) */
    double weight; /* the library's; what the kin lends */
};
struct topics {
    struct library library;
    struct topic *concerns, *ends; /* arena; in the document's order */
    const uint64_t *of_concerns;   /* arena; the terms that have hits */
    const uint32_t *first_hit;     /* arena; by term, and one behind the last */
    const struct topic_hit *hits;  /* arena; those of one term side by side */
    const double *script;          /* arena; by term: its weight, for each line of the script that has it */
    const uint64_t *of_script;     /* arena; the script's terms */
    double script_weight;          /* of all of the script */
};

struct topics *topics_of(struct arena *arena, const struct scenario *scenario);

#endif
