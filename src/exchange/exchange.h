/* The life of one request to a model: looked up on the tape, admitted, sent, retried, recorded; answered exactly once.
 *
 * Looking up comes first: resume and replay are this same path. A reply is written to the tape (write returned) before `done` is
 * called, so before the next request of that conversation. */
#ifndef FIDELIO_EXCHANGE_EXCHANGE_H
#define FIDELIO_EXCHANGE_EXCHANGE_H

#include "endpoint/endpoint.h"
#include "exchange/tape.h"
#include "net/http.h"
#include "transcript/transcript.h"

struct exchange;

struct exchange_options {
    size_t in_flight;    /* default 8 */
    bool offline;        /* a miss is an error that names conversation and turn */
    double max_cost;     /* in the price's currency; 0 = no limit */
    uint64_t max_time_ms;
    size_t retries;      /* default 5 */
};
struct exchange_reply {
    bool ok;
    bool from_tape;
    struct str content, reasoning; /* borrowed during the callback */
    enum finish finish;
    struct usage usage;
    uint32_t latency_ms;
    enum ended_by ended_by; /* when not ok: ENDED_ERROR or ENDED_BUDGET */
    struct str why;         /* when not ok: one line, no secret in it */
};
typedef void exchange_done(const struct exchange_reply *reply, void *context);

/* One party of one conversation: its key chain. */
struct exchange_thread;

struct exchange *exchange_open(struct loop *loop, struct tape *tape, const struct exchange_options *options, struct error *err);
void exchange_close(struct exchange *exchange);
/* Texts are copied. `name` (conversation and party) stands in messages. */
struct exchange_thread *exchange_thread_new(struct exchange *exchange, const struct endpoint *endpoint, struct str system,
                                            struct str scenario, uint32_t repeat, struct str name);
void exchange_thread_free(struct exchange_thread *thread);
/* Adds a message to the party's history: what the other side said is `from_model` false, its own earlier reply true. */
void exchange_thread_add(struct exchange_thread *thread, bool from_model, struct str content);
/* Asks for the next reply of this party. `done` may be called before this returns (tape hit). */
void exchange_ask(struct exchange_thread *thread, exchange_done *done, void *context);
/* Stop admitting; what is in flight may finish. Waiting asks are answered with ENDED_BUDGET or ENDED_ERROR ("interrupted"). */
void exchange_drain(struct exchange *exchange);

struct exchange_counts {
    uint64_t asked, from_tape, sent, succeeded, failed, retried, rate_limited;
    struct usage usage;
    double cost;
};
struct exchange_counts exchange_counts(const struct exchange *exchange);

#endif
