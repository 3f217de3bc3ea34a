/* A document's caller half made ready to be spoken: once a document, immutable, shared by its conversations and
 * threads. */
#ifndef FIDELIO_DIALOGUE_PLAN_H
#define FIDELIO_DIALOGUE_PLAN_H

#include "dialogue/branch.h"
#include "dialogue/qa.h"

struct spoken {
    struct str text;   /* as it is said: no bracketed condition, no farewell before its time, nothing that the opening
                          says already */
    size_t length;     /* as speech_length counts */
    bool asks;         /* a question stands in it */
    bool acknowledges; /* begins with thanks or an acknowledgement of its own */
    bool verdict;      /* begins with a plain yes or no, or with what it is: a lead-in does not fit in front */
    bool probe;        /* asks for anything further */
};
struct planned_step {
    struct spoken *utterances, *branches; /* as many as the document's step has; a branch's utterances are joined */
    struct condition *conditions;         /* of the branches */
};
struct dialogue_plan {
    struct arena arena;
    const struct scenario *scenario; /* borrowed */
    struct qa_index *index;          /* owned */
    struct listener listener;
    struct planned_step *steps;
    struct spoken *answers;         /* by Q&A entry, from 0 */
    struct qa_text *answer_texts;   /* the same, as they stand to the other lines */
    struct spoken opening, closing; /* empty when the document has none */
    struct str retry;     /* step 1 for who did not take in the opening; empty when it does not say who calls */
    struct str role;      /* who the caller says they are */
    bool claims_no_sales; /* the half says that nothing is sold */
    struct str no_sales;  /* its sentence for that, if one can be said */
};

struct spoken spoken_of(struct arena *arena, enum lang lang, struct str text);

#endif
