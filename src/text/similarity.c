#include "text/similarity.h"

#include "base/arena.h"
#include "base/hash.h"
#include "base/sort.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

size_t grams_in_order(struct arena *arena, struct str text, size_t n, uint64_t **hashes)
{
    size_t length = utf8_count(text), count = 0;
    if (n == 0 || length == 0)
        return 0;
    size_t windows = length >= n ? length - n + 1 : 1; /* a text shorter than n is one gram */
    uint64_t *all = *hashes = arena_raw(arena, windows, sizeof *all), begin = hash64_begin(n);
    size_t start = 0, end = utf8_offset(text, length >= n ? n : length);
    for (;;) {
        all[count++] = hash64_end(hash64_more(begin, (struct str){text.ptr + start, end - start}));
        if (count == windows)
            return count;
        utf8_next(text, &start);
        utf8_next(text, &end);
    }
}

struct grams grams_set(uint64_t *hashes, size_t count)
{
    size_t unique = 0;
    sort_hashes(hashes, count);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || hashes[i] != hashes[i - 1])
            hashes[unique++] = hashes[i];
    return (struct grams){hashes, unique};
}

struct grams grams_of(struct arena *arena, struct str text, size_t n)
{
    uint64_t *hashes = NULL;
    size_t count = grams_in_order(arena, text, n, &hashes);
    return grams_set(hashes, count);
}

size_t grams_common(struct grams a, struct grams b)
{
    size_t common = 0;
    for (size_t i = 0, j = 0; i < a.count && j < b.count;) { /* no branch to guess: hashes fall either way */
        uint64_t x = a.hashes[i], y = b.hashes[j];
        common += x == y;
        i += x <= y;
        j += y <= x;
    }
    return common;
}

double grams_dice(struct grams a, struct grams b)
{
    size_t all = a.count + b.count;
    return all == 0 ? 0 : 2.0 * (double)grams_common(a, b) / (double)all;
}

double grams_coverage(struct grams a, struct grams b)
{
    return a.count == 0 ? 0 : (double)grams_common(a, b) / (double)a.count;
}

static uint32_t *code_points(struct str text, size_t *count)
{
    uint32_t *points = memory_grow(NULL, text.len + 1, sizeof *points);
    *count = 0;
    for (size_t at = 0; at < text.len;)
        points[(*count)++] = utf8_next(text, &at);
    return points;
}

/* Dynamic programming over two rows: O(|a| |b|) time, O(|b|) memory. */
struct common_run longest_common_run(struct str a, struct str b)
{
    size_t na, nb, best = 0, best_a = 0, best_b = 0;
    uint32_t *pa = code_points(a, &na), *pb = code_points(b, &nb);
    uint32_t *row = memory_alloc((nb + 1) * sizeof *row);
    for (size_t i = 0; i < na; i++) {
        uint32_t diagonal = 0;
        for (size_t j = 0; j < nb; j++) {
            uint32_t above = row[j + 1];
            row[j + 1] = pa[i] == pb[j] ? diagonal + 1 : 0;
            diagonal = above;
            if (row[j + 1] > best) {
                best = row[j + 1];
                best_a = i + 1 - best;
                best_b = j + 1 - best;
            }
        }
    }
    free(pa);
    free(pb);
    free(row);
    struct common_run run = {.length = best};
    if (best > 0) {
        run.a = utf8_offset(a, best_a);
        run.b = utf8_offset(b, best_b);
        run.bytes = utf8_offset(a, best_a + best) - run.a;
    }
    return run;
}
