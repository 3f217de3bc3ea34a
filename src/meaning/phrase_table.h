/* Many lists of phrases (meaning/phrases.h) looked for in one pass over a text. Immutable once made, shared by threads.
 *
 * What was found is one word a list, a bit a phrase; phrases from a list's 64th on share the last bit. What texts say
 * that stand one behind the other is the OR of what each says, where a phrase cannot reach over the joint. */
#ifndef FIDELIO_MEANING_PHRASE_TABLE_H
#define FIDELIO_MEANING_PHRASE_TABLE_H

#include "base/str.h"

enum { PHRASE_SHORTEST = 3 }; /* bytes; a shorter phrase is never found */

struct phrase_table;

/* `lists` are borrowed for the table's life, and numbered from 0. */
struct phrase_table *phrase_table_new(const char *const *lists, size_t count);
void phrase_table_free(struct phrase_table *table);
/* Adds the phrases that stand in the text; `found` has a word for each list. */
void phrase_table_find(const struct phrase_table *table, struct str normal, uint64_t *found);

#endif
