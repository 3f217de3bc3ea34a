#include "rig.h"

#include <criterion/criterion.h>
#include <string.h>

/* Asks once on each thread, all before the loop runs; each must get its reply. Frees the threads. */
static void ask_at_once(struct rig *rig, struct exchange_thread *const *threads, struct told *told, int count)
{
    int left = count;
    for (int i = 0; i < count; i++) {
        told[i] = (struct told){.rig = rig, .left = &left};
        exchange_thread_add(threads[i], false, STR("甲"));
        exchange_ask(threads[i], rig_note, &told[i]);
    }
    loop_run(rig->loop);
    for (int i = 0; i < count; i++) {
        cr_expect(told[i].reply.ok, "%s", told[i].why);
        exchange_thread_free(threads[i]);
    }
}

Test(limits, lets_no_more_than_the_limit_be_in_flight)
{
    enum { MANY = 40 };
    static const struct answer plan[] = {{200, REPLY("好"), NULL, 50}};
    static struct told told[MANY];
    struct exchange_thread *threads[MANY];
    struct rig rig;
    rig_open(&rig, plan, 1, (struct exchange_options){.in_flight = 7});
    for (uint32_t i = 0; i < MANY; i++)
        threads[i] = rig_thread(&rig, i);
    ask_at_once(&rig, threads, told, MANY);
    cr_expect_eq(rig.most_open, 7);
    cr_expect_eq(rig.requests, MANY);
    rig_close(&rig);
}

Test(limits, stops_at_the_cost_limit_and_keeps_what_it_has)
{
    static const struct answer plan[] = {{200, REPLY("好"), NULL, 0}};
    struct rig rig;
    rig_open(&rig, plan, 1, (struct exchange_options){.max_cost = 0.004});
    struct exchange_thread *threads[4];
    struct told told[4];
    for (uint32_t i = 0; i < 4; i++) {
        threads[i] = rig_thread(&rig, i);
        told[i] = rig_ask(&rig, threads[i], STR("甲"));
        exchange_thread_free(threads[i]);
    }
    cr_expect(told[0].reply.ok && told[1].reply.ok); /* 0.002 each */
    cr_expect_eq(told[2].reply.ended_by, ENDED_BUDGET);
    cr_expect_not_null(strstr(told[3].why, "--max-cost"), "%s", told[3].why);
    cr_expect_eq(rig.requests, 2);
    rig_close(&rig);
}

Test(limits, stops_at_the_cost_limit_by_an_estimate_where_no_tokens_are_told)
{
    static const struct answer plan[] = {
        {200, "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"我在开会，你说。\"}}]}", NULL, 0}};
    struct rig rig;
    struct told told;
    uint32_t asked = 0;
    for (int round = 0; round < 2; round++) { /* what is on the tape counts as it did */
        if (round == 0)
            rig_open(&rig, plan, 1, (struct exchange_options){.max_cost = 0.004});
        else
            rig_open_exchange(&rig, (struct exchange_options){.max_cost = 0.004});
        do {
            struct exchange_thread *thread = rig_thread(&rig, ++asked);
            told = rig_ask(&rig, thread, STR("甲"));
            exchange_thread_free(thread);
        } while (told.reply.ok && asked < 100);
        cr_expect(asked > 1 && asked < 20, "%u", asked);
        cr_expect_eq(told.reply.ended_by, ENDED_BUDGET);
        cr_expect_eq(exchange_counts(rig.exchange).cost, 0, "what is not known is not told");
        cr_expect_geq(exchange_counts(rig.exchange).unmetered, 1);
        rig_close_exchange(&rig);
        asked = 0;
    }
    rig_close(&rig);
}

Test(limits, stops_at_the_time_limit)
{
    static const struct answer plan[] = {{200, REPLY("好"), NULL, 0}, {200, REPLY("好"), NULL, 1300}};
    struct rig rig;
    rig_open(&rig, plan, 2, (struct exchange_options){.max_time_ms = 1000});
    struct told told[4];
    for (uint32_t i = 0; i < 4; i++) {
        struct exchange_thread *thread = rig_thread(&rig, i);
        told[i] = rig_ask(&rig, thread, STR("甲"));
        exchange_thread_free(thread);
    }
    cr_expect(told[0].reply.ok && told[1].reply.ok, "what is in flight when the time is up may end");
    cr_expect_eq(told[2].reply.ended_by, ENDED_BUDGET);
    cr_expect_not_null(strstr(told[3].why, "--max-time"), "%s", told[3].why);
    cr_expect_eq(rig.requests, 2);
    rig_close(&rig);
}

/* Repeats have endpoints of their own, which differ in the seed; the limits are the server's, so they share them. */
Test(limits, lets_endpoints_at_one_place_share_its_limits)
{
    enum { MANY = 12 };
    static const struct answer plan[] = {{200, REPLY("好"), NULL, 50}};
    static struct told told[MANY];
    struct exchange_thread *threads[MANY];
    struct endpoint endpoints[MANY];
    struct rig rig;
    rig_open(&rig, plan, 1, (struct exchange_options){.in_flight = 10});
    for (uint32_t i = 0; i < MANY; i++) {
        endpoints[i] = rig.endpoint;
        endpoints[i].in_flight = 2;
        endpoints[i].has_seed = true;
        endpoints[i].seed = i;
        threads[i] = exchange_thread_new(rig.exchange, &endpoints[i], STR("p"), STR("s"), i, STR("n"));
    }
    ask_at_once(&rig, threads, told, MANY);
    cr_expect_eq(rig.most_open, 2);
    cr_expect_not_null(strstr(rig.last_body, "\"seed\":11"), "each with its own seed: %s", rig.last_body);
    rig_close(&rig);
}

Test(limits, keeps_to_requests_a_minute)
{
    enum { MANY = 6 };
    static const struct answer plan[] = {{200, REPLY("好"), NULL, 0}};
    static struct told told[MANY];
    struct exchange_thread *threads[MANY];
    struct rig rig;
    uint64_t start = loop_now_us(); /* before the loop has its time, from which requests are counted */
    rig_open(&rig, plan, 1, (struct exchange_options){0});
    rig.endpoint.requests_per_minute = 120; /* one in half a second */
    for (uint32_t i = 0; i < MANY; i++)
        threads[i] = rig_thread(&rig, i);
    ask_at_once(&rig, threads, told, MANY);
    uint64_t took_ms = (loop_now_us() - start) / 1000;
    cr_expect(took_ms >= 2400 && took_ms < 4900, "%zu ms", (size_t)took_ms); /* 5000 with half as many a minute */
    rig_close(&rig);
}
