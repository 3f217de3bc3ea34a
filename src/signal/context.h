/* The inside of signal_context, for the finders and the program that fits them. */
#ifndef FIDELIO_SIGNAL_CONTEXT_H
#define FIDELIO_SIGNAL_CONTEXT_H

#include "base/kept.h"
#include "signal/model.h"
#include "signal/phrases.h"
#include "signal/profile.h"
#include "signal/signal.h"

struct signal_context {
    struct arena arena;
    struct profile profile;
    const struct phrases *phrases;
    struct {
        uint16_t ai_blunt, bye, contrast, leave, order, settled, yields;
    } classes;                  /* of `phrases`, that are asked for by name */
    const uint64_t *class_keys; /* arena; words_class_keys */
    const uint32_t *class_rows; /* arena; words_class_rows */
    const struct model *model;  /* NULL: for extracting features only */
    struct model *own_model;    /* owned; NULL: the model is the core's */
    struct kept *lines;         /* owned; what callers said (lines.h); NULL: no document or no model */
    struct live *live;          /* owned; what signal_is_closing reads with */
};

/* What a caller's words weigh for the reply behind them and for the one before them, by head. */
enum { GRAM_BITS = 1 << 10 };
static inline size_t gram_bit(uint64_t gram)
{
    return (size_t)(gram >> 32) % GRAM_BITS;
}
struct around {
    float before[FIRST_HEADS], after[FIRST_HEADS];
    uint64_t grams[GRAM_BITS / 64]; /* a bit a gram of the line */
};
/* A caller's line. `sink`: for weighing, of any content. */
void line_prepare(struct utterance *utterance, struct arena *arena, struct features *sink,
                  const struct signal_context *context, enum lang lang, const struct message *message);

/* A context with a model of the caller's choice (adopted; may be NULL for extracting features only). */
struct signal_context *context_make(const struct scenario *scenario, struct model *model);

/* What is read of any message: its text in normal form, without marks, and its n-grams. */
void utterance_init(struct utterance *utterance, struct arena *arena, enum lang lang, const struct message *message);
/* Fills scene->echoes; its scratch is empty. */
void echoes_read(struct scene *scene);
/* Of a call without a document. */
enum lang transcript_lang(const struct transcript *transcript);

/* The features of what message `index` alone says, of either side: what the voice head reads. */
void voice_features(struct features *features, struct arena *arena, const struct signal_context *context,
                    const struct scene *scene, size_t index);
void voice_add(struct features *features, double voice); /* how much it sounds like the serving side, log odds */
/* All else about persona message `index`: its form, place, neighbours and how it stands to the document. */
void reply_features(struct features *features, struct arena *arena, const struct signal_context *context,
                    const struct scene *scene, size_t index);

/* What tells a close while the call goes on: the reply's own words, its surface and its place, which take no look at
 * the document or at earlier replies. For the live head alone. */
void live_features(struct features *features, struct arena *arena, const struct signal_context *context,
                   const struct scene *scene, size_t index);
/* One for all threads. */
struct live *live_new(void);
void live_free(struct live *live);
/* Ends in a question and says nothing of leaving: wherever it stands in the call, that is no move to end it. */
bool reply_keeps_talking(const struct signal_context *context, const struct utterance *utterance);

/* What the second pass reads: a reply's first-pass log odds, the mean probability among the other replies and the
 * highest among earlier ones. Of platitude `rest` is the less, the more the other replies waver and doubt. */
struct call_view {
    double odds[SIGNAL_CORE_COUNT], rest[SIGNAL_CORE_COUNT], earlier[SIGNAL_CORE_COUNT];
};
/* From the odds of all replies, in order, what each sees of the others. */
void call_views_fill(struct call_view *views, size_t replies, enum core_signal signal);
/* What the second pass makes of a view of a signal; as features, for the program that fits it. */
void second_inputs(double inputs[SECOND_INPUTS], double odds, double rest, double earlier);
void rest_features(struct features *features, const struct call_view *view);

/* One file a kind; each adds its features of persona message `index`. */
void surface_features(struct features *features, const struct signal_context *context, const struct scene *scene,
                      size_t index);
void format_features(struct features *features, const struct signal_context *context, const struct scene *scene,
                     size_t index);
/* Where in a reply that leaks its form the first leak stands; the whole reply when no one place can be named. */
struct span format_place(const struct utterance *utterance);
void language_features(struct features *features, const struct signal_context *context, const struct scene *scene,
                       size_t index);
/* The n-grams of a reply that the caller did not say just before. */
struct grams own_grams(struct arena *arena, const struct scene *scene, size_t index);
/* `own`: own_grams. */
void position_features(struct features *features, const struct scene *scene, struct grams own, size_t index);
void document_features(struct features *features, struct arena *arena, const struct signal_context *context,
                       const struct scene *scene, struct grams own, size_t index);
void repetition_features(struct features *features, struct arena *arena, const struct scene *scene, size_t index);
void fact_features(struct features *features, struct arena *arena, const struct signal_context *context,
                   const struct scene *scene, size_t index);

#endif
