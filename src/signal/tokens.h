/* A normal text cut into tokens: an ideograph, a word, a number, a mark each. Quoted speech is one token, and all
 * numbers are alike. */
#ifndef FIDELIO_SIGNAL_TOKENS_H
#define FIDELIO_SIGNAL_TOKENS_H

#include "base/arena.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

struct token {
    uint32_t from, to;   /* bytes of the normal text */
    uint32_t sign;       /* its only code point; 0: it has more, all ASCII, or a space before it */
    uint32_t start, end; /* of what has no sign: bytes of the tokens' text, a space before them where it is apart */
    bool word;           /* letters or digits, not an ideograph */
    bool apart;          /* a word behind another */
};
struct tokens {
    char *text; /* arena; of what has no sign */
    size_t len;
    struct token *all; /* arena */
    size_t count;
};

/* Of the whole text, with '^' before the first and '$' behind the last. */
struct tokens tokenise(struct arena *arena, struct str normal);
/* The text of the tokens from `first` to before `end`; in the arena. */
struct str tokens_text(struct arena *arena, const struct tokens *tokens, const struct token *first,
                       const struct token *end);

/* A normal text's quotations, looked at from left to right: {.normal = text} to begin with. */
struct quotations {
    struct str normal;
    size_t start, end; /* of the one looked at last; all before it end before the place that is asked for */
};
/* Is byte `at` within quotation marks? Places are asked for in ascending order. */
bool quotations_cover(struct quotations *quotations, size_t at);

#endif
