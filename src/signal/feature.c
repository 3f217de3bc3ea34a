#include "signal/feature.h"

#include "base/arena.h"
#include "base/sort.h"

#include <stdlib.h>

uint64_t feature_key(struct str space, struct str name, unsigned step)
{
    return hash64(name, hash64(space, 7) + step);
}

static void push(struct features *features, struct feature feature)
{
    feature.key = feature_key(str_from(feature.space), feature.name, feature.step);
    VEC_PUSH(&features->all, feature);
}

void features_add(struct features *features, const char *space, struct str name, float value, uint32_t start,
                  uint32_t end)
{
    push(features, (struct feature){.space = space, .name = name, .value = value, .start = start, .end = end});
}

void features_flag(struct features *features, const char *name, bool truth)
{
    if (truth)
        push(features, (struct feature){.space = "n", .name = str_from(name), .value = 1});
}

void features_strong(struct features *features, const char *name, bool truth)
{
    if (truth)
        push(features, (struct feature){.space = "n", .name = str_from(name), .value = 2.5f});
}

void features_steps(struct features *features, const char *name, double value, const double *steps, size_t count)
{
    for (size_t i = 0; i < count && value >= steps[i]; i++)
        push(features, (struct feature){.space = "n", .name = str_from(name), .step = (uint8_t)(i + 1), .value = 1});
}

/* Sorts what is small, then moves each feature once. */
void features_sort(struct features *features)
{
    size_t count = features->all.count, kept = 0;
    if (count == 0)
        return;
    struct keyed *order = memory_grow(NULL, count, sizeof *order);
    struct feature *sorted = memory_grow(NULL, count, sizeof *sorted);
    for (size_t i = 0; i < count; i++)
        order[i] = (struct keyed){features->all.items[i].key, features->all.items[i].start, (uint32_t)i};
    sort_keyed(order, count);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || order[i].key != sorted[kept - 1].key)
            sorted[kept++] = features->all.items[order[i].index];
    free(order);
    vec_free(features->all.items);
    features->all.items = sorted;
    features->all.room = count;
    features->all.count = kept;
}

void features_clear(struct features *features)
{
    features->all.count = 0;
}

void features_release(struct features *features)
{
    VEC_RELEASE(&features->all);
}
