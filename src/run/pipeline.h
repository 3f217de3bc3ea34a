/* Holds a plan's conversations: drives the dialogues over exchange on the loop, as many at a time as the user allows.
 */
#ifndef FIDELIO_RUN_PIPELINE_H
#define FIDELIO_RUN_PIPELINE_H

#include "exchange/exchange.h"
#include "run/costs.h"
#include "run/folder.h"
#include "run/meter.h"

struct run_progress {
    size_t planned, done, failed, in_flight;   /* conversations */
    uint64_t prompt_tokens, completion_tokens; /* those on the tape included */
    double cost;                               /* 0 = no price is known */
    uint64_t retried, rate_limited;            /* requests; of the second the server wanted fewer (429, 529) */
    const struct meter *meter;
    uint64_t now_ms;  /* on the meter's clock */
    bool ended;       /* a conversation ended now: */
    struct str last;  /* its id */
    struct str why;   /* why it failed; "" = it was held to its end */
    bool stopping;    /* a signal asked to stop: what is in flight is waited for */
    size_t requests;  /* then: in flight */
    uint64_t most_ms; /* then: how long they may take */
};
/* A person at one side of the call: what they say next, borrowed until the next call; false: they hang up without a
 * word. */
struct pipeline_person {
    bool (*say)(const struct transcript *so_far, struct str *words, void *context);
    enum role side;
    void *context;
};
struct results;
struct pipeline_options {
    struct exchange_options exchange;
    const struct pipeline_person *person; /* NULL: nobody; else that side is asked here, not over the network */
    struct results *results; /* of the plan's scenarios; they take each conversation as it ends; NULL: none */
    bool durable;
    /* One a planned conversation: it stands whole in the run's files, so what of it is not on the tape is not asked;
     * NULL: none. */
    const bool *stands;
    bool preflight; /* each endpoint is asked by one conversation before the others begin */
    uint64_t understudy_latency_ms;
    /* Called once before the first conversation, after each, when a signal comes, and every progress_ms (0: never).
     * May be NULL. */
    void (*progress)(const struct run_progress *progress, void *context);
    uint64_t progress_ms;
    void *context;
};

/* What came of it. transcripts[i] is that of plan->conversations[i]; NULL: not begun, or taken by the results. */
struct pipeline_result {
    struct transcript **transcripts; /* owned; plan->count */
    struct cost *costs;              /* owned; plan->count */
    struct cost *paid;               /* owned; one a party, see costs_party */
    bool *held;                      /* owned; plan->count: to their end */
    size_t count;
    struct run_counts counts;
    struct served_list served;
    size_t silent;      /* of the failed: the model never said a word, which the tape has, so asking again is no help */
    size_t rejected;    /* of the failed: the server rejected the request itself, so asking the same is no help */
    size_t of_the_tape; /* of the failed: the tape was edited, or lacks what stands in the files: asking again is no
                           help */
    bool *gone;         /* owned; plan->count: of these, what the tape lacks */
    size_t replies;     /* of the model's side, in conversations that were held */
    size_t cut;         /* of them: ended by the token limit or a content filter, so scored with care */
    bool interrupted;   /* a signal asked to stop */
    bool budget_spent;  /* of money or time: the rest was not begun */
    bool refused;       /* preflight: an endpoint cannot be used as it is set up, the rest was not begun */
    bool gave_up;       /* nothing but failures at the start: the rest was not tried */
    bool tape_cut;      /* the tape ended in half a line, which was cut off */
    bool offline;       /* asking again is no help */
    size_t kept;        /* whole in the folder and not held this time, so that its files stay (derived_would_lose) */
    /* Choices that were asked for, and those of them that the matcher without a model had to make: the chooser failed,
     * or what it said was none of what was offered. */
    struct choice_counts {
        size_t asked, failed, unusable;
        char why[256]; /* of the first failure */
    } choices;
};

/* False only when the run could not even begin or its tape could not be written to disk; conversations that fail are in
 * the result. The result is to be released in any case. */
bool pipeline_run(const struct plan *plan, struct folder *folder, const struct pipeline_options *options,
                  struct pipeline_result *result, struct error *err);
void pipeline_result_init(struct pipeline_result *result, const struct plan *plan, bool offline); /* its first step */
void pipeline_result_release(struct pipeline_result *result);

#endif
