/* The statistical finder: one linear score (log odds) a head over sparse features, fitted by tests/accuracy/fit.c,
 * kept as readable text in rubrics/core/weights.txt.
 *
 * Heads: the core signals, closing as heard while the call goes on (no feature of what comes after), and the voice of
 * the serving side. The signals have a second pass that also reads the first pass of the conversation's other replies.
 */
#ifndef FIDELIO_SIGNAL_MODEL_H
#define FIDELIO_SIGNAL_MODEL_H

#include "base/buf.h"
#include "base/error.h"
#include "signal/feature.h"
#include "signal/signal.h"

#include <assert.h>
#include <stdalign.h>

enum head {
    HEAD_LIVE_CLOSING = SIGNAL_CORE_COUNT,
    HEAD_VOICE,
    HEAD_SECOND = FIRST_HEADS, /* the second pass of signal s is HEAD_SECOND + s */
    HEAD_COUNT = HEAD_SECOND + SIGNAL_CORE_COUNT
};

struct weight {
    uint64_t key;
    uint16_t head;
    float value;
    struct str name; /* "space:name#step" */
};

/* What a feature adds to each head, 0 where it says nothing. One line of the cache. */
struct weight_row {
    alignas(64) float of[FIRST_HEADS]; /* by head */
    uint64_t key;
};
static_assert(sizeof(struct weight_row) == 64, "a row is one line of the cache");
/* Which row is a key's. A slot has the row in the bits of the mask, and above them what the upper half of the key has
 * there; 0 = free. The row tells the whole key. */
struct weight_index {
    const uint32_t *table;         /* open addressing by key */
    uint32_t mask;                 /* room of the table, a power of two and more than there are rows, less one */
    const struct weight_row *rows; /* the first is of no feature, but the bias */
};
struct named_weights {
    struct weight_row of[NAMED_FEATURES][STEPS_MOST]; /* a truth has the first step */
};
enum { SECOND_OWN, SECOND_REST, SECOND_EARLIER, SECOND_INPUTS };

struct model {
    struct arena arena;
    double bias[HEAD_COUNT];
    double threshold[HEAD_COUNT]; /* log odds at and above which the signal is there */
    VEC(struct weight) weights;   /* of a model that was read or fitted; empty in core_model */
    struct weight_index index;
    size_t row_count;
    const struct named_weights *named;               /* the weights of named features, summed up to each step */
    double second[SIGNAL_CORE_COUNT][SECOND_INPUTS]; /* of the second pass; a signal's head reads its own only */
    void *owned[3];                                  /* the three tables of a model that was read or fitted */
    char data[65];                                   /* SHA-256 of the training data */
};

/* rubrics/core/weights.txt, made into tables by tools/signal_tables.c at build time. */
extern const struct model core_model;

struct model *model_new(void);
void model_free(struct model *model);
void model_add(struct model *model, enum head head, struct str name, uint64_t key, double value); /* `name` is copied */
void model_index(struct model *model); /* after the last add */
struct model *model_read(struct str text, const char *path, struct error *err);
void model_write(const struct model *model, struct buf *out); /* heads in order, weights by size */

/* What a key's slot has but the row. */
static inline uint32_t weight_slot(struct weight_index index, uint64_t key)
{
    return (uint32_t)(key >> 32) & ~index.mask;
}
/* For who looks up many: asks memory for what weight_seems reads. */
static inline void weight_prefetch(struct weight_index index, uint64_t key)
{
    __builtin_prefetch(&index.table[key & index.mask]);
}
/* The row of the first slot from `*at` on that may be the key's, and `*at` behind it; 0 when there is none. */
static inline uint32_t weight_next(struct weight_index index, uint64_t key, uint32_t *at)
{
    const uint32_t wanted = weight_slot(index, key);
    for (;;) {
        const uint32_t slot = index.table[(*at)++ & index.mask], row = slot ^ wanted;
        if (slot == 0)
            return 0;
        if (row <= index.mask)
            return row;
    }
}
/* The row of a key's weights, or rarely another's: for who looks at that row's key later; 0 when it weighs nothing. */
static inline uint32_t weight_seems(struct weight_index index, uint64_t key)
{
    uint32_t at = (uint32_t)key;
    return weight_next(index, key, &at);
}
/* The row of a key's weights; 0 when it weighs nothing. */
static inline uint32_t weight_find(struct weight_index index, uint64_t key)
{
    uint32_t at = (uint32_t)key, row;
    while ((row = weight_next(index, key, &at)) != 0 && index.rows[row].key != key)
        ;
    return row;
}
/* What is said of the whole reply and can only arise once: a row's weights. */
static inline void features_weigh_whole(struct features *features, const float *weights, float value)
{
    VEC_PUSH(&features->evidence, ((struct evidence){.weights = weights, .value = value}));
}
/* Where the next `count` of the evidence are to be written: for who weighs many at once. */
static inline struct evidence *features_room(struct features *features, size_t count)
{
    while (features->evidence.room - features->evidence.count < count)
        features->evidence.items = vec_room(features->evidence.items, features->evidence.room, &features->evidence.room,
                                            sizeof *features->evidence.items);
    return features->evidence.items + features->evidence.count;
}
/* Does the reply have this row only now? */
static inline bool features_first(uint64_t *seen, uint32_t row)
{
    const uint64_t bit = UINT64_C(1) << (row & 63), had = seen[row >> 6];
    seen[row >> 6] = had | bit;
    return (had & bit) == 0;
}
/* What the model knows of a feature, once: for what is looked up where it arises. */
static inline void features_weigh(struct features *features, uint32_t row, float value, uint32_t start, uint32_t end)
{
    const float *weights = features->model->index.rows[row].of;
    if (features_first(features->seen, row))
        VEC_PUSH(&features->evidence, ((struct evidence){weights, value, start, end}));
}
/* Log odds of a signal in the second pass. */
double model_second(const struct model *model, enum core_signal signal, const double inputs[SECOND_INPUTS]);
double log_odds_to_probability(double odds);

#endif
