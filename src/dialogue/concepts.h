/* Everyday concepts of service calls, each with the words that express it in Chinese and English: a small thesaurus. */
#ifndef FIDELIO_DIALOGUE_CONCEPTS_H
#define FIDELIO_DIALOGUE_CONCEPTS_H

#include "base/str.h"

#include <stdint.h>

/* The first concepts are kinds of questions (when, why ...): they tell little without a matter beside them. */
enum { CONCEPT_KINDS = 5 };

/* Sets a bit for each concept that the normal text expresses. At most 64 concepts. */
uint64_t concepts_in(struct str normal);
size_t concept_count(void);

#endif
