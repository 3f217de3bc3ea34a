#include "signal/feature.h"

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

static int by_key(const void *a, const void *b)
{
    const struct feature *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return x->start < y->start ? -1 : x->start > y->start;
}

void features_sort(struct features *features)
{
    size_t kept = 0;
    if (features->all.count > 0)
        qsort(features->all.items, features->all.count, sizeof *features->all.items, by_key);
    for (size_t i = 0; i < features->all.count; i++)
        if (kept == 0 || features->all.items[i].key != features->all.items[kept - 1].key)
            features->all.items[kept++] = features->all.items[i];
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
