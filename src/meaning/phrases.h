/* Lists of phrases looked for in normal text (text/normalise.h). A list is one string, its phrases separated by `|` and
 * normal text themselves. A phrase that begins or ends with an ASCII letter or digit only counts at a word's edge
 * there; Chinese needs no edge. */
#ifndef FIDELIO_MEANING_PHRASES_H
#define FIDELIO_MEANING_PHRASES_H

#include "base/str.h"

/* Many lists over many texts: text/needles.h. */
bool phrases_any(struct str normal, const char *phrases);
/* How many of the list's phrases stand in the text (each counts once). */
size_t phrases_count(struct str normal, const char *phrases);
/* Cuts the next clause off *rest, up to a comma, semicolon, colon or full stop; false when nothing is left. */
bool next_clause(struct str *rest, struct str *clause);

#endif
