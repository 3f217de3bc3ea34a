/* The statistical finder: one linear score (log odds) a head over sparse features, fitted by tests/accuracy/train.c,
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

enum head {
    HEAD_LIVE_CLOSING = SIGNAL_CORE_COUNT,
    HEAD_VOICE,
    HEAD_SECOND, /* the second pass of signal s is HEAD_SECOND + s */
    HEAD_COUNT = HEAD_SECOND + SIGNAL_CORE_COUNT
};

struct weight {
    uint64_t key;
    uint16_t head;
    float value;
    struct str name; /* "space:name#step" */
};

struct weight_slot {
    uint64_t key;
    uint32_t first, count; /* in of_heads */
};
struct head_weight {
    float value;
    uint16_t head;
};
enum { KNOWN_BITS = 20 }; /* the filter has 2 to this power bits */

struct model {
    struct arena arena;
    double bias[HEAD_COUNT];
    double threshold[HEAD_COUNT];       /* log odds at and above which the signal is there */
    VEC(struct weight) weights;         /* of a model that was read or fitted; empty in core_model */
    const struct weight_slot *table;    /* open addressing by key, count 0 = free */
    size_t room;                        /* a power of two */
    const struct head_weight *of_heads; /* the weights again, those of one key side by side */
    const uint64_t *known;              /* a bit a key, by its upper half: most features of a reply weigh nothing */
    void *owned[3];                     /* the three tables of a model that was read or fitted */
    char data[65];                      /* SHA-256 of the training data */
};

/* rubrics/core/weights.txt, made into tables by tools/signal_tables.c at build time. */
extern const struct model core_model;

struct model *model_new(void);
void model_free(struct model *model);
void model_add(struct model *model, enum head head, struct str name, uint64_t key, double value); /* `name` is copied */
void model_index(struct model *model); /* after the last add */
struct model *model_read(struct str text, const char *path, struct error *err);
void model_write(const struct model *model, struct buf *out); /* heads in order, weights by size */
const char *head_name(enum head head);

/* Log odds of all heads for one reply's features; `skip_later` leaves out what only the rest of the call tells. */
void model_score(const struct model *model, const struct features *features, bool skip_later, double odds[HEAD_COUNT]);
/* The same for one head alone, the features in any order and some of them twice. */
double model_score_head(const struct model *model, const struct features *features, enum head head);
/* The weights of a key; NULL when it weighs nothing. */
const struct weight_slot *model_find(const struct model *model, uint64_t key);
/* What a feature adds to a head. */
double model_weight(const struct model *model, const struct feature *feature, enum head head);
double log_odds_to_probability(double odds);

#endif
