#include "rig.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

Test(exchange, sends_the_history_and_gives_back_the_reply)
{
    static const struct answer plan[] = {{200, REPLY("喂，\\n你好"), NULL, 0}, {200, REPLY("再见"), NULL, 0}};
    struct rig rig;
    rig_open(&rig, plan, 2, (struct exchange_options){0});
    struct exchange_thread *thread = rig_thread(&rig, 1);
    struct told told = rig_ask(&rig, thread, STR("您好"));
    cr_expect(told.reply.ok, "%s", told.why);
    cr_expect_str_eq(told.content, "喂，\n你好");
    cr_expect_eq(told.reply.finish, FINISH_STOP);
    cr_expect_eq(told.reply.usage.prompt_tokens, 100);
    cr_expect_str_eq(
        rig.last_body,
        "{\"model\":\"m-1\",\"messages\":[{\"role\":\"system\",\"content\":\"你是张强。\\n\\\"回答\\\"简短。\"},"
        "{\"role\":\"user\",\"content\":\"您好\"}]}");
    exchange_thread_add(thread, true, STR("喂，\n你好"));
    told = rig_ask(&rig, thread, STR("再见"));
    cr_expect_str_eq(told.content, "再见");
    cr_expect_not_null(strstr(
        rig.last_body, "{\"role\":\"user\",\"content\":\"您好\"},{\"role\":\"assistant\",\"content\":\"喂，\\n你好\"},"
                       "{\"role\":\"user\",\"content\":\"再见\"}]}"));
    struct exchange_counts counts = exchange_counts(rig.exchange);
    cr_expect_eq(counts.succeeded, 2);
    cr_expect_float_eq(counts.cost, 2 * (100 * 10 + 10 * 100) / 1e6, 1e-12);
    exchange_thread_free(thread);
    rig_close(&rig);
}

Test(exchange, answers_what_waits_when_it_is_drained_and_closed)
{
    static const struct answer plan[] = {{200, REPLY("好"), NULL, 2000}};
    struct rig rig;
    int left = 1000;
    rig_open(&rig, plan, 1, (struct exchange_options){.in_flight = 1});
    struct told one = {.rig = &rig, .left = &left}, two = one;
    struct exchange_thread *first = rig_thread(&rig, 1), *second = rig_thread(&rig, 2);
    exchange_ask(first, rig_note, &one);
    exchange_ask(second, rig_note, &two);
    loop_after(rig.loop, 30, (void (*)(void *))loop_stop, rig.loop);
    loop_run(rig.loop);
    exchange_drain(rig.exchange);
    loop_after(rig.loop, 30, (void (*)(void *))loop_stop, rig.loop);
    loop_run(rig.loop);
    cr_expect_eq(two.count, 1);
    cr_expect_str_eq(two.why, "interrupted");
    cr_expect_eq(one.count, 0);
    rig_close_exchange(&rig);
    cr_expect_eq(one.count, 1);
    cr_expect_str_eq(one.why, "interrupted");
    rig_close(&rig);
}

Test(exchange, may_be_freed_while_it_is_asked)
{
    static const struct answer plan[] = {{200, REPLY("好"), NULL, 2000}};
    struct rig rig;
    rig_open(&rig, plan, 1, (struct exchange_options){.in_flight = 1});
    struct told one = {.rig = &rig}, two = one;
    struct exchange_thread *first = rig_thread(&rig, 1), *second = rig_thread(&rig, 2);
    exchange_ask(first, rig_note, &one);
    exchange_ask(second, rig_note, &two);
    loop_after(rig.loop, 30, (void (*)(void *))loop_stop, rig.loop);
    loop_run(rig.loop);
    exchange_thread_free(first); /* in flight */
    exchange_thread_free(second);
    cr_expect_eq(one.count + two.count, 0);
    cr_expect_eq(exchange_counts(rig.exchange).in_flight, 0);
    rig_close(&rig);
}

Test(exchange, keeps_the_key_out_of_tape_and_messages)
{
    static const char key[] = "sk-very-secret-0123456789";
    static const struct answer plan[] = {
        {500, "{\"error\":{\"message\":\"your key sk-very-secret-0123456789 is fine\"}}", NULL, 0},
        {200, REPLY("sk-very-secret-0123456789"), NULL, 0}};
    struct rig rig;
    rig_open(&rig, plan, 2, (struct exchange_options){0});
    rig.endpoint.api_key_env = STR("FIDELIO_TEST_KEY");
    setenv("FIDELIO_TEST_KEY", key, 1);
    struct told told = rig_ask_once(&rig, STR("甲"));
    cr_expect(told.reply.ok, "%s", told.why);
    cr_expect_str_eq(rig.last_key, "Bearer sk-very-secret-0123456789");
    cr_expect_str_eq(told.content, "*************************");
    cr_expect_eq(rig_tape_count(&rig, key), 0);
    cr_expect_eq(rig_tape_count(&rig, "your key ****"), 1);
    rig_close(&rig);
}

Test(exchange, says_which_variable_lacks_the_key)
{
    static const struct answer plan[] = {{200, REPLY("好"), NULL, 0}};
    struct rig rig;
    rig_open(&rig, plan, 1, (struct exchange_options){0});
    rig.endpoint.api_key_env = STR("FIDELIO_TEST_NO_SUCH_KEY");
    struct told told = rig_ask_once(&rig, STR("甲"));
    cr_expect_not(told.reply.ok);
    cr_expect_not_null(strstr(told.why, "FIDELIO_TEST_NO_SUCH_KEY"), "%s", told.why);
    cr_expect_eq(rig.requests, 0);
    rig_close(&rig);
}

Test(exchange, splits_thoughts_from_speech)
{
    static const struct answer plan[] = {{200, REPLY("<think>嗯</think>\\n你好"), NULL, 0}};
    struct rig rig;
    rig_open(&rig, plan, 1, (struct exchange_options){0});
    struct told told = rig_ask_once(&rig, STR("甲"));
    cr_expect_str_eq(told.content, "你好");
    cr_expect_str_eq(told.reasoning, "嗯");
    cr_expect(told.reply.reasoning_in_content);
    rig_close(&rig);
}

Test(exchange, answers_silence_with_an_empty_reply)
{
    static const struct answer plan[] = {{200,
                                          "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":null,"
                                          "\"reasoning_content\":\"x\"},\"finish_reason\":\"length\"}]}",
                                          NULL, 0}};
    struct rig rig;
    rig_open(&rig, plan, 1, (struct exchange_options){0});
    struct told told = rig_ask_once(&rig, STR("甲"));
    cr_expect(told.reply.ok, "%s", told.why);
    cr_expect_str_eq(told.content, "");
    cr_expect_str_eq(told.reasoning, "x");
    cr_expect_eq(told.reply.finish, FINISH_LENGTH);
    rig_close(&rig);
}

Test(exchange, reads_a_stream_and_keeps_its_usage)
{
    static const char stream[] =
        "data: {\"model\":\"m-9\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"喂，\"}}]}\n\n"
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"你好\"},\"finish_reason\":\"stop\"}]}\n\n"
        "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4}}\n\ndata: [DONE]\n\n";
    static const struct answer plan[] = {{200, stream, NULL, 0}};
    struct rig rig;
    rig_open(&rig, plan, 1, (struct exchange_options){0});
    rig.endpoint.stream = true;
    rig.event_stream = true;
    struct told told = rig_ask_once(&rig, STR("甲"));
    cr_expect(told.reply.ok, "%s", told.why);
    cr_expect_str_eq(told.content, "喂，你好");
    cr_expect_eq(told.reply.usage.completion_tokens, 4);
    cr_expect_not_null(strstr(rig.last_body, "\"include_usage\":true"));
    rig_close(&rig);
}
