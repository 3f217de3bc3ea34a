/* The life of one request to a model: looked up on the tape, admitted, sent, retried, recorded; answered exactly once.
 *
 * Looking up comes first: resume and replay are this same path. A reply is written to the tape (write returned) before
 * `done` is called, so before the next request of that conversation. When the tape cannot be written any more nothing
 * is asked any more. */
#ifndef FIDELIO_EXCHANGE_EXCHANGE_H
#define FIDELIO_EXCHANGE_EXCHANGE_H

#include "endpoint/endpoint.h"
#include "exchange/tape.h"
#include "net/http.h"
#include "transcript/transcript.h"

struct exchange;

#define EXCHANGE_NO_RETRY SIZE_MAX
struct exchange_options {
    size_t in_flight;     /* over all endpoints; 0 = 8 */
    bool offline;         /* a miss is an error that names conversation and turn; no network is opened */
    double max_cost;      /* in the price's currency, replies of the tape included; 0 = no limit */
    uint64_t max_time_ms; /* from opening; 0 = no limit */
    size_t retries;       /* 0 = 5; EXCHANGE_NO_RETRY; being told to slow down counts a quarter */
    uint64_t backoff_ms;  /* the first wait; 0 = 500 */
    uint64_t seed;        /* of the jitter */
    const char *ca_file;  /* for endpoints that name none; NULL = the system's */
};
struct exchange_reply {
    bool ok;
    bool from_tape;
    struct str content;        /* borrowed during the callback, as are all texts; without think parts */
    struct str raw;            /* as it came */
    struct str reasoning;      /* told apart by the wire, or cut out of the content */
    bool reasoning_in_content; /* think parts stood in the content: a format leak */
    enum finish finish;
    struct usage usage; /* zero where the server told none: */
    bool unmetered;
    uint32_t latency_ms;
    struct str model, fingerprint; /* as the server names them; "" = not told */
    enum ended_by ended_by;        /* when not ok: ENDED_ERROR or ENDED_BUDGET */
    struct str why;                /* when not ok: one line, no secret in it */
    bool everyones; /* when not ok: any request to this endpoint would have met this: nobody there, a key that is
                       refused, no such model or path, an answer of another wire */
    bool tape_edited, tape_lacks; /* when not ok: the latter by exchange_thread_replay */
    bool rejected; /* when not ok: the server read this request and will have none of it, however often it is asked */
};
typedef void exchange_done(const struct exchange_reply *reply, void *context);

/* One party of one conversation: its key chain and its growing request. */
struct exchange_thread;

/* `tape` may be NULL (nothing is recorded); it and the loop must outlive the exchange. */
struct exchange *exchange_open(struct loop *loop, struct tape *tape, const struct exchange_options *options,
                               struct error *err);
/* What waits or is in flight is answered first (not ok, "interrupted"). Not from within `done`. */
void exchange_close(struct exchange *exchange);
/* Texts are copied; the endpoint must outlive the exchange. `name` (conversation and party) stands in messages. */
struct exchange_thread *exchange_thread_new(struct exchange *exchange, const struct endpoint *endpoint,
                                            struct str system, struct str scenario, uint32_t repeat, struct str name);
/* What the tape does not hold is not asked: the conversation is known to have been held. */
void exchange_thread_replay(struct exchange_thread *thread);
/* The conversation's end: the tape is synced soon. What was asked and not answered is given up without `done`. */
void exchange_thread_free(struct exchange_thread *thread);
/* Adds a message to the party's history: what the other side said is `from_model` false, its own earlier reply true. */
void exchange_thread_add(struct exchange_thread *thread, bool from_model, struct str content);
/* Asks for the next reply of this party, one at a time. `done` is called from the loop, never before this returns; the
 * thread may be freed in it, or ask again. */
void exchange_ask(struct exchange_thread *thread, exchange_done *done, void *context);
/* Stop admitting; what is in flight may finish. Waiting asks are answered with ENDED_BUDGET or ENDED_ERROR
 * ("interrupted"). */
void exchange_drain(struct exchange *exchange);

/* How long what is in flight may take at most; 0: nothing is. */
uint64_t exchange_longest_ms(const struct exchange *exchange);

struct exchange_counts {
    uint64_t asked, from_tape, sent, succeeded, failed, retried, rate_limited; /* sent = succeeded + failed + retried */
    size_t in_flight;                                                          /* now */
    struct usage usage; /* of all replies, those of the tape included */
    double cost;
    uint64_t unmetered;    /* replies whose tokens the server did not tell */
    double cost_unmetered; /* theirs by an estimate, for max_cost alone; not in `cost` */
};
struct exchange_counts exchange_counts(const struct exchange *exchange);
/* Why nothing is asked any more: the tape cannot be written. False: all is well. */
bool exchange_broken(const struct exchange *exchange, struct error *err);

#endif
