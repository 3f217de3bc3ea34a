/* The terms of a text, by which the knowledge base is searched: character bigrams and single ideographs for Chinese,
 * stemmed words for English, everyday concepts for both. */
#ifndef FIDELIO_DIALOGUE_TERMS_H
#define FIDELIO_DIALOGUE_TERMS_H

#include "dialogue/lexicon.h"
#include "text/utf8.h"
#include "text/word_set.h"

struct term {
    uint64_t hash;
    double weight; /* of its kind; times idf where it is weighed */
};
struct terms {
    struct term *items; /* arena; sorted by hash, no doubles */
    size_t count;
};

/* The concepts, and the words and ideographs that carry no content. Made once, immutable. */
struct vocabulary {
    struct lexicon concepts;
    struct word_set stop_words;
    uint64_t stop_han[HAN_BLOCK / 64]; /* a bit an ideograph from HAN_BLOCK_FIRST on */
};
void vocabulary_init(struct vocabulary *vocabulary, struct arena *arena);

/* `text` is normal text, read during the call only. */
struct terms terms_of(const struct vocabulary *vocabulary, struct arena *arena, struct str text);
/* Sorts; of doubles the greatest weight stays. The items are made anew in `arena`. */
void terms_settle(struct arena *arena, struct terms *terms);

#endif
