/* Answers that need no network: from the tape, or refused. They come from the loop, a slice of time at a turn. */
#include "exchange/exchange_inner.h"

#include <stdlib.h>

enum { READY_SLICE_US = 5000 }; /* they may not keep the network waiting for longer */

void exchange_deliver(void *context)
{
    struct exchange *exchange = context;
    uint64_t end = loop_now_us() + READY_SLICE_US;
    exchange->ready_timer = NULL;
    while (exchange->ready.first != NULL) {
        if (loop_now_us() > end && !exchange->closing) {
            exchange->ready_timer = loop_after(exchange->loop, 0, exchange_deliver, exchange);
            return;
        }
        struct exchange_thread *thread = queue_take(&exchange->ready);
        struct arena *arena = thread->answer_arena;
        struct exchange_reply reply = thread->ready;
        thread->answer_arena = NULL;
        thread_answer(thread, &reply);
        if (arena != NULL) {
            arena_release(arena);
            free(arena);
        }
    }
}

void exchange_answer_soon(struct exchange_thread *thread, const struct exchange_reply *reply, struct arena *arena)
{
    struct exchange *exchange = thread->exchange;
    thread->state = ASK_READY;
    thread->ready = *reply;
    thread->answer_arena = arena;
    queue_add(&exchange->ready, thread);
    if (exchange->ready_timer == NULL)
        exchange->ready_timer = loop_after(exchange->loop, 0, exchange_deliver, exchange);
}

struct arena *exchange_answer_arena(void)
{
    struct arena *arena = memory_alloc(sizeof *arena);
    arena_init(arena);
    return arena;
}

void exchange_refuse(struct exchange_thread *thread, enum ended_by by, const char *why)
{
    struct arena *arena = exchange_answer_arena();
    struct exchange_reply reply = {.ended_by = by, .why = str_dup(arena, str_from(why))};
    exchange_answer_soon(thread, &reply, arena);
}
