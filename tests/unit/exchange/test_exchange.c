#include "exchange/exchange.h"
#include "net/httpd.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A server that plays a plan: the n-th request gets the n-th answer, those after the last one the last. */
struct answer {
    unsigned status;
    const char *body; /* NULL: the connection is dropped */
    const char *retry_after;
    uint64_t delay_ms;
};

struct stage {
    struct loop *loop;
    struct httpd *httpd;
    char folder[64], tape_path[96], base_url[64];
    struct tape *tape;
    struct exchange *exchange;
    struct endpoint endpoint;
    const struct answer *plan;
    size_t plan_count, requests;
    char last_body[65536], last_key[128];
    size_t most_open;
    bool event_stream;
};

#define REPLY(text)                                                                                                    \
    "{\"id\":\"c1\",\"model\":\"m-1\",\"system_fingerprint\":\"fp\",\"choices\":[{\"index\":0,\"message\":{\"role\":"  \
    "\"assistant\","                                                                                                   \
    "\"content\":\"" text                                                                                              \
    "\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":100,\"completion_tokens\":10}}"

static void serve(struct httpd_request *request, void *context)
{
    struct stage *stage = context;
    size_t number = stage->requests++;
    const struct answer *answer = &stage->plan[number < stage->plan_count ? number : stage->plan_count - 1];
    struct str body = httpd_body(request), key = httpd_header(request, "authorization");
    snprintf(stage->last_body, sizeof stage->last_body, "%.*s", STR_FORMAT(body));
    snprintf(stage->last_key, sizeof stage->last_key, "%.*s", STR_FORMAT(key));
    const char *headers[] = {"Content-Type", stage->event_stream ? "text/event-stream" : "application/json",
                             "Retry-After", answer->retry_after, NULL};
    if (answer->retry_after == NULL)
        headers[2] = NULL;
    size_t open_now = httpd_open_requests(stage->httpd);
    stage->most_open = open_now > stage->most_open ? open_now : stage->most_open;
    if (answer->body == NULL)
        httpd_drop(request);
    else
        httpd_answer(request, answer->status, headers, str_from(answer->body), answer->delay_ms);
}

static void open_exchange(struct stage *stage, struct exchange_options options)
{
    struct error err = {0};
    options.backoff_ms = options.backoff_ms > 0 ? options.backoff_ms : 5;
    stage->tape = tape_open(stage->tape_path, options.offline, false, NULL, &err);
    cr_assert_not_null(stage->tape, "%s", err.message);
    stage->exchange = exchange_open(stage->loop, stage->tape, &options, &err);
    cr_assert_not_null(stage->exchange, "%s", err.message);
}

static void close_exchange(struct stage *stage)
{
    exchange_close(stage->exchange);
    tape_close(stage->tape);
    stage->exchange = NULL;
    stage->tape = NULL;
}

static void open_stage(struct stage *stage, const struct answer *plan, size_t count, struct exchange_options options)
{
    struct error err = {0};
    memset(stage, 0, sizeof *stage);
    stage->plan = plan;
    stage->plan_count = count;
    stage->loop = loop_new(&err);
    stage->httpd = httpd_open(stage->loop, 0, 1 << 20, serve, stage, &err);
    cr_assert_not_null(stage->httpd, "%s", err.message);
    snprintf(stage->folder, sizeof stage->folder, "/tmp/fidelio-test-XXXXXX");
    cr_assert_not_null(mkdtemp(stage->folder));
    snprintf(stage->tape_path, sizeof stage->tape_path, "%s/tape.jsonl", stage->folder);
    snprintf(stage->base_url, sizeof stage->base_url, "http://127.0.0.1:%u/v1", (unsigned)httpd_port(stage->httpd));
    endpoint_init(&stage->endpoint);
    stage->endpoint.name = STR("m");
    stage->endpoint.model = STR("m-1");
    stage->endpoint.base_url = str_from(stage->base_url);
    stage->endpoint.price_in = 10;
    stage->endpoint.price_out = 100;
    open_exchange(stage, options);
}

static void close_stage(struct stage *stage)
{
    if (stage->exchange != NULL)
        close_exchange(stage);
    httpd_close(stage->httpd);
    loop_free(stage->loop);
    unlink(stage->tape_path);
    rmdir(stage->folder);
}

struct told {
    struct stage *stage;
    struct exchange_thread *thread;
    struct exchange_reply reply; /* texts below */
    char content[4096], why[1024], reasoning[256];
    int count;
    int *left; /* of a crowd; NULL = stop the loop after this one */
};

static void note(const struct exchange_reply *reply, void *context)
{
    struct told *told = context;
    told->reply = *reply;
    told->count++;
    snprintf(told->content, sizeof told->content, "%.*s", STR_FORMAT(reply->content));
    snprintf(told->why, sizeof told->why, "%.*s", STR_FORMAT(reply->why));
    snprintf(told->reasoning, sizeof told->reasoning, "%.*s", STR_FORMAT(reply->reasoning));
    if (told->left == NULL || --*told->left == 0)
        loop_stop(told->stage->loop);
}

static struct exchange_thread *start_thread(struct stage *stage, uint32_t repeat)
{
    return exchange_thread_new(stage->exchange, &stage->endpoint, STR("你是张强。\n\"回答\"简短。"), STR("scenario"),
                               repeat, STR("scenario/m/1"));
}

static struct told ask(struct stage *stage, struct exchange_thread *thread, struct str text)
{
    struct told told = {.stage = stage};
    if (text.len > 0)
        exchange_thread_add(thread, false, text);
    exchange_ask(thread, note, &told);
    cr_expect_eq(told.count, 0, "done was called before exchange_ask returned");
    loop_run(stage->loop);
    cr_expect_eq(told.count, 1);
    return told;
}

static struct told ask_once(struct stage *stage, struct str text)
{
    struct exchange_thread *thread = start_thread(stage, 1);
    struct told told = ask(stage, thread, text);
    exchange_thread_free(thread);
    return told;
}

static size_t tape_text(struct stage *stage, char *into, size_t room)
{
    FILE *file = fopen(stage->tape_path, "rb");
    size_t len = fread(into, 1, room - 1, file);
    into[len] = '\0';
    fclose(file);
    return len;
}

static size_t count_of(const char *text, const char *needle)
{
    size_t count = 0;
    for (const char *at = text; (at = strstr(at, needle)) != NULL; at++)
        count++;
    return count;
}

Test(exchange, sends_the_history_and_gives_back_the_reply)
{
    static const struct answer plan[] = {{200, REPLY("喂，\\n你好"), NULL, 0}, {200, REPLY("再见"), NULL, 0}};
    struct stage stage;
    open_stage(&stage, plan, 2, (struct exchange_options){0});
    struct exchange_thread *thread = start_thread(&stage, 1);
    struct told told = ask(&stage, thread, STR("您好"));
    cr_expect(told.reply.ok, "%s", told.why);
    cr_expect_str_eq(told.content, "喂，\n你好");
    cr_expect_eq(told.reply.finish, FINISH_STOP);
    cr_expect_eq(told.reply.usage.prompt_tokens, 100);
    cr_expect_str_eq(
        stage.last_body,
        "{\"model\":\"m-1\",\"messages\":[{\"role\":\"system\",\"content\":\"你是张强。\\n\\\"回答\\\"简短。\"},"
        "{\"role\":\"user\",\"content\":\"您好\"}]}");
    exchange_thread_add(thread, true, STR("喂，\n你好"));
    told = ask(&stage, thread, STR("再见"));
    cr_expect_str_eq(told.content, "再见");
    cr_expect_not_null(
        strstr(stage.last_body,
               "{\"role\":\"user\",\"content\":\"您好\"},{\"role\":\"assistant\",\"content\":\"喂，\\n你好\"},"
               "{\"role\":\"user\",\"content\":\"再见\"}]}"));
    struct exchange_counts counts = exchange_counts(stage.exchange);
    cr_expect_eq(counts.succeeded, 2);
    cr_expect_float_eq(counts.cost, 2 * (100 * 10 + 10 * 100) / 1e6, 1e-12);
    exchange_thread_free(thread);
    close_stage(&stage);
}

Test(exchange, asks_nothing_twice_when_the_tape_has_it)
{
    static const struct answer plan[] = {{200, REPLY("一"), NULL, 0}, {200, REPLY("二"), NULL, 0}};
    struct stage stage;
    open_stage(&stage, plan, 2, (struct exchange_options){0});
    for (int round = 0; round < 3; round++) {
        struct exchange_thread *thread = start_thread(&stage, 1);
        struct told told = ask(&stage, thread, STR("甲"));
        cr_expect_str_eq(told.content, "一");
        exchange_thread_add(thread, true, STR("一"));
        told = ask(&stage, thread, STR("乙"));
        cr_expect_str_eq(told.content, "二");
        cr_expect_eq(told.reply.from_tape, round > 0);
        exchange_thread_free(thread);
        if (round == 1) {
            close_exchange(&stage);
            open_exchange(&stage, (struct exchange_options){.offline = true});
        }
    }
    cr_expect_eq(stage.requests, 2);
    cr_expect_eq(exchange_counts(stage.exchange).from_tape, 2);
    close_stage(&stage);
}

/* Anthropic's wire refuses an empty message: it is not sent, and the tape tells it all the same. */
Test(exchange, records_what_a_wire_leaves_out)
{
    static const struct answer plan[] = {{200, "{\"content\":[{\"type\":\"text\",\"text\":\"在吗\"}]}", NULL, 0}};
    struct stage stage;
    char text[65536];
    open_stage(&stage, plan, 1, (struct exchange_options){0});
    stage.endpoint.wire = WIRE_ANTHROPIC_MESSAGES;
    for (int round = 0; round < 2; round++) {
        struct exchange_thread *thread = start_thread(&stage, 1);
        exchange_thread_add(thread, false, STR("您\n好"));
        exchange_thread_add(thread, true, STR(""));
        struct told told = ask(&stage, thread, STR(" "));
        cr_expect(told.reply.ok && told.reply.from_tape == (round > 0), "%s", told.why);
        exchange_thread_add(thread, true, STR("在吗"));
        told = ask(&stage, thread, STR(""));
        cr_expect(told.reply.ok && told.reply.from_tape == (round > 0), "%s", told.why);
        exchange_thread_free(thread);
    }
    cr_expect_eq(stage.requests, 2);
    cr_expect_not_null(strstr(stage.last_body, "\"messages\":[{\"role\":\"user\",\"content\":\"您\\n好\"},"
                                               "{\"role\":\"assistant\",\"content\":\"在吗\"}]"));
    tape_text(&stage, text, sizeof text);
    cr_expect_not_null(strstr(text, "{\"role\":\"user\",\"content\":\"您\\n好\"},"
                                    "{\"role\":\"assistant\",\"content\":\"\"},"
                                    "{\"role\":\"user\",\"content\":\" \"}]"));
    close_stage(&stage);
}

Test(exchange, keeps_repeats_apart)
{
    static const struct answer plan[] = {{200, REPLY("一"), NULL, 0}, {200, REPLY("二"), NULL, 0}};
    struct stage stage;
    open_stage(&stage, plan, 2, (struct exchange_options){0});
    for (uint32_t repeat = 1; repeat <= 2; repeat++) {
        struct exchange_thread *thread = start_thread(&stage, repeat);
        cr_expect_str_eq(ask(&stage, thread, STR("甲")).content, repeat == 1 ? "一" : "二");
        exchange_thread_free(thread);
    }
    cr_expect_eq(stage.requests, 2);
    close_stage(&stage);
}

Test(exchange, offline_names_conversation_and_turn_of_a_miss)
{
    static const struct answer plan[] = {{200, REPLY("一"), NULL, 0}};
    struct stage stage;
    open_stage(&stage, plan, 1, (struct exchange_options){0});
    ask_once(&stage, STR("甲"));
    close_exchange(&stage);
    open_exchange(&stage, (struct exchange_options){.offline = true});
    struct told told = ask_once(&stage, STR("丙"));
    cr_expect_not(told.reply.ok);
    cr_expect_eq(told.reply.ended_by, ENDED_ERROR);
    cr_expect_not_null(strstr(told.why, "scenario/m/1, turn 1"), "%s", told.why);
    cr_expect_eq(stage.requests, 1);
    close_stage(&stage);
}

Test(exchange, retries_what_may_be_gone_next_time)
{
    static const struct answer plan[] = {{500, "{}", NULL, 0},     {503, "oops", NULL, 0}, {200, NULL, NULL, 0},
                                         {200, "{\"cho", NULL, 0}, {529, "{}", NULL, 0},   {200, REPLY("好"), NULL, 0}};
    struct stage stage;
    char text[65536];
    open_stage(&stage, plan, 6, (struct exchange_options){0});
    struct told told = ask_once(&stage, STR("甲"));
    cr_expect(told.reply.ok, "%s", told.why);
    cr_expect_eq(told.reply.attempts, 6);
    cr_expect_eq(stage.requests, 6);
    tape_text(&stage, text, sizeof text);
    cr_expect_eq(count_of(text, "\"kind\":\"failure\""), 5);
    cr_expect_eq(count_of(text, "\"kind\":\"reply\""), 1);
    cr_expect_eq(exchange_counts(stage.exchange).retried, 5);
    cr_expect_eq(exchange_counts(stage.exchange).rate_limited, 1);
    close_stage(&stage);
}

Test(exchange, gives_up_after_its_retries_and_says_why)
{
    static const struct answer plan[] = {{500, "{\"error\":{\"message\":\"boom\\u001b[31m\"}}", NULL, 0}};
    struct stage stage;
    open_stage(&stage, plan, 1, (struct exchange_options){.retries = 2});
    struct told told = ask_once(&stage, STR("甲"));
    cr_expect_not(told.reply.ok);
    cr_expect_eq(told.reply.ended_by, ENDED_ERROR);
    cr_expect_eq(stage.requests, 3);
    cr_expect_not_null(strstr(told.why, "500"), "%s", told.why);
    cr_expect_not_null(strstr(told.why, "boom"), "%s", told.why);
    cr_expect_not_null(strstr(told.why, "3 attempts"), "%s", told.why);
    cr_expect_null(strchr(told.why, '\x1b'));
    close_stage(&stage);
}

Test(exchange, does_not_retry_what_stays_wrong)
{
    static const unsigned statuses[] = {400, 401, 403, 404, 413, 302};
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++) {
        struct answer plan[] = {{statuses[i], "{\"error\":{\"message\":\"no\"}}", NULL, 0}};
        struct stage stage;
        open_stage(&stage, plan, 1, (struct exchange_options){0});
        struct told told = ask_once(&stage, STR("甲"));
        cr_expect_not(told.reply.ok);
        cr_expect_eq(stage.requests, 1, "status %u was asked %zu times", statuses[i], stage.requests);
        close_stage(&stage);
    }
}

Test(exchange, waits_as_long_as_retry_after_says)
{
    static const struct answer plan[] = {{429, "{}", "1", 0}, {200, REPLY("好"), NULL, 0}};
    struct stage stage;
    open_stage(&stage, plan, 2, (struct exchange_options){0});
    uint64_t start = loop_now_us();
    struct told told = ask_once(&stage, STR("甲"));
    cr_expect(told.reply.ok, "%s", told.why);
    cr_expect_geq(loop_now_us() - start, 990000);
    close_stage(&stage);
}

Test(exchange, does_not_wait_for_hours)
{
    static const struct answer plan[] = {{429, "{}", "7200", 0}};
    struct stage stage;
    open_stage(&stage, plan, 1, (struct exchange_options){0});
    struct told told = ask_once(&stage, STR("甲"));
    cr_expect_not(told.reply.ok);
    cr_expect_not_null(strstr(told.why, "7200 s"), "%s", told.why);
    cr_expect_eq(stage.requests, 1);
    close_stage(&stage);
}

Test(exchange, says_at_once_what_every_request_would_meet)
{
    static const struct answer plan[] = {{401, "{\"error\":{\"message\":\"bad key\"}}", NULL, 0}};
    struct stage stage;
    open_stage(&stage, plan, 1, (struct exchange_options){0});
    for (int i = 0; i < 5; i++) {
        struct told told = ask_once(&stage, STR("甲"));
        cr_expect_not_null(strstr(told.why, "bad key"), "%s", told.why);
    }
    cr_expect_eq(stage.requests, 1);
    close_stage(&stage);
}

Test(exchange, lets_no_more_than_the_limit_be_in_flight)
{
    enum { MANY = 40 };
    static const struct answer plan[] = {{200, REPLY("好"), NULL, 15}};
    static struct told told[MANY];
    struct exchange_thread *threads[MANY];
    struct stage stage;
    int left = MANY;
    open_stage(&stage, plan, 1, (struct exchange_options){.in_flight = 7});
    for (uint32_t i = 0; i < MANY; i++) {
        told[i] = (struct told){.stage = &stage, .left = &left};
        threads[i] = start_thread(&stage, i);
        exchange_thread_add(threads[i], false, STR("甲"));
        exchange_ask(threads[i], note, &told[i]);
    }
    loop_run(stage.loop);
    for (size_t i = 0; i < MANY; i++) {
        cr_expect(told[i].reply.ok);
        exchange_thread_free(threads[i]);
    }
    cr_expect_eq(stage.most_open, 7);
    cr_expect_eq(stage.requests, MANY);
    close_stage(&stage);
}

Test(exchange, stops_at_the_cost_limit_and_keeps_what_it_has)
{
    static const struct answer plan[] = {{200, REPLY("好"), NULL, 0}};
    struct stage stage;
    open_stage(&stage, plan, 1, (struct exchange_options){.max_cost = 0.004});
    struct exchange_thread *threads[4];
    struct told told[4];
    for (uint32_t i = 0; i < 4; i++) {
        threads[i] = start_thread(&stage, i);
        told[i] = ask(&stage, threads[i], STR("甲"));
        exchange_thread_free(threads[i]);
    }
    cr_expect(told[0].reply.ok && told[1].reply.ok); /* 0.002 each */
    cr_expect_eq(told[2].reply.ended_by, ENDED_BUDGET);
    cr_expect_not_null(strstr(told[3].why, "--max-cost"), "%s", told[3].why);
    cr_expect_eq(stage.requests, 2);
    close_stage(&stage);
}

Test(exchange, answers_what_waits_when_it_is_drained_and_closed)
{
    static const struct answer plan[] = {{200, REPLY("好"), NULL, 2000}};
    struct stage stage;
    int left = 1000;
    open_stage(&stage, plan, 1, (struct exchange_options){.in_flight = 1});
    struct told one = {.stage = &stage, .left = &left}, two = one;
    struct exchange_thread *first = start_thread(&stage, 1), *second = start_thread(&stage, 2);
    exchange_ask(first, note, &one);
    exchange_ask(second, note, &two);
    loop_after(stage.loop, 30, (void (*)(void *))loop_stop, stage.loop);
    loop_run(stage.loop);
    exchange_drain(stage.exchange);
    loop_after(stage.loop, 30, (void (*)(void *))loop_stop, stage.loop);
    loop_run(stage.loop);
    cr_expect_eq(two.count, 1);
    cr_expect_str_eq(two.why, "interrupted");
    cr_expect_eq(one.count, 0);
    close_exchange(&stage);
    cr_expect_eq(one.count, 1);
    cr_expect_str_eq(one.why, "interrupted");
    close_stage(&stage);
}

Test(exchange, may_be_freed_while_it_is_asked)
{
    static const struct answer plan[] = {{200, REPLY("好"), NULL, 200}};
    struct stage stage;
    open_stage(&stage, plan, 1, (struct exchange_options){.in_flight = 1});
    struct told one = {.stage = &stage}, two = one;
    struct exchange_thread *first = start_thread(&stage, 1), *second = start_thread(&stage, 2);
    exchange_ask(first, note, &one);
    exchange_ask(second, note, &two);
    loop_after(stage.loop, 30, (void (*)(void *))loop_stop, stage.loop);
    loop_run(stage.loop);
    exchange_thread_free(first); /* in flight */
    exchange_thread_free(second);
    cr_expect_eq(one.count + two.count, 0);
    cr_expect_eq(exchange_counts(stage.exchange).in_flight, 0);
    close_stage(&stage);
}

Test(exchange, keeps_the_key_out_of_tape_and_messages)
{
    static const char key[] = "sk-very-secret-0123456789";
    static const struct answer plan[] = {
        {500, "{\"error\":{\"message\":\"your key sk-very-secret-0123456789 is fine\"}}", NULL, 0},
        {200, REPLY("sk-very-secret-0123456789"), NULL, 0}};
    struct stage stage;
    char text[65536];
    open_stage(&stage, plan, 2, (struct exchange_options){0});
    stage.endpoint.api_key_env = STR("FIDELIO_TEST_KEY");
    setenv("FIDELIO_TEST_KEY", key, 1);
    struct told told = ask_once(&stage, STR("甲"));
    cr_expect(told.reply.ok, "%s", told.why);
    cr_expect_str_eq(stage.last_key, "Bearer sk-very-secret-0123456789");
    cr_expect_str_eq(told.content, "*************************");
    tape_text(&stage, text, sizeof text);
    cr_expect_null(strstr(text, key));
    cr_expect_eq(count_of(text, "your key ****"), 1);
    close_stage(&stage);
}

Test(exchange, says_which_variable_lacks_the_key)
{
    static const struct answer plan[] = {{200, REPLY("好"), NULL, 0}};
    struct stage stage;
    open_stage(&stage, plan, 1, (struct exchange_options){0});
    stage.endpoint.api_key_env = STR("FIDELIO_TEST_NO_SUCH_KEY");
    struct told told = ask_once(&stage, STR("甲"));
    cr_expect_not(told.reply.ok);
    cr_expect_not_null(strstr(told.why, "FIDELIO_TEST_NO_SUCH_KEY"), "%s", told.why);
    cr_expect_eq(stage.requests, 0);
    close_stage(&stage);
}

Test(exchange, splits_thoughts_from_speech)
{
    static const struct answer plan[] = {{200, REPLY("<think>嗯</think>\\n你好"), NULL, 0}};
    struct stage stage;
    open_stage(&stage, plan, 1, (struct exchange_options){0});
    struct told told = ask_once(&stage, STR("甲"));
    cr_expect_str_eq(told.content, "你好");
    cr_expect_str_eq(told.reasoning, "嗯");
    cr_expect(told.reply.reasoning_in_content);
    close_stage(&stage);
}

Test(exchange, answers_silence_with_an_empty_reply)
{
    static const struct answer plan[] = {{200,
                                          "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":null,"
                                          "\"reasoning_content\":\"x\"},\"finish_reason\":\"length\"}]}",
                                          NULL, 0}};
    struct stage stage;
    open_stage(&stage, plan, 1, (struct exchange_options){0});
    struct told told = ask_once(&stage, STR("甲"));
    cr_expect(told.reply.ok, "%s", told.why);
    cr_expect_str_eq(told.content, "");
    cr_expect_str_eq(told.reasoning, "x");
    cr_expect_eq(told.reply.finish, FINISH_LENGTH);
    close_stage(&stage);
}

Test(exchange, notices_an_edited_tape)
{
    static const struct answer plan[] = {{200, REPLY("一"), NULL, 0}};
    struct stage stage;
    char text[65536], command[300];
    open_stage(&stage, plan, 1, (struct exchange_options){0});
    ask_once(&stage, STR("甲"));
    close_exchange(&stage);
    snprintf(command, sizeof command, "sed -i 's/甲/乙/' %s", stage.tape_path);
    cr_assert_eq(system(command), 0);
    tape_text(&stage, text, sizeof text);
    open_exchange(&stage, (struct exchange_options){0});
    struct told told = ask_once(&stage, STR("甲"));
    cr_expect_not(told.reply.ok);
    cr_expect_not_null(strstr(told.why, "edited"), "%s", told.why);
    cr_expect_eq(stage.requests, 1);
    close_stage(&stage);
}

Test(exchange, stops_at_the_time_limit)
{
    static const struct answer plan[] = {{200, REPLY("好"), NULL, 60}};
    struct stage stage;
    open_stage(&stage, plan, 1, (struct exchange_options){.max_time_ms = 100});
    struct told told[4];
    for (uint32_t i = 0; i < 4; i++) {
        struct exchange_thread *thread = start_thread(&stage, i);
        told[i] = ask(&stage, thread, STR("甲"));
        exchange_thread_free(thread);
    }
    cr_expect(told[0].reply.ok && told[1].reply.ok, "what is in flight when the time is up may end");
    cr_expect_eq(told[2].reply.ended_by, ENDED_BUDGET);
    cr_expect_not_null(strstr(told[3].why, "--max-time"), "%s", told[3].why);
    cr_expect_eq(stage.requests, 2);
    close_stage(&stage);
}

/* Repeats have endpoints of their own, which differ in the seed; the limits are the server's, so they share them. */
Test(exchange, lets_endpoints_at_one_place_share_its_limits)
{
    enum { MANY = 12 };
    static const struct answer plan[] = {{200, REPLY("好"), NULL, 10}};
    static struct told told[MANY];
    struct exchange_thread *threads[MANY];
    struct endpoint endpoints[MANY];
    struct stage stage;
    int left = MANY;
    open_stage(&stage, plan, 1, (struct exchange_options){.in_flight = 10});
    for (uint32_t i = 0; i < MANY; i++) {
        endpoints[i] = stage.endpoint;
        endpoints[i].in_flight = 2;
        endpoints[i].has_seed = true;
        endpoints[i].seed = i;
        told[i] = (struct told){.stage = &stage, .left = &left};
        threads[i] = exchange_thread_new(stage.exchange, &endpoints[i], STR("p"), STR("s"), i, STR("n"));
        exchange_thread_add(threads[i], false, STR("甲"));
        exchange_ask(threads[i], note, &told[i]);
    }
    loop_run(stage.loop);
    for (size_t i = 0; i < MANY; i++) {
        cr_expect(told[i].reply.ok, "%s", told[i].why);
        exchange_thread_free(threads[i]);
    }
    cr_expect_eq(stage.most_open, 2);
    cr_expect_not_null(strstr(stage.last_body, "\"seed\":11"), "each with its own seed: %s", stage.last_body);
    close_stage(&stage);
}

Test(exchange, keeps_to_requests_a_minute)
{
    enum { MANY = 6 };
    static const struct answer plan[] = {{200, REPLY("好"), NULL, 0}};
    static struct told told[MANY];
    struct exchange_thread *threads[MANY];
    struct stage stage;
    int left = MANY;
    uint64_t start = loop_now_us(); /* before the loop has its time, from which requests are counted */
    open_stage(&stage, plan, 1, (struct exchange_options){0});
    stage.endpoint.requests_per_minute = 120; /* two at once, then one in half a second */
    for (uint32_t i = 0; i < MANY; i++) {
        told[i] = (struct told){.stage = &stage, .left = &left};
        threads[i] = start_thread(&stage, i);
        exchange_thread_add(threads[i], false, STR("甲"));
        exchange_ask(threads[i], note, &told[i]);
    }
    loop_run(stage.loop);
    uint64_t took_ms = (loop_now_us() - start) / 1000;
    cr_expect(took_ms >= 1900 && took_ms < 3500, "%zu ms", (size_t)took_ms);
    for (size_t i = 0; i < MANY; i++)
        exchange_thread_free(threads[i]);
    close_stage(&stage);
}

Test(exchange, reads_a_stream_and_keeps_its_usage)
{
    static const char stream[] =
        "data: {\"model\":\"m-9\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"喂，\"}}]}\n\n"
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"你好\"},\"finish_reason\":\"stop\"}]}\n\n"
        "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4}}\n\ndata: [DONE]\n\n";
    static const struct answer plan[] = {{200, stream, NULL, 0}};
    struct stage stage;
    open_stage(&stage, plan, 1, (struct exchange_options){0});
    stage.endpoint.stream = true;
    stage.event_stream = true;
    struct told told = ask_once(&stage, STR("甲"));
    cr_expect(told.reply.ok, "%s", told.why);
    cr_expect_str_eq(told.content, "喂，你好");
    cr_expect_eq(told.reply.usage.completion_tokens, 4);
    cr_expect_not_null(strstr(stage.last_body, "\"include_usage\":true"));
    close_stage(&stage);
}
