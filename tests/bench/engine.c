/* Our own exchange at the same work, recording included: each reply is on the tape before the next request. */
#include "bench.h"

#include "base/arena.h"
#include "exchange/exchange.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct engine {
    const struct load *load;
    struct result *result;
    struct loop *loop;
    struct exchange *exchange;
    struct endpoint endpoint;
    size_t started, ended;
};

struct talk {
    struct engine *engine;
    struct exchange_thread *thread;
    size_t turn;
};

static void start(struct engine *engine, struct talk *talk);

static void on_reply(const struct exchange_reply *reply, void *context)
{
    struct talk *talk = context;
    struct engine *engine = talk->engine;
    engine->result->failures += !reply->ok;
    if (reply->ok && ++talk->turn < BENCH_TURNS) {
        exchange_thread_add(talk->thread, true, reply->content);
        exchange_thread_add(talk->thread, false, str_from(bench_caller(talk->turn)));
        exchange_ask(talk->thread, on_reply, talk);
        return;
    }
    if (!reply->ok && engine->result->failures < 3)
        fprintf(stderr, "bench: %.*s\n", STR_FORMAT(reply->why));
    exchange_thread_free(talk->thread);
    engine->ended++;
    if (engine->started < engine->load->conversations)
        start(engine, talk);
    else if (engine->ended == engine->load->conversations)
        loop_stop(engine->loop);
}

static void start(struct engine *engine, struct talk *talk)
{
    char name[64];
    uint32_t number = (uint32_t)engine->started++;
    snprintf(name, sizeof name, "bench/mock/%u", (unsigned)number);
    talk->engine = engine;
    talk->turn = 0;
    talk->thread = exchange_thread_new(engine->exchange, &engine->endpoint, str_from(engine->load->prompt),
                                       STR("bench"), number, str_from(name));
    exchange_thread_add(talk->thread, false, str_from(bench_caller(0)));
    exchange_ask(talk->thread, on_reply, talk);
}

void engine_run(const struct load *load, struct result *result)
{
    struct engine engine = {.load = load, .result = result};
    struct error err = {0};
    char path[512], url[128];
    snprintf(path, sizeof path, "%s/tape.jsonl", load->folder);
    snprintf(url, sizeof url, "%s://127.0.0.1:%u/%u/%u", load->ca_file != NULL ? "https" : "http", (unsigned)load->port,
             load->latency_ms, load->jitter_ms);
    endpoint_init(&engine.endpoint);
    engine.endpoint.name = engine.endpoint.model = STR("mock");
    engine.endpoint.temperature = 0.7;
    engine.endpoint.base_url = str_from(url);
    engine.loop = loop_new(&err);
    struct tape *tape = tape_open(path, false, false, NULL, &err);
    if (engine.loop != NULL && tape != NULL)
        engine.exchange =
            exchange_open(engine.loop, tape,
                          &(struct exchange_options){.in_flight = load->in_flight, .ca_file = load->ca_file}, &err);
    if (engine.exchange == NULL) {
        fprintf(stderr, "bench: %s\n", err.message);
        exit(3);
    }
    uint64_t begin = loop_now_us();
    struct talk *talks = memory_alloc(load->in_flight * sizeof *talks);
    for (size_t i = 0; i < load->in_flight && engine.started < load->conversations; i++)
        start(&engine, &talks[i]);
    loop_run(engine.loop);
    result->requests = (size_t)exchange_counts(engine.exchange).sent;
    exchange_close(engine.exchange);
    tape_close(tape);
    result->wall_s = (double)(loop_now_us() - begin) / 1e6;
}
