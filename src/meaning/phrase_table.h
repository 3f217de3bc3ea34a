/* Many lists of phrases (meaning/phrases.h) looked for in one pass over a text. Immutable once made, shared by threads.
 *
 * A set of phrases is an array of phrase_table_words() words, a bit a phrase. Sets of texts that stand one behind the
 * other are joined by OR where a phrase cannot reach over the joint. */
#ifndef FIDELIO_MEANING_PHRASE_TABLE_H
#define FIDELIO_MEANING_PHRASE_TABLE_H

#include "base/str.h"

enum { PHRASE_SHORTEST = 3 }; /* bytes; a shorter phrase is never found */

struct phrase_table;

/* `lists` are borrowed for the table's life, and numbered from 0. */
struct phrase_table *phrase_table_new(const char *const *lists, size_t count);
void phrase_table_free(struct phrase_table *table);
size_t phrase_table_words(const struct phrase_table *table);
/* Adds to `found` the phrases that stand in the text. */
void phrase_table_find(const struct phrase_table *table, struct str normal, uint64_t *found);
/* How many of the list's phrases `found` has. */
size_t phrase_table_count(const struct phrase_table *table, const uint64_t *found, size_t list);
bool phrase_table_any(const struct phrase_table *table, const uint64_t *found, size_t list);

#endif
