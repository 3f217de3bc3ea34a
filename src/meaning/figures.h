/* Numbers as a text has them, in digits or in Chinese numerals. */
#ifndef FIDELIO_MEANING_FIGURES_H
#define FIDELIO_MEANING_FIGURES_H

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

/* The number at byte `*at` of at least two figures, in digits or as it is said: 320 is 三百二十 and, said in short,
 * 三百二. `*at` moves behind whatever number is there; 0 when there is none or it is a single figure. */
uint64_t figures_read(struct str text, size_t *at);

/* Tells most characters from the numerals of figures_read() at a glance. */
static inline bool may_be_numeral(uint32_t c)
{
#define LOW_BITS(c) ((uint64_t)1 << ((c)&63))
    static const uint64_t numerals = LOW_BITS(U'零') | LOW_BITS(U'一') | LOW_BITS(U'二') | LOW_BITS(U'三') |
                                     LOW_BITS(U'四') | LOW_BITS(U'五') | LOW_BITS(U'六') | LOW_BITS(U'七') |
                                     LOW_BITS(U'八') | LOW_BITS(U'九') | LOW_BITS(U'两') | LOW_BITS(U'十') |
                                     LOW_BITS(U'百') | LOW_BITS(U'千') | LOW_BITS(U'万');
#undef LOW_BITS
    return numerals >> (c & 63) & 1;
}

#endif
