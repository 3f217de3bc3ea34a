/* Holds a plan's conversations: drives the dialogues over exchange on the loop, as many at a time as the user allows.
 */
#ifndef FIDELIO_RUN_PIPELINE_H
#define FIDELIO_RUN_PIPELINE_H

#include "exchange/exchange.h"
#include "run/folder.h"

struct run_progress {
    size_t planned, done, failed; /* conversations */
    struct str last;              /* the conversation that ended now */
    struct str why;               /* why it failed; "" = it was held to its end */
};
/* A person at one side of the call: what they say next, borrowed until the next call; false: they hang up without a
 * word. */
struct pipeline_person {
    bool (*say)(const struct transcript *so_far, struct str *words, void *context);
    enum role side;
    void *context;
};
struct pipeline_options {
    struct exchange_options exchange;
    const struct pipeline_person *person; /* NULL: nobody; else that side is asked here, not over the network */
    bool durable;
    uint64_t understudy_latency_ms;
    /* Called after each conversation and once before the first. May be NULL. */
    void (*progress)(const struct run_progress *progress, void *context);
    void *context;
};

/* What came of it. transcripts[i] is that of plan->conversations[i]; NULL: not begun. */
struct pipeline_result {
    struct transcript **transcripts; /* owned; plan->count */
    size_t count;
    struct run_counts counts;
    struct served_list served;
    bool interrupted;  /* a signal asked to stop */
    bool budget_spent; /* of money or time: the rest was not begun */
    bool gave_up;      /* nothing but failures at the start: the rest was not tried */
    bool tape_cut;     /* the tape ended in half a line, which was cut off */
};

/* False only when the run could not even begin or its tape could not be written to disk; conversations that fail are in
 * the result. The result is to be released in any case. */
bool pipeline_run(const struct plan *plan, struct folder *folder, const struct pipeline_options *options,
                  struct pipeline_result *result, struct error *err);
void pipeline_result_release(struct pipeline_result *result);

#endif
