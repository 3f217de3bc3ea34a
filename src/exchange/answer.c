/* From a reply to its `done`: it is recorded first, in one write with those that came together with it. */
#include "exchange/exchange_inner.h"

enum {
    HELD_MOST = 64,        /* replies that are written in one go */
    HELD_BYTES = 16 << 10, /* that they, or their lines, may take in memory: a first line holds the prompt */
};

void exchange_fill_reply(struct arena *arena, const struct wire_reply *wire, struct exchange_reply *reply)
{
    struct str thoughts;
    reply->ok = true;
    reply->ended_by = ENDED_UNKNOWN;
    reply->raw = wire->content;
    reply->reasoning = wire->reasoning;
    reply->reasoning_in_content = wire_split_thoughts(arena, wire->content, &reply->content, &thoughts);
    if (reply->reasoning_in_content && reply->reasoning.len == 0)
        reply->reasoning = thoughts;
    reply->finish = wire->finish;
    reply->usage = wire->usage;
    reply->unmetered = !wire->has_usage;
    reply->model = wire->model;
    reply->fingerprint = wire->fingerprint;
}

static struct usage estimated_usage(const struct exchange_thread *thread, const struct wire_reply *wire)
{
    return (struct usage){.prompt_tokens = endpoint_estimate_tokens(thread->prompt->quoted) +
                                           endpoint_estimate_tokens(buf_str(&thread->body)),
                          .completion_tokens =
                              endpoint_estimate_tokens(wire->content) + endpoint_estimate_tokens(wire->reasoning)};
}

void exchange_count_reply(struct exchange_thread *thread, const struct wire_reply *wire)
{
    struct exchange *exchange = thread->exchange;
    struct exchange_counts *counts = &exchange->counts;
    usage_add(&counts->usage, wire->usage);
    counts->cost += endpoint_cost(thread->endpoint, wire->usage);
    if (!wire->has_usage) {
        counts->unmetered++;
        if (exchange->options.max_cost > 0)
            counts->cost_unmetered += endpoint_cost(thread->endpoint, estimated_usage(thread, wire));
    }
    if (exchange->options.max_cost > 0 && counts->cost + counts->cost_unmetered >= exchange->options.max_cost)
        exchange_stop(exchange, ENDED_BUDGET, "the cost limit was reached (--max-cost)");
}

/* A reply was recorded, or found on the tape: the next line starts from here. */
static void forget_added(struct exchange_thread *thread)
{
    thread->prev = thread->key;
    thread->added.count = 0;
    buf_clear(&thread->left_out);
}

void thread_answer(struct exchange_thread *thread, struct exchange_reply *reply)
{
    thread->state = ASK_IDLE;
    if (reply->ok) {
        thread->exchange->counts.succeeded += !reply->from_tape;
        forget_added(thread);
    } else {
        thread->exchange->counts.failed++;
    }
    thread->done(reply, thread->context);
}

uint64_t exchange_wall_ms(const struct exchange *exchange)
{
    return exchange->clock.wall_ms(exchange->clock.context);
}

static void record(const struct exchange_thread *thread)
{
    struct exchange *exchange = thread->exchange;
    struct tape_line line = {.key = thread->key,
                             .prev = thread->prev,
                             .conversation = thread->name,
                             .turn = thread->turn,
                             .reply = thread->heard,
                             .status = thread->status,
                             .attempt = thread->attempt,
                             .latency_ms = thread->ready.latency_ms,
                             .wall_ms = exchange_wall_ms(exchange)};
    line.messages = thread_messages(thread, &exchange->scratch, &line.message_count);
    tape_hold(exchange->tape, &line, thread->endpoint);
}

bool exchange_write_tape(struct exchange *exchange, struct error *err)
{
    if (exchange->tape == NULL)
        return true;
    if (!tape_write(exchange->tape, err))
        return false;
    sync_soon(exchange);
    return true;
}

/* In one write, when their lines are not long. */
static bool record_held(struct exchange *exchange, struct error *err)
{
    for (const struct exchange_thread *thread = exchange->held.first; thread != NULL; thread = thread->next) {
        if (exchange->tape != NULL && tape_held(exchange->tape) >= HELD_BYTES && !exchange_write_tape(exchange, err))
            return false;
        if (exchange->tape != NULL)
            record(thread);
    }
    return exchange_write_tape(exchange, err);
}

static void answer_first_held(struct exchange *exchange, bool recorded, const struct error *err)
{
    struct exchange_thread *thread = queue_take(&exchange->held);
    struct exchange_reply reply = thread->ready;
    if (recorded) {
        exchange_fill_reply(&exchange->kept, &thread->heard, &reply);
        exchange_count_reply(thread, &thread->heard);
    } else {
        reply.ended_by = ENDED_ERROR;
        reply.why = exchange_tape_lost(&exchange->scratch, err);
        exchange_stop(exchange, ENDED_ERROR, reply.why.ptr);
    }
    thread_answer(thread, &reply);
}

/* What is done to each is done to all before the next: so much code does not fit into a processor's first cache at
 * once. */
void answer_held(void *context)
{
    struct exchange *exchange = context;
    struct error err = {0};
    if (exchange->answering) /* a `done` gave another call up */
        return;
    exchange->answering = true;
    const bool recorded = record_held(exchange, &err);
    while (exchange->held.first != NULL)
        answer_first_held(exchange, recorded, &err);
    exchange->held_count = 0;
    arena_clear(&exchange->kept);
    exchange->answering = false;
    exchange_pump(exchange);
}

void answer_hold(struct exchange_thread *thread, const struct wire_reply *wire, uint32_t latency_ms, unsigned status)
{
    struct exchange *exchange = thread->exchange;
    thread->heard = *wire;
    thread->status = status;
    thread->ready = (struct exchange_reply){.latency_ms = latency_ms};
    thread->state = ASK_HELD;
    queue_add(&exchange->held, thread);
    exchange->held_count++;
    if (exchange->held_count >= HELD_MOST || exchange->kept.used >= HELD_BYTES)
        answer_held(exchange);
}
