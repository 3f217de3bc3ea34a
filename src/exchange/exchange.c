#include "exchange/exchange_inner.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    DEFAULT_IN_FLIGHT = 8,
    DEFAULT_RETRIES = 5,
    DEFAULT_BACKOFF_MS = 500,
};

struct str exchange_tape_lost(struct arena *arena, const struct error *err)
{
    return str_from(arena_printf(arena, "%s: the tape can be written no more", err->path));
}

void exchange_stop(struct exchange *exchange, enum ended_by by, const char *why)
{
    if (exchange->draining)
        return;
    exchange->draining = true;
    exchange->drained_by = by;
    snprintf(exchange->drained_why, sizeof exchange->drained_why, "%s", why);
    for (struct exchange_thread *thread = exchange->threads; thread != NULL; thread = thread->after) {
        if (thread->state == ASK_WAITING || thread->state == ASK_RETRYING) {
            thread_give_up(thread);
            exchange_refuse(thread, by, why);
        }
    }
}

void exchange_refuse_lane(struct exchange *exchange, struct lane *lane)
{
    for (struct exchange_thread *thread = exchange->threads; thread != NULL; thread = thread->after) {
        if (thread->lane == lane && (thread->state == ASK_WAITING || thread->state == ASK_RETRYING)) {
            thread_give_up(thread);
            exchange_refuse(thread, ENDED_ERROR, lane->dead_why);
        }
    }
}

void exchange_drain(struct exchange *exchange)
{
    exchange_stop(exchange, ENDED_ERROR, "interrupted");
}

uint64_t exchange_longest_ms(const struct exchange *exchange)
{
    uint64_t longest = 0;
    for (const struct exchange_thread *thread = exchange->threads; thread != NULL; thread = thread->after)
        if (thread->state == ASK_IN_FLIGHT && thread->lane->timeouts.total_ms > longest)
            longest = thread->lane->timeouts.total_ms;
    return longest;
}

static void time_is_up(void *context)
{
    struct exchange *exchange = context;
    exchange->time_timer = NULL;
    exchange_stop(exchange, ENDED_BUDGET, "the time limit was reached (--max-time)");
}

struct exchange_counts exchange_counts(const struct exchange *exchange)
{
    return exchange->counts;
}

bool exchange_broken(const struct exchange *exchange, struct error *err)
{
    return exchange->tape != NULL && tape_broken(exchange->tape, err);
}

struct exchange *exchange_open(struct loop *loop, struct tape *tape, const struct exchange_options *options,
                               struct error *err)
{
    struct exchange *exchange = memory_alloc(sizeof *exchange);
    exchange->loop = loop;
    exchange->tape = tape;
    exchange->options = *options;
    exchange->clock = clock_system();
    arena_init(&exchange->scratch);
    arena_init(&exchange->kept);
    if (options->in_flight == 0)
        exchange->options.in_flight = DEFAULT_IN_FLIGHT;
    if (options->retries == 0)
        exchange->options.retries = DEFAULT_RETRIES;
    if (options->retries == EXCHANGE_NO_RETRY)
        exchange->options.retries = 0;
    if (options->backoff_ms == 0)
        exchange->options.backoff_ms = DEFAULT_BACKOFF_MS;
    rng_init(&exchange->rng, options->seed ^ exchange->clock.monotonic_ns(exchange->clock.context));
    if (!options->offline) {
        struct http_options http = {exchange->options.in_flight, options->ca_file, answer_held, exchange};
        exchange->http = http_open(loop, &http, err);
        if (exchange->http == NULL) {
            free(exchange);
            return NULL;
        }
    }
    if (options->max_time_ms > 0)
        exchange->time_timer = loop_after(loop, options->max_time_ms, time_is_up, exchange);
    return exchange;
}

void exchange_close(struct exchange *exchange)
{
    if (exchange == NULL)
        return;
    exchange_stop(exchange, ENDED_ERROR, "interrupted");
    exchange->closing = true;
    if (exchange->http != NULL)
        http_close(exchange->http); /* answers what is in flight */
    exchange->http = NULL;
    loop_cancel(exchange->ready_timer);
    exchange_deliver(exchange);
    loop_cancel(exchange->ready_timer);
    while (exchange->threads != NULL)
        exchange_thread_free(exchange->threads); // NOLINT(clang-analyzer-unix.Malloc): the head has nothing before it
    sync_detach(exchange);
    if (exchange->tape != NULL)
        tape_sync(exchange->tape, NULL);
    loop_cancel(exchange->wake_timer);
    loop_cancel(exchange->time_timer);
    for (size_t i = 0; i < exchange->lanes.count; i++)
        lane_free(exchange->lanes.items[i]);
    VEC_RELEASE(&exchange->lanes);
    prompts_free(exchange);
    arena_release(&exchange->scratch);
    arena_release(&exchange->kept);
    free(exchange);
}
