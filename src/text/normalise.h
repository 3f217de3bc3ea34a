/* Text as the finders see it, with a way back to the text as it was stored.
 *
 * Per code point: compatibility decomposition, case folding, width, Traditional to Simplified Chinese, CJK punctuation
 * to its ASCII twin (，。！？：；（）、“”「」『』《》 ... -> , . ! ? : ; ( ) , " ...), any white space to one ' ' each,
 * zero-width and control code points dropped. No recomposition, so the map from normal bytes to stored code points
 * never goes back. Idempotent. */
#ifndef FIDELIO_TEXT_NORMALISE_H
#define FIDELIO_TEXT_NORMALISE_H

#include "base/str.h"

#include <stdint.h>

struct arena;

struct normal {
    struct str text;    /* arena; NUL behind it; valid UTF-8 */
    const uint32_t *at; /* arena; text.len + 1 entries: normal byte -> code point index in the stored text */
    size_t simplified;  /* how many ideographs had a Simplified twin (han_fold) */
};

struct normal normalise(struct arena *arena, struct str stored);
const char *normalise_version(void); /* of utf8proc: "2.8.0" */
/* Only the text, where no way back is needed. */
struct str normalise_text(struct arena *arena, struct str stored);
/* Like normalise_text, and punctuation and white space are dropped too: for comparing sentences. */
struct str normalise_bare(struct arena *arena, struct str stored);
/* The same of what is normal text already. */
struct str normal_bare(struct arena *arena, struct str normal);
/* The Simplified twin of a Traditional or variant ideograph; any other code point as it is. */
uint32_t han_fold(uint32_t code_point);
/* Is it the Simplified twin of some Traditional or variant ideograph, or of both? */
bool han_is_simplified(uint32_t code_point);

#endif
