/* What messages do: hesitate, doubt, leak, serve ... each found with evidence.
 *
 * A scene is a conversation prepared once: every message normalised, its n-grams and its neighbours at hand. Finders
 * read the scene and emit hits; rules (rubric/, score/) read only the hits. Spans are code points of the stored
 * content. */
#ifndef FIDELIO_SIGNAL_SIGNAL_H
#define FIDELIO_SIGNAL_SIGNAL_H

#include "base/stopwatch.h"
#include "base/vec.h"
#include "match/pattern.h"
#include "signal/number.h"
#include "signal/phrases.h"
#include "spec/scenario.h"
#include "text/normalise.h"
#include "text/sentence.h"
#include "text/similarity.h"
#include "transcript/transcript.h"

/* The core signals come first in every signal table, in this order; rubrics add theirs behind. */
enum core_signal {
    SIGNAL_PLATITUDE,
    SIGNAL_AI_LEAK,
    SIGNAL_ROLE_FLIP,
    SIGNAL_FORMAT_LEAK,
    SIGNAL_HESITATION,
    SIGNAL_SKEPTICISM,
    SIGNAL_VERBATIM_COPY,
    SIGNAL_CLOSING,
    SIGNAL_OVER_DISCLOSURE,
    SIGNAL_LANGUAGE_BREAK,
    SIGNAL_FACT_ERROR,
    SIGNAL_REPETITION,
    SIGNAL_CORE_COUNT
};
const char *core_signal_name(enum core_signal signal); /* "platitude", "ai_leak", ... */
/* The core signal of that name, or SIGNAL_CORE_COUNT. */
enum core_signal core_signal_from(struct str name);

struct span {
    uint32_t start, end; /* code points of the stored content, end exclusive */
};
struct hit {
    uint16_t signal;  /* index into the signal table */
    uint32_t message; /* index into the transcript */
    struct span span;
    struct str by;   /* which finder: "core/zh hesitation", "rubrics/core/behaviours.yaml compares"; static, or the
                        rubric's */
    double strength; /* in (0, 1]; 1 for a rule, a probability for a statistical finder */
    size_t line;     /* of the document, where the message repeats one; 0 = none */
};
struct hits {
    struct hit *items; /* owned; sorted by message, then signal, then start */
    size_t count, room;
};
void hits_release(struct hits *hits);
bool hits_has(const struct hits *hits, uint16_t signal, uint32_t message);

/* How many of each mark a normal text holds. */
struct marks {
    uint32_t questions, exclamations, quotes;
    uint32_t sentences; /* runs of . ! ? */
    uint32_t numbers;   /* runs of digits */
    bool ellipsis;      /* two full stops side by side */
};

/* A message prepared once. All in the scene's arena, or the context's where it is a caller's line that it keeps. */
struct around;
struct utterance {
    const struct message *message; /* borrowed */
    struct normal normal;
    struct phrase_hits phrases; /* the core's, outside quotation marks */
    struct words *words;        /* of the normal text: which phrases can be there */
    struct str bare;            /* without punctuation and white space */
    struct grams grams;         /* n-grams of `bare`, n = 2 for Chinese, 3 for English */
    size_t gram_count;          /* of them, doubles and all */
    struct numbers numbers;
    struct marks marks;
    size_t code_points;          /* of the stored content */
    const struct around *around; /* a caller's line: what it weighs for the replies beside it; else NULL */
    size_t reply;                /* from 1 for the persona's messages, 0 for the caller's */
};

/* How a reply's n-grams stand to those of all earlier replies. */
struct echo {
    double dice, covered; /* the reply that is most alike; all of them together */
};

struct scene {
    struct arena arena;
    struct arena scratch;                /* of one reply at a time: the same memory for each */
    struct features *features;           /* owned; what weighing its messages needs */
    const struct scenario *scenario;     /* borrowed; NULL when the transcript has no document */
    const struct transcript *transcript; /* borrowed */
    enum lang lang;                      /* the document's, else the transcript's by its script and function words */
    struct utterance *utterances;        /* one a message, in order */
    size_t count, replies;               /* replies: how many are the persona's */
    struct stopwatch *watch;             /* borrowed; NULL: nobody asks what the finders take */
    struct echo *echoes;                 /* arena; of reply r at r - 1 */
};

/* Everything that finders derive from a document once, shared by all its conversations and threads. NULL scenario is
 * allowed. */
struct signal_context;
struct signal_context *signal_context_new(const struct scenario *scenario);
/* The same in two steps: until the second, which any thread may take, the context can be pointed to but not read. */
struct signal_context *signal_context_begin(const struct scenario *scenario);
void signal_context_finish(struct signal_context *context);
void signal_context_free(struct signal_context *context);

void scene_init(struct scene *scene, const struct signal_context *context, const struct scenario *scenario,
                const struct transcript *transcript);
/* The next conversation in the same memory. */
void scene_read(struct scene *scene, const struct signal_context *context, const struct scenario *scenario,
                const struct transcript *transcript);
void scene_release(struct scene *scene);

/* Finds the core signals in the persona's messages. Adds to `hits`, sorted. */
void signal_find_core(const struct signal_context *context, struct scene *scene, struct hits *hits);

/* For the live wing: does the last message of the call so far, a reply of the persona, move to end the call now? False
 * for a message of the caller. */
bool signal_is_closing(const struct signal_context *context, const struct transcript *so_far);

#endif
