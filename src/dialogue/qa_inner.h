/* What the index of the knowledge base is made of. Private to qa_index.c, which builds it, and qa.c, which asks it. */
#ifndef FIDELIO_DIALOGUE_QA_INNER_H
#define FIDELIO_DIALOGUE_QA_INNER_H

#include "base/lookup.h"
#include "dialogue/qa.h"
#include "dialogue/terms.h"

struct entry {
    struct terms terms; /* of question and answer, then of the document's lines on the same matter */
    double norm;        /* of question and answer alone: lines add reach, they take no weight away */
};
struct numbered_step {
    size_t utterances, conditions; /* the number of the first */
};
/* What is known of a term: its idf and the lines that hold it. */
struct known {
    double idf;
    uint32_t first, count; /* in postings */
};
struct posting {
    uint32_t line;
    double weight;
};
struct qa_index {
    struct arena arena;
    struct vocabulary vocabulary;
    struct numbered_step *steps;
    struct entry *entries;
    size_t count, lines;      /* lines: entries, utterances and conditions */
    double *norms;            /* by line */
    struct terms df;          /* hash -> number of entries that hold it */
    struct lookup terms;      /* which is known of a term */
    struct known *known;      /* the first is of any other term */
    struct posting *postings; /* those of a term side by side */
};

/* Of a term that no line holds: the first, which is of any such. */
static inline struct known *qa_known(const struct qa_index *index, uint64_t hash)
{
    return &index->known[lookup_find(&index->terms, hash)];
}

#endif
