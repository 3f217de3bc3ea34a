/* Which entry of the Q&A knowledge base answers a spoken question, without a model.
 *
 * A text is a bag of terms: character bigrams and single ideographs for Chinese, stemmed words for English, and
 * everyday concepts (when, cost, lost, proof ...) that different words express. Terms weigh by how few of the
 * document's entries hold them (idf); an entry's likeness to a question is the cosine of their weights, the entry's
 * question counting more than its answer. The match must be sure: a floor on the likeness and a lead over the second
 * best, else there is none. A wrong answer is worse than a noted question. */
#ifndef FIDELIO_DIALOGUE_QA_H
#define FIDELIO_DIALOGUE_QA_H

#include "spec/scenario.h"

struct qa_index;

struct qa_match {
    size_t entry; /* from 1; 0 = none is sure */
    double score; /* likeness of the best entry, sure or not, in [0, 1] */
    bool weak;    /* sure enough to be said, not to be trusted: the move is marked */
};

/* Built from the caller half's entries and the document's other lines; immutable, shared by conversations. Keeps
 * nothing of the scenario. */
struct qa_index *qa_index_new(const struct scenario *scenario);
void qa_index_free(struct qa_index *index);
/* How alike a text and each line of the caller half are, in [0, 1]: the entries first, then utterances and conditions
 * by the numbers that qa_utterance and qa_condition give. Made once, asked often. `normal` is normal text. */
struct qa_text {
    const double *alike; /* arena */
};
size_t qa_lines(const struct qa_index *index); /* how many likenesses a text has */
struct qa_text qa_text(const struct qa_index *index, struct arena *arena, struct str normal);
/* Counted from 0. */
size_t qa_utterance(const struct qa_index *index, size_t step, size_t utterance);
size_t qa_condition(const struct qa_index *index, size_t step, size_t branch);

/* The surest match of several questions, each of which is one sentence. */
struct qa_match qa_find_best(const struct qa_index *index, const struct qa_text *questions, size_t count);

/* The entries that are likest to any of the texts, the likest first, at most `most` of them. Returns how many. */
struct qa_near {
    size_t entry; /* from 1 */
    double score; /* in [0, 1], over 0 */
};
size_t qa_nearest(const struct qa_index *index, const struct qa_text *texts, size_t count, struct qa_near *nearest,
                  size_t most);

#endif
