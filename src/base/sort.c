/* Method: one pass that distributes by the first byte, then insertion (Knuth, TAOCP 5.2.1 and 5.2.5). Beyond SMALL, and
 * so for input made to spread badly, qsort. */
#include "base/sort.h"

#include <stdlib.h>
#include <string.h>

enum { SMALL = 1024, FEW = 96, BUCKETS = 256, FEW_BUCKETS = 32 };

static int compare_hashes(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static int before(const struct keyed *x, const struct keyed *y)
{
    if (x->key != y->key)
        return x->key < y->key;
    return x->next != y->next ? x->next < y->next : x->index < y->index;
}

static int compare_keyed(const void *a, const void *b)
{
    return before(a, b) ? -1 : before(b, a);
}

/* Turns how many fall into each bucket into where each bucket begins. */
static void to_starts(uint16_t counts[BUCKETS], size_t buckets)
{
    uint16_t start = 0;
    for (size_t b = 0; b < buckets; b++) {
        uint16_t many = counts[b];
        counts[b] = start;
        start = (uint16_t)(start + many);
    }
}

void sort_hashes(uint64_t *hashes, size_t count)
{
    uint64_t copy[SMALL];
    uint16_t at[BUCKETS];
    if (count < 2)
        return;
    if (count > SMALL) {
        qsort(hashes, count, sizeof *hashes, compare_hashes);
        return;
    }
    const int shift = count <= FEW ? 59 : 56;
    memset(at, 0, (count <= FEW ? FEW_BUCKETS : BUCKETS) * sizeof *at);
    memcpy(copy, hashes, count * sizeof *copy);
    for (size_t i = 0; i < count; i++)
        at[copy[i] >> shift]++;
    to_starts(at, count <= FEW ? FEW_BUCKETS : BUCKETS);
    for (size_t i = 0; i < count; i++)
        hashes[at[copy[i] >> shift]++] = copy[i];
    for (size_t i = 1; i < count; i++) {
        uint64_t moved = hashes[i];
        size_t k = i;
        for (; k > 0 && hashes[k - 1] > moved; k--)
            hashes[k] = hashes[k - 1];
        hashes[k] = moved;
    }
}

void sort_keyed(struct keyed *items, size_t count)
{
    struct keyed copy[SMALL];
    uint16_t at[BUCKETS];
    if (count < 2)
        return;
    if (count > SMALL) {
        qsort(items, count, sizeof *items, compare_keyed);
        return;
    }
    const int shift = count <= FEW ? 59 : 56;
    memset(at, 0, (count <= FEW ? FEW_BUCKETS : BUCKETS) * sizeof *at);
    memcpy(copy, items, count * sizeof *copy);
    for (size_t i = 0; i < count; i++)
        at[copy[i].key >> shift]++;
    to_starts(at, count <= FEW ? FEW_BUCKETS : BUCKETS);
    for (size_t i = 0; i < count; i++)
        items[at[copy[i].key >> shift]++] = copy[i];
    for (size_t i = 1; i < count; i++) {
        struct keyed moved = items[i];
        size_t k = i;
        for (; k > 0 && before(&moved, &items[k - 1]); k--)
            items[k] = items[k - 1];
        items[k] = moved;
    }
}

static int compare_numbers(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

void sort_numbers(double *numbers, size_t count)
{
    if (count > 1)
        qsort(numbers, count, sizeof *numbers, compare_numbers);
}
