/* One party of a conversation: what it is told, and what it asks. */
#include "exchange/exchange_inner.h"
#include "syntax/json_writer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    HISTORY_CEILING = 64 << 20, /* bytes of one request */
    ROOM_FOR_TALK = 1 << 10,    /* bytes of some three turns */
};

struct exchange_thread *exchange_thread_new(struct exchange *exchange, const struct endpoint *endpoint,
                                            struct str system, struct str scenario, uint32_t repeat, struct str name)
{
    struct exchange_thread *thread = memory_alloc(sizeof *thread);
    char *texts = memory_alloc(name.len + 1);
    memcpy(texts, name.ptr != NULL ? name.ptr : "", name.len);
    thread->exchange = exchange;
    thread->lane = exchange_lane(exchange, endpoint);
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

void thread_give_up(struct exchange_thread *thread)
{
    struct exchange *exchange = thread->exchange;
    switch (thread->state) {
    case ASK_WAITING:
        queue_remove(&thread->lane->waiting, thread);
        break;
    case ASK_RETRYING:
        loop_cancel(thread->timer);
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
    thread_give_up(thread);
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

const struct tape_message *thread_messages(const struct exchange_thread *thread, struct arena *arena, size_t *count)
{
    struct tape_message *messages = arena_array(arena, thread->added.count + 1, sizeof *messages);
    size_t n = 0;
    if (thread->prev.hex[0] == '\0')
        messages[n++] = (struct tape_message){"system", thread->prompt->text, thread->prompt->quoted};
    for (size_t i = 0; i < thread->added.count; i++) {
        struct added one = thread->added.items[i];
        struct str in = buf_str(one.left_out ? &thread->left_out : &thread->body);
        messages[n++] = (struct tape_message){.role = one.from_model ? "assistant" : "user",
                                              .quoted = str_slice(in, one.start, one.start + one.len)};
    }
    *count = n;
    return messages;
}

static bool answer_from_tape(struct exchange_thread *thread)
{
    struct exchange *exchange = thread->exchange;
    if (exchange->tape == NULL || !tape_has(exchange->tape, &thread->key))
        return false;
    struct error err = {0};
    struct tape_line line;
    struct arena *arena = exchange_answer_arena();
    size_t count;
    const struct tape_message *messages = thread_messages(thread, arena, &count);
    enum tape_found found = tape_find(exchange->tape, &thread->key, messages, count, arena, &line, &err);
    struct exchange_reply reply = {.ended_by = ENDED_ERROR};
    if (found == TAPE_HIT) {
        exchange_fill_reply(arena, &line.reply, &reply);
        reply.from_tape = true;
        reply.latency_ms = line.latency_ms;
        exchange->counts.from_tape++;
        exchange_count_reply(thread, &line.reply);
    } else {
        reply.tape_edited = true;
        reply.why = str_from(arena_printf(arena, "%s:%zu: %s", err.path, err.line, err.message));
    }
    exchange_answer_soon(thread, &reply, arena);
    return true;
}

void exchange_thread_replay(struct exchange_thread *thread)
{
    thread->replay = true;
}

static void miss_on_tape(struct exchange_thread *thread)
{
    struct arena *arena = exchange_answer_arena();
    struct exchange_reply reply = {
        .ended_by = ENDED_ERROR,
        .tape_lacks = true,
        .why = str_from(arena_printf(arena,
                                     "the tape no longer holds the reply for %.*s, turn %zu: a line was lost, one "
                                     "before it was edited, or another version of fidelio wrote it",
                                     (int)(thread->name.len < 300 ? thread->name.len : 300), thread->name.ptr,
                                     thread->turn))};
    exchange_answer_soon(thread, &reply, arena);
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
    if (thread->replay) {
        miss_on_tape(thread);
    } else if (exchange->options.offline) {
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
