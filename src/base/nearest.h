/* What was probably meant: for names of options, commands and keys. */
#ifndef FIDELIO_BASE_NEAREST_H
#define FIDELIO_BASE_NEAREST_H

#include "base/str.h"

/* The one of `names` (NULL-terminated) nearest to `text`, or NULL when none is near (edit distance over a third of the
 * longer one). What begins like a name, three bytes at least, counts as near. */
const char *nearest_of(struct str text, const char *const *names);
/* Insertions, deletions, changes and swaps of neighbours (Damerau 1964, restricted); bytes. SIZE_MAX when a text is
 * over 64 bytes. */
size_t edit_distance(struct str a, struct str b);

#endif
