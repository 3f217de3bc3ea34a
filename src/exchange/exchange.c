#include "exchange/exchange_inner.h"
#include "syntax/json_writer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    DEFAULT_IN_FLIGHT = 8,
    DEFAULT_RETRIES = 5,
    DEFAULT_BACKOFF_MS = 500,
    HISTORY_CEILING = 64 << 20, /* bytes of one request */
    ROOM_FOR_TALK = 1 << 10,    /* bytes of some three turns */
    READY_SLICE_US = 5000,      /* answers from the tape may not keep the network waiting for longer */
};

/* ---- lanes ---- */

static struct lane *lane_of(struct exchange *exchange, const struct endpoint *endpoint)
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
    thread->exchange->counts.waiting++;
    if (at_the_front)
        queue_add_first(&lane->waiting, thread);
    else
        queue_add(&lane->waiting, thread);
}

static struct exchange_thread *dequeue(struct lane *lane)
{
    struct exchange_thread *thread = queue_take(&lane->waiting);
    thread->exchange->counts.waiting--;
    return thread;
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
            return dequeue(lane);
        }
        soonest = wait < soonest ? wait : soonest;
    }
    if (soonest != ADMISSION_FULL)
        wake_after(exchange, soonest);
    return NULL;
}

void exchange_pump(struct exchange *exchange)
{
    while (!exchange->draining && !exchange->closing && exchange->counts.in_flight < exchange->options.in_flight) {
        struct exchange_thread *thread = next_admitted(exchange);
        if (thread == NULL)
            break;
        attempt_start(thread);
    }
}

/* ---- answers that need no network ---- */

static void deliver(void *context)
{
    struct exchange *exchange = context;
    uint64_t end = loop_now_us() + READY_SLICE_US;
    exchange->ready_timer = NULL;
    while (exchange->ready.first != NULL) {
        if (loop_now_us() > end && !exchange->closing) {
            exchange->ready_timer = loop_after(exchange->loop, 0, deliver, exchange);
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
        exchange->ready_timer = loop_after(exchange->loop, 0, deliver, exchange);
}

static struct arena *heap_arena(void)
{
    struct arena *arena = memory_alloc(sizeof *arena);
    arena_init(arena);
    return arena;
}

void exchange_refuse(struct exchange_thread *thread, enum ended_by by, const char *why)
{
    struct arena *arena = heap_arena();
    struct exchange_reply reply = {.ended_by = by, .why = str_dup(arena, str_from(why))};
    exchange_answer_soon(thread, &reply, arena);
}

/* ---- threads ---- */

struct exchange_thread *exchange_thread_new(struct exchange *exchange, const struct endpoint *endpoint,
                                            struct str system, struct str scenario, uint32_t repeat, struct str name)
{
    struct exchange_thread *thread = memory_alloc(sizeof *thread);
    char *texts = memory_alloc(name.len + 1);
    memcpy(texts, name.ptr != NULL ? name.ptr : "", name.len);
    thread->exchange = exchange;
    thread->lane = lane_of(exchange, endpoint);
    thread->name = (struct str){texts, name.len};
    thread->endpoint = endpoint;
    thread->prompt = prompt_take(exchange, system);
    thread->key = tape_key_start(endpoint, thread->prompt->hash, scenario, repeat);
    buf_init(&thread->body, HISTORY_CEILING);
    buf_init(&thread->left_out, HISTORY_CEILING);
    buf_reserve(&thread->body, ROOM_FOR_TALK);
    thread->hole = wire_begin(endpoint, system.len > 0, &thread->body);
    thread->after = exchange->threads;
    if (thread->after != NULL)
        thread->after->before = thread;
    exchange->threads = thread;
    return thread;
}

static void give_up_ask(struct exchange_thread *thread)
{
    struct exchange *exchange = thread->exchange;
    switch (thread->state) {
    case ASK_WAITING:
        queue_remove(&thread->lane->waiting, thread);
        exchange->counts.waiting--;
        break;
    case ASK_RETRYING:
        loop_cancel(thread->timer);
        exchange->counts.between_retries--;
        break;
    case ASK_READY:
        queue_remove(&exchange->ready, thread);
        if (thread->answer_arena != NULL)
            arena_release(thread->answer_arena);
        free(thread->answer_arena);
        break;
    case ASK_IN_FLIGHT:
        attempt_cancel(thread);
        break;
    case ASK_HELD:
        queue_remove(&exchange->held, thread);
        break;
    case ASK_IDLE:
        break;
    }
    thread->state = ASK_IDLE;
    thread->timer = NULL;
    thread->answer_arena = NULL;
}

void exchange_thread_free(struct exchange_thread *thread)
{
    if (thread == NULL)
        return;
    struct exchange *exchange = thread->exchange;
    give_up_ask(thread);
    if (thread->before != NULL)
        thread->before->after = thread->after;
    else
        exchange->threads = thread->after;
    if (thread->after != NULL)
        thread->after->before = thread->before;
    char *texts;
    memcpy(&texts, &thread->name.ptr, sizeof texts);
    free(texts);
    prompt_give_back(exchange, thread->prompt);
    buf_release(&thread->body);
    buf_release(&thread->left_out);
    VEC_RELEASE(&thread->added);
    free(thread);
    sync_at_end(exchange);
    exchange_pump(exchange);
}

void exchange_thread_add(struct exchange_thread *thread, bool from_model, struct str content)
{
    struct added one = {.from_model = from_model};
    thread->key = tape_key_next(&thread->key, from_model, content);
    size_t start = wire_add(thread->endpoint, from_model, content, &thread->body), end = thread->body.len - 1;
    one.left_out = start == 0;
    if (one.left_out) {
        struct json_writer w;
        start = thread->left_out.len;
        json_writer_init(&w, &thread->left_out, 0);
        json_put_string(&w, NULL, content);
        end = thread->left_out.len;
    }
    one.start = (uint32_t)start;
    one.len = (uint32_t)(end - start);
    VEC_PUSH(&thread->added, one);
}

/* ---- asking ---- */

static bool answer_from_tape(struct exchange_thread *thread)
{
    struct exchange *exchange = thread->exchange;
    if (exchange->tape == NULL || !tape_has(exchange->tape, &thread->key))
        return false;
    struct error err = {0};
    struct tape_line line;
    struct arena *arena = heap_arena();
    size_t count;
    const struct tape_message *messages = thread_messages(thread, arena, &count);
    enum tape_found found = tape_find(exchange->tape, &thread->key, messages, count, arena, &line, &err);
    struct exchange_reply reply = {.ended_by = ENDED_ERROR};
    if (found == TAPE_HIT) {
        exchange_fill_reply(arena, &line.reply, &reply);
        reply.from_tape = true;
        reply.attempts = line.attempt;
        reply.latency_ms = line.latency_ms;
        exchange->counts.from_tape++;
        exchange_count_reply(exchange, thread->endpoint, line.reply.usage, true);
    } else {
        reply.why = str_from(arena_printf(arena, "%s: %s", err.path, err.message));
    }
    exchange_answer_soon(thread, &reply, arena);
    return true;
}

void exchange_ask(struct exchange_thread *thread, exchange_done *done, void *context)
{
    struct exchange *exchange = thread->exchange;
    thread->done = done;
    thread->context = context;
    thread->turn++;
    thread->attempt = thread->slow_downs = 0;
    exchange->counts.asked++;
    if (answer_from_tape(thread))
        return;
    char why[512];
    if (exchange->options.offline) {
        snprintf(why, sizeof why, "offline: the tape holds no reply for %.*s, turn %zu; run it once without --offline",
                 (int)(thread->name.len < 300 ? thread->name.len : 300), thread->name.ptr, thread->turn);
        exchange_refuse(thread, ENDED_ERROR, why);
    } else if (thread->body.overflow || thread->left_out.overflow) {
        snprintf(why, sizeof why, "the conversation has grown beyond %d MiB", HISTORY_CEILING >> 20);
        exchange_refuse(thread, ENDED_ERROR, why);
    } else if (exchange->draining) {
        exchange_refuse(thread, exchange->drained_by, exchange->drained_why);
    } else if (thread->lane->dead_why[0] != '\0') {
        exchange_refuse(thread, ENDED_ERROR, thread->lane->dead_why);
    } else {
        exchange_enqueue(thread, false);
        exchange_pump(exchange);
    }
}

/* ---- stopping ---- */

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
            give_up_ask(thread);
            exchange_refuse(thread, by, why);
        }
    }
}

void exchange_refuse_lane(struct exchange *exchange, struct lane *lane)
{
    for (struct exchange_thread *thread = exchange->threads; thread != NULL; thread = thread->after) {
        if (thread->lane == lane && (thread->state == ASK_WAITING || thread->state == ASK_RETRYING)) {
            give_up_ask(thread);
            exchange_refuse(thread, ENDED_ERROR, lane->dead_why);
        }
    }
}

void exchange_drain(struct exchange *exchange)
{
    exchange_stop(exchange, ENDED_ERROR, "interrupted");
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

/* ---- opening and closing ---- */

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
    deliver(exchange);
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
