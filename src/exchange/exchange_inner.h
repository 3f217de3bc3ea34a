/* What the files of exchange/ share: the exchange, its threads, and the steps of an ask. Inner part. */
#ifndef FIDELIO_EXCHANGE_EXCHANGE_INNER_H
#define FIDELIO_EXCHANGE_EXCHANGE_INNER_H

#include "base/clock.h"
#include "base/hash.h"
#include "base/rng.h"
#include "exchange/exchange.h"
#include "exchange/lane.h"
#include "net/sse.h"

enum ask_state {
    ASK_IDLE,
    ASK_WAITING, /* in its lane's queue */
    ASK_IN_FLIGHT,
    ASK_RETRYING, /* a timer will put it back into the queue */
    ASK_READY,    /* answered without the network; `done` is due */
    ASK_HELD,     /* answered; `done` is due when the tape has it */
};

/* A message since the last recorded reply, as a JSON string. */
struct added {
    bool from_model, left_out; /* of the body */
    uint32_t start, len;       /* in the body, or among what is left out */
};

/* A system prompt, shared by the conversations that have it. */
struct prompt {
    struct prompt *next;
    size_t threads;
    struct str text, quoted; /* owned, behind the struct; the second as a JSON string, empty when there is no text */
    char hash[HASH_HEX + 1];
};

struct exchange_thread {
    struct exchange *exchange;
    struct lane *lane;
    const struct endpoint *endpoint; /* borrowed; its parameters may differ from those of the lane's */
    struct prompt *prompt;
    struct exchange_thread *next;           /* in the lane's queue, among the ready or the held */
    struct exchange_thread *before, *after; /* all threads of the exchange */
    struct str name;                        /* owned */
    struct tape_key key, prev;
    size_t turn;
    struct buf body; /* the request without its prompt and tail */
    size_t hole;     /* where the prompt belongs in it */
    VEC(struct added) added;
    struct buf left_out; /* what the wire has no message for and the tape has */
    enum ask_state state;
    unsigned attempt, slow_downs;
    uint64_t charged; /* tokens, by admission */
    struct http_call *call;
    bool cancelled; /* being freed: no answer */
    bool replay;    /* the tape alone answers */
    struct loop_timer *timer;
    struct sse *sse; /* while a stream comes; NULL otherwise */
    struct wire_stream *stream;
    struct arena *answer_arena; /* of a ready answer; NULL otherwise */
    struct exchange_reply ready;
    struct wire_reply heard; /* when held: in the exchange's `kept` */
    unsigned status;         /* of HTTP, with it */
    exchange_done *done;
    void *context;
};

struct exchange {
    struct loop *loop;
    struct tape *tape;
    struct exchange_options options;
    struct clock clock;
    struct rng rng;
    struct http *http;    /* NULL when offline */
    struct arena scratch; /* of one answer */
    struct arena kept;    /* of the answers that are held */
    struct prompt *prompts;
    VEC(struct lane *) lanes;
    size_t next_lane; /* where the round goes on */
    struct exchange_thread *threads;
    struct queue ready, held;
    size_t held_count;
    bool answering;
    struct loop_timer *ready_timer, *wake_timer, *time_timer, *sync_timer;
    uint64_t wake_at_ms, sync_at_ms;
    struct exchange_counts counts;
    bool draining, closing;
    enum ended_by drained_by;
    char drained_why[256];
    struct sync_job *sync; /* in the pool; NULL = none */
    bool sync_again;
};

/* pump.c */
struct lane *exchange_lane(struct exchange *exchange, const struct endpoint *endpoint); /* made when it is new */
void exchange_pump(struct exchange *exchange);
void exchange_enqueue(struct exchange_thread *thread, bool at_the_front);
/* thread.c */
void thread_give_up(struct exchange_thread *thread); /* what it asks, whatever state that is in; no answer */
/* The messages since the last recorded reply; the first time with the system prompt. */
const struct tape_message *thread_messages(const struct exchange_thread *thread, struct arena *arena, size_t *count);
/* ready.c */
/* Answers later, from the loop; texts must be in `arena` (adopted, may be NULL) or static or the lane's. */
void exchange_answer_soon(struct exchange_thread *thread, const struct exchange_reply *reply, struct arena *arena);
void exchange_refuse(struct exchange_thread *thread, enum ended_by by, const char *why);
void exchange_deliver(void *exchange);     /* what is ready */
struct arena *exchange_answer_arena(void); /* for an answer that is adopted */
/* exchange.c */
void exchange_refuse_lane(struct exchange *exchange, struct lane *lane); /* all that waits for it, with its dead_why */
/* The reason that is kept when the tape failed for good; the whole error, in the user's language, is exchange_broken's.
 */
struct str exchange_tape_lost(struct arena *arena, const struct error *err);
void exchange_stop(struct exchange *exchange, enum ended_by by, const char *why);
/* prompt.c */
struct prompt *prompt_take(struct exchange *exchange, struct str system);
void prompt_give_back(struct exchange *exchange, struct prompt *prompt);
void prompts_free(struct exchange *exchange);
/* attempt.c */
void attempt_start(struct exchange_thread *thread);
void attempt_cancel(struct exchange_thread *thread); /* in flight: gives it up without an answer */
/* answer.c */
/* Calls `done`; the thread may be gone afterwards. */
void thread_answer(struct exchange_thread *thread, struct exchange_reply *reply);
void exchange_fill_reply(struct arena *arena, const struct wire_reply *wire, struct exchange_reply *reply);
/* While the thread's body still is the request that was answered. */
void exchange_count_reply(struct exchange_thread *thread, const struct wire_reply *wire);
uint64_t exchange_wall_ms(const struct exchange *exchange);
bool exchange_write_tape(struct exchange *exchange, struct error *err); /* what is held; true without a tape */
/* The reply is held, and its `done`, until answer_held. Its texts must live in the exchange's `kept`. */
void answer_hold(struct exchange_thread *thread, const struct wire_reply *wire, uint32_t latency_ms, unsigned status);
/* Writes what is held to the tape, then answers: http calls it behind the replies that came together. */
void answer_held(void *exchange);
/* sync.c */
void sync_soon(struct exchange *exchange);   /* within a second */
void sync_at_end(struct exchange *exchange); /* a conversation ended: those that end together are synced together */
void sync_detach(struct exchange *exchange);

#endif
