/* Sorting of hashes: values that spread evenly over 64 bits, which fall nearly in place by their first bits. */
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

#endif
