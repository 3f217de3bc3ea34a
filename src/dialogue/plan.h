/* A document's caller half made ready to be spoken: once a document, immutable, shared by its conversations and
 * threads. */
#ifndef FIDELIO_DIALOGUE_PLAN_H
#define FIDELIO_DIALOGUE_PLAN_H

#include "dialogue/branch.h"
#include "dialogue/phrases.h"
#include "dialogue/qa.h"

struct spoken {
    struct str text;   /* as it is said: no bracketed condition, no farewell before its time, nothing that the opening
                          says already */
    size_t length;     /* as speech_length counts */
    bool asks;         /* a question stands in it */
    bool acknowledges; /* begins with thanks or an acknowledgement of its own */
    bool verdict;      /* begins with a plain yes or no, or with what it is: a lead-in does not fit in front */
    bool probe;        /* asks for anything further */
    bool only_asks;    /* one sentence, a question: it tells nobody anything */
};
/* Utterances of one step that make one turn: statements joined, up to the first question. */
enum group_place { GROUP_ALONE, GROUP_BEHIND_AN_ANSWER, GROUP_PLACES };
enum {
    BEHIND_AN_ANSWER = 40, /* less of the script is said behind an answer */
    TURN_LONGEST = 150,    /* answer and group in one turn, as speech_length counts */
    GROUP_LONGEST = 200,   /* of one that stands alone */
};
struct group {
    struct str text; /* empty when the script is over */
    size_t length;
    size_t number;          /* the step's */
    size_t step, utterance; /* where the script stands behind it */
    bool acknowledges, verdict, probe;
    bool denies_sales; /* told of GROUP_BEHIND_AN_ANSWER, where the half says that nothing is sold */
};
struct planned_step {
    struct spoken *utterances, *branches; /* as many as the document's step has; a branch's utterances are joined */
    struct condition *conditions;         /* of the branches */
    struct group *groups[GROUP_PLACES];   /* by the utterance that is the next to be said, then one for none */
};
struct dialogue_plan {
    struct arena arena;
    const struct scenario *scenario; /* borrowed */
    struct qa_index *index;          /* owned */
    struct listener listener;
    struct planned_step *steps;     /* and one behind the last, which has a group only */
    struct spoken *answers;         /* by Q&A entry, from 0 */
    struct qa_text *answer_texts;   /* the same, as they stand to the other lines; NULL: too many to be kept */
    struct spoken opening, closing; /* empty when the document has none */
    struct str retry;      /* step 1 for who did not take in the opening; empty when it does not say who calls */
    bool opens_with_first; /* step 1 greets as the opening does, or says the same, and nothing else: it is left out */
    struct str role;       /* who the caller says they are */
    struct str you;        /* as the script's own words address the customer: 您, 你 or 妳 */
    enum tongue tongue;    /* and as they are written */
    bool claims_no_sales;  /* the half says that nothing is sold */
    struct str no_sales;   /* its sentence for that, if one can be said */
};

/* A stock phrase as the script itself addresses the customer; as it is, or in `arena`. */
struct str plan_addressed(const struct dialogue_plan *plan, struct arena *arena, struct str phrase);
/* How the answer of an entry, from 0, stands to the other lines; in the plan or `arena`. */
struct qa_text plan_answer_text(const struct dialogue_plan *plan, struct arena *arena, size_t entry);

#endif
