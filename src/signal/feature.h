/* Features of a reply for the statistical finder: named, sparse, each with the place in the reply that it stands on.
 *
 * A name is `space:name` with, for stepped numbers, `#step`: "z:不急" (characters), "w:let me" (words), "p:defer"
 * (phrase class), "n:copied: run#3" (a number that passed its third step). Without a model features are collected with
 * their names, for fitting. With one each is weighed as it arises: the log odds of all heads are sums, and what weighs
 * nothing leaves no trace. `later` marks what only the rest of the call tells (the caller's next words): it is never
 * fitted for the head that hears a close while the call goes on. */
#ifndef FIDELIO_SIGNAL_FEATURE_H
#define FIDELIO_SIGNAL_FEATURE_H

#include "base/hash.h"
#include "base/vec.h"
#include "signal/signal.h"
#include "text/utf8.h"

struct model;
struct weight_row; /* model.h */

/* Of enum head (model.h), those that features weigh for. */
enum { FIRST_HEADS = SIGNAL_CORE_COUNT + 2 };

/* What is counted, measured or asked of a whole reply: space "n". feature.c tells their names and steps. */
enum named_feature {
    FEATURE_LENGTH,
    FEATURE_SENTENCES,
    FEATURE_QUESTIONS,
    FEATURE_EXCLAMATIONS,
    FEATURE_NUMBERS,
    FEATURE_ENDS_IN_A_QUESTION,
    FEATURE_ENDS_IN_AN_EXCLAMATION,
    FEATURE_ELLIPSIS,
    FEATURE_QUOTES,
    FEATURE_ORDERS,
    FEATURE_NOTHING_BUT_ORDERS,
    FEATURE_HUNG_UP,
    FEATURE_REPLY,
    FEATURE_ASKED,
    FEATURE_ASKED_LAST,
    FEATURE_TOLD_ONLY,
    FEATURE_ECHO_OF_THE_CALLER,
    FEATURE_ECHO_IN_A_QUESTION,
    FEATURE_CALLER_LENGTH,
    FEATURE_LAST_REPLY,
    FEATURE_LAST_MESSAGE,
    FEATURE_LAST_REPLY_CALLER_ENDED,
    FEATURE_ENDED_BY_NOBODY,
    FEATURE_LAST_REPLY_TURNS_RAN_OUT,
    FEATURE_CALLER_THEN_ASKS,
    FEATURE_CALLER_THEN_TRAILS_OFF,
    FEATURE_CALLER_THEN_IS_BRIEF,
    FEATURE_FORM_STAGE_DIRECTION,
    FEATURE_FORM_ACTED_REMARK,
    FEATURE_FORM_BRACKETED_REMARK,
    FEATURE_FORM_SPEAKER_LABEL,
    FEATURE_FORM_LABEL,
    FEATURE_FORM_LIST,
    FEATURE_FORM_MARK,
    FEATURE_FORM_EMOJI,
    FEATURE_FORM_LINES,
    FEATURE_FORM_NOT_SPEECH,
    FEATURE_FOREIGN_REPLY,
    FEATURE_LIKE_A_NEGATIVE_EXAMPLE,
    FEATURE_MORE_LIKE_THE_NEGATIVE,
    FEATURE_COPIED_EXAMPLE,
    FEATURE_COPIED_LINE,
    FEATURE_SCRIPT_SENTENCE,
    FEATURE_SCRIPT_SHARE,
    FEATURE_CONCERNS_TOUCHED,
    FEATURE_CONCERNS_TOUCHED_WELL,
    FEATURE_CONCERNS_TOUCHED_SUM,
    FEATURE_MANY_CONCERNS_AT_LENGTH,
    FEATURE_MOST_CONCERNS_AT_LENGTH,
    FEATURE_SAID_BEFORE_ALIKE,
    FEATURE_SAID_BEFORE_SHARE,
    FEATURE_FACT_OTHER_YEARS_AT_WORK,
    FEATURE_FACT_ANOTHER_TRADE,
    FEATURE_FACT_ANOTHER_PLACE,
    FEATURE_FACT_NEW_NAMES,
    FEATURE_FACT_ANOTHER_RELATIVE,
    FEATURE_FACT_ANOTHER_AGE,
    FEATURE_FACT_NEW_DATES,
    FEATURE_FACT_NEW_NUMBERS,
    FEATURE_FACT_ANOTHER_NAME,
    FEATURE_FACT_NEW_WORKPLACE,
    FEATURE_VOICE_OF_THE_SERVING_SIDE,
    NAMED_FEATURES
};
enum { STEPS_MOST = 8 };
struct named {
    const char *name;
    double steps[STEPS_MOST]; /* ascending: one feature for every step that the number reaches */
    unsigned count;           /* 0: a truth about the whole reply */
};
extern const struct named named_features[NAMED_FEATURES];

struct feature {
    uint64_t key;
    const char *space; /* static */
    struct str name;   /* borrowed from the reply, the phrase table or static text */
    uint8_t step;      /* 0 = none */
    bool later;
    float value;
    uint32_t start, end; /* bytes of the reply's normal text; end 0 = the whole reply */
};
/* What needs no weighing to be found: "my name is Li" where it is Zhang. */
enum outright {
    OUTRIGHT_YIELDS, /* "nothing but giving way" */
    OUTRIGHT_LOOP,   /* "said over and over" */
    OUTRIGHT_OTHER,  /* "not that person" */
    OUTRIGHT_MARKUP, /* of no space: what nobody says is never weighed */
    OUTRIGHTS
};
struct place {
    bool found;
    uint32_t start, end; /* bytes of the reply's normal text */
};
/* A feature that was weighed. */
struct evidence {
    const float *weights; /* FIRST_HEADS, by head */
    float value;
    uint32_t start, end; /* as a feature's */
};
struct features {
    const struct model *model; /* borrowed; NULL: features are collected */
    VEC(struct feature) all;   /* collected */
    VEC(struct evidence) evidence;
    size_t from;             /* which of the evidence is the reply's first */
    float odds[FIRST_HEADS]; /* of the reply's evidence up to the first `summed`, by head: features_sum */
    size_t summed;
    struct place outright[OUTRIGHTS];
    uint64_t *seen; /* owned: a bit for each row of the model that the reply had: nothing counts twice, row 0 never */
};

enum { FEATURE_SEED = 7 };
/* A hash of the name's code points, seeded with that of the space + step. In steps, for names that begin alike:
 * hash64_end(feature_hash(feature_begin(space, step), name)). */
uint64_t feature_key(struct str space, struct str name, unsigned step);
uint64_t feature_begin(struct str space, unsigned step);
static inline uint64_t feature_hash(uint64_t h, struct str name)
{
    for (size_t at = 0; at < name.len;)
        h = hash64_value(h, utf8_next_good(name, &at));
    return h;
}
/* For a call's first reply; the odds begin at the model's bias. Memory is kept while the model is the same. */
void features_begin(struct features *features, const struct model *model);
/* For its next reply: the evidence of those before is kept. */
void features_next(struct features *features);
void features_add(struct features *features, const char *space, struct str name, float value, uint32_t start,
                  uint32_t end);
/* The same by the feature's key. */
void features_add_keyed(struct features *features, uint64_t key, const char *space, struct str name, float value,
                        uint32_t start, uint32_t end);
/* Adds to the odds what was weighed since the last sum: one pass over many rows, which memory has brought by then.
 * To be called before the odds are read. */
void features_sum(struct features *features);
/* A named feature that is there, at the last step that it has `reached`, from 1; 0 for a truth. */
void features_add_named(struct features *features, enum named_feature name, size_t reached, float value);
static inline void features_flag(struct features *features, enum named_feature name, bool truth)
{
    if (truth)
        features_add_named(features, name, 0, 1);
}
/* A truth so telling that it counts more than one. */
static inline void features_strong(struct features *features, enum named_feature name, bool truth)
{
    if (truth)
        features_add_named(features, name, 0, 2.5f);
}
void features_reach(struct features *features, enum named_feature name, double value);
/* A number, which most often does not reach its first step. */
static inline void features_steps(struct features *features, enum named_feature name, double value)
{
    if (value >= named_features[name].steps[0])
        features_reach(features, name, value);
}
/* Space "s". Nothing of a `value` of 0 is weighed. */
void features_outright(struct features *features, enum outright what, float value, uint32_t start, uint32_t end);
/* Of collected features: sorted by key, doubles removed (the first place is kept). */
void features_sort(struct features *features);
void features_release(struct features *features);

#endif
