#include "signal/feature.h"

#include "base/arena.h"
#include "base/sort.h"
#include "signal/model.h"

#include <stdlib.h>

uint64_t feature_key(struct str space, struct str name, unsigned step)
{
    return hash64(name, hash64(space, FEATURE_SEED) + step);
}

static void push_keyed(struct features *features, struct feature feature)
{
    if (features->model != NULL) {
        feature.weights = model_find(features->model, feature.key);
        const bool kept = (feature.space[0] == 'p' || feature.space[0] == 's') && feature.space[1] == '\0';
        if (feature.weights == NULL && !kept)
            return;
    }
    VEC_PUSH(&features->all, feature);
}

static void push(struct features *features, struct feature feature)
{
    feature.key = feature_key(str_from(feature.space), feature.name, feature.step);
    push_keyed(features, feature);
}

void features_add_keyed(struct features *features, uint64_t key, const char *space, struct str name, float value,
                        uint32_t start, uint32_t end)
{
    push_keyed(features,
               (struct feature){.key = key, .space = space, .name = name, .value = value, .start = start, .end = end});
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
    enum { FEW = 256 };
    struct keyed few[FEW], *order = count <= FEW ? few : memory_grow(NULL, count, sizeof *order);
    struct feature *sorted = memory_grow(NULL, count, sizeof *sorted);
    for (size_t i = 0; i < count; i++)
        order[i] = (struct keyed){features->all.items[i].key, features->all.items[i].start, (uint32_t)i};
    sort_keyed(order, count);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || order[i].key != sorted[kept - 1].key)
            sorted[kept++] = features->all.items[order[i].index];
    if (order != few)
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
