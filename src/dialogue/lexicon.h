/* Closed lists of phrases looked for all at once: one pass over a text tells which lists have a phrase in it, and in
 * which of its parts. Phrases are normal text; one that begins or ends with an ASCII letter or digit must do so at a
 * word's bounds, as in words_find (text/sentence.h). Immutable once made, shared by threads. */
#ifndef FIDELIO_DIALOGUE_LEXICON_H
#define FIDELIO_DIALOGUE_LEXICON_H

#include "text/needles.h"

enum { LEXICON_LISTS = 64 };

struct lexicon {
    struct needles needles;
};

void lexicon_init(struct lexicon *lexicon, struct arena *arena);
/* `phrases` ends with NULL and is borrowed; each has at least NEEDLE_SHORTEST bytes. `list` < LEXICON_LISTS. */
void lexicon_add(struct lexicon *lexicon, const char *const *phrases, unsigned list);
/* A bit for each list that has a phrase in `normal`. in_parts[i] gets the bits of what stands wholly in parts[i]; the
 * parts are slices of `normal` in order that do not overlap. */
uint64_t lexicon_find(const struct lexicon *lexicon, struct str normal, const struct str *parts, size_t count,
                      uint64_t *in_parts);

#endif
