/* What stands in front of a list's item: bullets, and numerals with the mark that closes them, as people and models
 * write them: `1.` `1、` `（一）` `①` `IV)` `•` `－` `-没空格`. */
#ifndef FIDELIO_SYNTAX_MARKER_H
#define FIDELIO_SYNTAX_MARKER_H

#include "base/str.h"

#include <stdint.h>

enum marker { MARKER_NONE, MARKER_BULLET, MARKER_DIGIT, MARKER_HAN, MARKER_LETTER }; /* MARKER_HAN for 一、 */

/* The length in bytes of a list marker (white space behind it included) at the start of `text`, 0 when there is none.
 */
size_t marker_length(struct str text, enum marker *style, size_t *number);
/* Cuts the sign at the start of a body off, which is to be its marker. */
void marker_emoji(struct str *body, struct str *marker);
/* The same for the numeral alone, without the mark that closes it: up to three digits, Han numerals up to 99 (formal
 * ones too), Roman numerals or one letter. *number is set only when there is one. */
size_t marker_numeral_length(struct str text, enum marker *style, size_t *number);
/* Cuts leading white space off *text; returns how many columns it filled. */
size_t marker_cut_indent(struct str *text);
/* Is there white space, or the text's end? */
bool marker_space_at(struct str text, size_t at);

#endif
