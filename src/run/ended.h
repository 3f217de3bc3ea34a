/* What the record of a conversation that has ended says of those who were asked. From the record, so that a run that
 * goes on counts what was heard before. */
#ifndef FIDELIO_RUN_ENDED_H
#define FIDELIO_RUN_ENDED_H

#include "run/pipeline.h"

/* A call in which the model's side never said a word is the endpoint's: it has shown nothing of the persona. Then it
 * ended by an error, which says why, and true is returned. */
bool ended_without_a_word(struct transcript *transcript);
/* Adds to `replies` and `cut`. */
void ended_count_cut(const struct transcript *transcript, struct pipeline_result *result);
void ended_count_choices(const struct transcript *transcript, struct choice_counts *counts);

#endif
