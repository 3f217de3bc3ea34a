/* What the finders know of a document: its pieces in normal form with their n-grams, and the facts on the persona. Read
 * only once made. */
#ifndef FIDELIO_SIGNAL_PROFILE_H
#define FIDELIO_SIGNAL_PROFILE_H

#include "signal/claims.h"
#include "signal/identity.h"
#include "signal/number.h"
#include "spec/scenario.h"
#include "text/gram_index.h"
#include "text/utf8.h"
#include "text/word_set.h"

enum piece_kind { PIECE_NEGATIVE, PIECE_POSITIVE, PIECE_PERSONA, PIECE_SCRIPT, PIECE_CONCERN };

/* A sentence of the document (an example or a concern as a whole). */
struct piece {
    enum piece_kind kind;
    struct grams grams;   /* of the normal form without punctuation and white space */
    struct grams content; /* a concern's content words (content_of) */
    size_t length;        /* code points of that */
    size_t line;
};

struct profile {
    const struct scenario *scenario; /* borrowed; may be NULL */
    enum lang lang;
    struct piece *pieces;                       /* arena */
    size_t count, first_concern, concern_count; /* the concerns' pieces stand side by side */
    struct str all;                             /* the whole document in normal form */
    struct str callee;                          /* the callee half in normal form */
    struct numbers numbers;                     /* of the whole document */
    struct identity identity;
    struct needles claims;        /* what the persona may claim and the document does not back (claims.h) */
    unsigned age;                 /* of the persona; 0 = the document does not say */
    double traditional;           /* share of ideographs that have a Simplified twin, of the callee half */
    struct grams script, persona; /* n-grams of all that the caller says, and of the callee half */
    struct word_set function_words, stop_words; /* English */
    uint64_t content_signs[HAN_BLOCK / 64]; /* a bit an ideograph, from HAN_BLOCK_FIRST on: it is no function word */
    /* Set s < count: pieces[s].grams; then script and persona. */
    struct gram_index grams;
    struct gram_index contents; /* of the concerns' content words */
};

void profile_init(struct profile *profile, struct arena *arena, const struct scenario *scenario);
/* How many code points an n-gram has in that language: 2 in Chinese, 3 in English. */
size_t profile_n(enum lang lang);
/* Pairs of ideographs that hold no function word, or words of four letters and more (cut to six), as they come. */
struct content {
    uint64_t *hashes; /* arena */
    size_t count;
};
struct content content_of(const struct profile *profile, struct arena *arena, struct str normal);
/* English words that stand in any text, with spaces between (language.c). */
extern const char language_function_words[];

#endif
