/* What a text speaks of, as terms: Han characters, pairs of neighbouring ones, stemmed words, numbers of two figures or
 * more. A term weighs by how rare it is among the document's own lines, so that the product's name, which stands
 * everywhere, says nothing.
 *
 * Only the terms of the document are kept, numbered from 0: what a text speaks of is a set of them. What is said in a
 * call is an array of library->words words with a bit a term; of the document's own texts there may be very many, so
 * each is a list. */
#ifndef FIDELIO_MEANING_TERMS_H
#define FIDELIO_MEANING_TERMS_H

#include "spec/scenario.h"
#include "text/word_set.h"

#include <stdint.h>

enum line_of { LINE_ROLE, LINE_BACKGROUND, LINE_BEHAVIOUR, LINE_EXAMPLE, LINE_CONCERN, LINE_END, LINE_SCRIPT };

/* A set of terms, ascending. */
struct term_list {
    const uint32_t *items; /* arena */
    size_t count;
};
/* A document's terms, and its lines as sets of them. All in the arena. */
struct library {
    const uint64_t *hashes; /* by term, ascending */
    const uint32_t *first;  /* by the first bits of a hash: the first term that begins with them */
    unsigned shift;         /* leaves those bits of a hash */
    const double *weights;  /* by term */
    const double *matter;   /* the same where a matter is to be told: everyday terms tell little of it */
    size_t count, words;
    struct term_list *lines;
    enum line_of *of;
    size_t line_count;
    struct word_set grammar; /* words that are no terms */
};
struct library library_of(struct arena *arena, const struct scenario *scenario);

/* An empty set. */
uint64_t *terms_none(struct arena *arena, const struct library *library);
/* Adds what the text speaks of. */
void terms_read(const struct library *library, struct str normal, uint64_t *terms);
/* The same as a list. */
struct term_list terms_list(struct arena *arena, const struct library *library, struct str normal);
/* Summed weight of the terms that both have, and of all terms of one, by the library's one or other weights. */
double terms_shared(const double *weights, struct term_list a, const uint64_t *b);
double terms_weight(const double *weights, struct term_list terms);

static inline bool terms_have(const uint64_t *terms, size_t term)
{
    return terms[term / 64] >> term % 64 & 1;
}
/* The first term from *term on that both have; false when there is none. */
static inline bool terms_next(const uint64_t *a, const uint64_t *b, size_t words, size_t *term)
{
    for (size_t w = *term / 64; w < words; w++, *term = w * 64) {
        uint64_t bits = (a[w] & b[w]) >> *term % 64;
        if (bits != 0) {
            *term += (size_t)__builtin_ctzll(bits);
            return true;
        }
    }
    return false;
}

#endif
