/* A model picks what the scripted caller answers with: an entry of the Q&A knowledge base, a branch of the step, or
 * nothing. It returns a number or "none", nothing else, so the words stay the script's. What it says is hostile:
 * anything but one of the offered numbers counts as no answer, and the matcher without a model decides.
 *
 * Pure: what is asked and how an answer is read. Whoever drives the dialogue does the asking. */
#ifndef FIDELIO_DIALOGUE_CHOOSER_H
#define FIDELIO_DIALOGUE_CHOOSER_H

#include "spec/scenario.h"

enum choice_kind {
    CHOICE_NOT_ASKED,
    CHOICE_NONE,   /* nothing that is offered answers */
    CHOICE_ENTRY,  /* of the Q&A */
    CHOICE_BRANCH, /* of those offered */
};
struct choice {
    enum choice_kind kind;
    size_t entry;        /* from 1 */
    size_t step, branch; /* from 0 */
};

/* A branch that may be taken now. */
struct offered {
    size_t step, branch; /* from 0 */
};

/* The system prompt, the same for a whole document: what to do, and the numbered entries. Into `arena`. */
struct str chooser_instruction(struct arena *arena, const struct scenario *scenario);
/* What is asked: the offered branches, numbered behind the entries, the caller's words before (may be "") and the
 * reply, both as JSON strings so that nothing in them can pass for part of the question. */
struct str chooser_question(struct arena *arena, const struct scenario *scenario, const struct offered *offered,
                            size_t count, struct str before, struct str reply);
/* Reads an answer. False: it is none of the offered numbers and not "none"; *choice is untouched. White space and the
 * punctuation around one number are forgiven, words are not. */
bool chooser_read(struct str answer, const struct scenario *scenario, const struct offered *offered, size_t count,
                  struct choice *choice);

#endif
