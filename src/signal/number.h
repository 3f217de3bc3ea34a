/* Numbers in speech: Arabic and Chinese numerals and English number words, with the unit behind them. */
#ifndef FIDELIO_SIGNAL_NUMBER_H
#define FIDELIO_SIGNAL_NUMBER_H

#include "base/arena.h"
#include "base/str.h"

#include <stdint.h>

enum unit { UNIT_NONE, UNIT_AGE, UNIT_YEAR, UNIT_MONTH, UNIT_DAY, UNIT_HOUR, UNIT_YEARS };

struct number {
    uint64_t value; /* saturates */
    enum unit unit;
    uint32_t start, end; /* bytes of the normal text, unit included */
};

struct numbers {
    struct number *items; /* arena; in order */
    size_t count;
};

/* The number that begins at byte `at` of the normal text; false when none does. */
bool number_at(struct str normal, size_t at, struct number *number);
struct numbers numbers_of(struct arena *arena, struct str normal);

#endif
