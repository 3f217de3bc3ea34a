/* Lists of phrases looked for in normal text (text/normalise.h). A phrase that begins or ends with an ASCII letter or
 * digit only counts at a word's edge there; Chinese needs no edge. Lists end with NULL and hold normal text themselves.
 */
#ifndef FIDELIO_RUBRIC_PHRASES_H
#define FIDELIO_RUBRIC_PHRASES_H

#include "base/str.h"

/* Byte offset of the first place at or after `from` where `phrase` stands, or STR_NONE. */
size_t phrase_find(struct str normal, const char *phrase, size_t from);
bool phrases_any(struct str normal, const char *const *phrases);
/* How many of the list's phrases stand in the text (each counts once). */
size_t phrases_count(struct str normal, const char *const *phrases);
/* The first phrase of the list that stands in the text, or NULL. */
const char *phrases_first(struct str normal, const char *const *phrases);

#endif
