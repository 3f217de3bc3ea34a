#include "text/similarity.h"

#include "base/arena.h"
#include "base/hash.h"
#include "base/sort.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

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
    uint64_t *hashes = arena_raw(arena, text.len, sizeof *hashes), gram = 0;
    size_t points = 0;
    for (size_t at = 0; at < text.len;) {
        gram = gram_next(gram, utf8_next(text, &at), n);
        if (++points >= n)
            hashes[points - n] = gram_hash(gram);
    }
    if (points > 0 && points < n)
        hashes[0] = gram_hash(gram);
    return grams_set(hashes, points >= n ? points - n + 1 : points > 0);
}

bool grams_have(struct grams grams, uint64_t hash)
{
    size_t from = 0, to = grams.count;
    while (from < to) {
        const size_t middle = from + (to - from) / 2;
        if (grams.hashes[middle] < hash)
            from = middle + 1;
        else
            to = middle;
    }
    return from < grams.count && grams.hashes[from] == hash;
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

/* A text's code points: in `few` when they are not many, else on the heap. */
enum { FEW = 512 };
struct points {
    uint32_t few[FEW], *all;
    size_t count;
};

static void points_init(struct points *points, struct str text)
{
    points->all = text.len <= FEW ? points->few : memory_grow(NULL, text.len, sizeof *points->all);
    points->count = 0;
    for (size_t at = 0; at < text.len;)
        points->all[points->count++] = utf8_next(text, &at);
}

static void points_release(struct points *points)
{
    if (points->all != points->few)
        free(points->all);
}

enum { PAIR_BUCKETS = 256 };

static size_t pair_bucket(const uint32_t *pair)
{
    return ((pair[0] * 31 + pair[1]) * 2654435761u) >> 24;
}

struct run {
    size_t a, b, length; /* code points */
};

/* Every place of `b` is kept by the two code points that begin there; `next` has room for b->count. Only where two
 * meet and those before them differ does a run begin. */
static struct run longest_run(const struct points *a, const struct points *b, uint32_t *next)
{
    uint32_t first[PAIR_BUCKETS] = {0}; /* place + 1 */
    struct run best = {0};
    for (size_t j = b->count; j-- > 1;) {
        uint32_t *bucket = &first[pair_bucket(b->all + j - 1)];
        next[j - 1] = *bucket;
        *bucket = (uint32_t)j;
    }
    for (size_t i = 0; i + 1 < a->count; i++)
        for (size_t at = first[pair_bucket(a->all + i)]; at > 0; at = next[at - 1]) {
            size_t j = at - 1, length = 0;
            if (i > 0 && j > 0 && a->all[i - 1] == b->all[j - 1])
                continue;
            while (i + length < a->count && j + length < b->count && a->all[i + length] == b->all[j + length])
                length++;
            if (length > best.length)
                best = (struct run){i, j, length};
        }
    for (size_t i = 0; i < a->count && best.length == 0; i++)
        for (size_t j = 0; j < b->count && best.length == 0; j++)
            if (a->all[i] == b->all[j])
                best = (struct run){i, j, 1};
    return best;
}

struct common_run longest_common_run(struct str a, struct str b)
{
    struct points pa, pb;
    uint32_t few[FEW];
    points_init(&pa, a);
    points_init(&pb, b);
    uint32_t *next = pb.count <= FEW ? few : memory_grow(NULL, pb.count, sizeof *next);
    struct run best = longest_run(&pa, &pb, next);
    if (next != few)
        free(next);
    points_release(&pa);
    points_release(&pb);
    struct common_run run = {.length = best.length};
    if (best.length > 0) {
        run.a = utf8_offset(a, best.a);
        run.b = utf8_offset(b, best.b);
        run.bytes = utf8_offset(a, best.a + best.length) - run.a;
    }
    return run;
}
