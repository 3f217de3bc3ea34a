/* Starts what may be started: lane after lane, as their admission says. */
#include "exchange/exchange_inner.h"

struct lane *exchange_lane(struct exchange *exchange, const struct endpoint *endpoint)
{
    for (size_t i = 0; i < exchange->lanes.count; i++)
        if (lane_serves(exchange->lanes.items[i], endpoint))
            return exchange->lanes.items[i];
    struct lane *lane = lane_new(endpoint, exchange->options.in_flight, loop_now_ms(exchange->loop));
    VEC_PUSH(&exchange->lanes, lane);
    return lane;
}

void exchange_enqueue(struct exchange_thread *thread, bool at_the_front)
{
    struct lane *lane = thread->lane;
    thread->state = ASK_WAITING;
    if (at_the_front)
        queue_add_first(&lane->waiting, thread);
    else
        queue_add(&lane->waiting, thread);
}

static void woken(void *context)
{
    struct exchange *exchange = context;
    exchange->wake_timer = NULL;
    exchange_pump(exchange);
}

static void wake_after(struct exchange *exchange, uint64_t ms)
{
    uint64_t at = loop_now_ms(exchange->loop) + ms;
    if (exchange->wake_timer != NULL) {
        if (exchange->wake_at_ms <= at)
            return;
        loop_cancel(exchange->wake_timer);
    }
    exchange->wake_at_ms = at;
    exchange->wake_timer = loop_after(exchange->loop, ms, woken, exchange);
}

/* The oldest ask of the next lane, in turn, that may be sent now; NULL when none may. */
static struct exchange_thread *next_admitted(struct exchange *exchange)
{
    uint64_t now = loop_now_ms(exchange->loop), soonest = ADMISSION_FULL;
    for (size_t i = 0; i < exchange->lanes.count; i++) {
        struct lane *lane = exchange->lanes.items[(exchange->next_lane + i) % exchange->lanes.count];
        if (lane->waiting.first == NULL)
            continue;
        uint64_t wait = admission_wait(&lane->admission, now);
        if (wait == ADMISSION_NOW) {
            exchange->next_lane = (exchange->next_lane + i + 1) % exchange->lanes.count;
            return queue_take(&lane->waiting);
        }
        soonest = wait < soonest ? wait : soonest;
    }
    if (soonest != ADMISSION_FULL)
        wake_after(exchange, soonest);
    return NULL;
}

/* While replies that came together are answered nothing is started: all that is asked upon them is, one behind the
 * other. */
void exchange_pump(struct exchange *exchange)
{
    while (!exchange->answering && !exchange->draining && !exchange->closing &&
           exchange->counts.in_flight < exchange->options.in_flight) {
        struct exchange_thread *thread = next_admitted(exchange);
        if (thread == NULL)
            break;
        attempt_start(thread);
    }
}
