/* Everyday concepts of service calls, each with the words that express it in Chinese and English: a small thesaurus. */
#ifndef FIDELIO_DIALOGUE_CONCEPTS_H
#define FIDELIO_DIALOGUE_CONCEPTS_H

#include "base/str.h"

#include <stdint.h>

/* Sets a bit for each concept that the normal text expresses. At most 64 concepts. */
uint64_t concepts_in(struct str normal);
size_t concept_count(void);

#endif
