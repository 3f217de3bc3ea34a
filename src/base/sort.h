/* Sorting of hashes, which spread evenly over 64 bits and fall nearly in place by their first ones, and of numbers. */
#ifndef FIDELIO_BASE_SORT_H
#define FIDELIO_BASE_SORT_H

#include <stddef.h>
#include <stdint.h>

struct keyed {
    uint64_t key;
    uint32_t next;  /* the second key */
    uint32_t index; /* the third: the place before sorting, so that sorting is stable */
};

void sort_hashes(uint64_t *hashes, size_t count); /* ascending */
void sort_keyed(struct keyed *items, size_t count);
void sort_numbers(double *numbers, size_t count); /* ascending; none is NaN */

#endif
