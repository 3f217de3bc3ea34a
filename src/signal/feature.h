/* Features of a reply for the statistical finder: named, sparse, each with the place in the reply that it stands on.
 *
 * A name is `space:name` with, for stepped numbers, `#step`: "z:不急" (characters), "w:let me" (words), "p:defer"
 * (phrase class), "n:own_run#3" (a number that passed its third step). `later` marks what only the rest of the call
 * tells (the caller's next words): it is left out while the call is still going on. */
#ifndef FIDELIO_SIGNAL_FEATURE_H
#define FIDELIO_SIGNAL_FEATURE_H

#include "base/hash.h"
#include "base/vec.h"

struct model;
struct weight_slot; /* model.h */

struct feature {
    uint64_t key;
    const struct weight_slot *weights; /* NULL: not looked up */
    const char *space;                 /* static */
    struct str name;                   /* borrowed from the reply, the phrase table or static text */
    uint8_t step;                      /* 0 = none */
    bool later;
    float value;
    uint32_t start, end; /* bytes of the reply's normal text; end 0 = the whole reply */
};
struct features {
    VEC(struct feature) all;
    const struct model *model; /* borrowed; not NULL: what weighs nothing in it is left out; phrase classes ("p") and
                                  what is sure without weighing
                                  ("s") stay */
};

enum { FEATURE_SEED = 7 };
/* hash64 of the name, seeded with that of the space + step. */
uint64_t feature_key(struct str space, struct str name, unsigned step);
void features_add(struct features *features, const char *space, struct str name, float value, uint32_t start,
                  uint32_t end);
/* The same by the feature's key. */
void features_add_keyed(struct features *features, uint64_t key, const char *space, struct str name, float value,
                        uint32_t start, uint32_t end);
/* A truth about the whole reply. */
void features_flag(struct features *features, const char *name, bool truth);
/* A truth so telling that it counts more than one. */
void features_strong(struct features *features, const char *name, bool truth);
/* One feature for every step (ascending, `count` of them) that `value` reaches. */
void features_steps(struct features *features, const char *name, double value, const double *steps, size_t count);
#define FEATURES_STEPS(features, name, value, ...)                                                                     \
    features_steps(features, name, value, (const double[]){__VA_ARGS__},                                               \
                   sizeof((const double[]){__VA_ARGS__}) / sizeof(double))
/* Sorted by key, doubles removed (the first place is kept). */
void features_sort(struct features *features);
void features_clear(struct features *features);
void features_release(struct features *features);

#endif
