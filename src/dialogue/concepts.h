/* Everyday concepts of service calls, each with the words that express it in Chinese and English: a small thesaurus. */
#ifndef FIDELIO_DIALOGUE_CONCEPTS_H
#define FIDELIO_DIALOGUE_CONCEPTS_H

#include "dialogue/lexicon.h"

/* The first concepts are kinds of questions (when, why ...): they tell little without a matter beside them. */
enum { CONCEPT_KINDS = 5 };

/* A list for each concept. */
void concepts_init(struct lexicon *lexicon, struct arena *arena);
size_t concept_count(void);

#endif
