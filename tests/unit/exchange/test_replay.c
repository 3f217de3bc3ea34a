#include "rig.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

Test(replay, asks_nothing_twice_when_the_tape_has_it)
{
    static const struct answer plan[] = {{200, REPLY("一"), NULL, 0}, {200, REPLY("二"), NULL, 0}};
    struct rig rig;
    rig_open(&rig, plan, 2, (struct exchange_options){0});
    for (int round = 0; round < 3; round++) {
        struct exchange_thread *thread = rig_thread(&rig, 1);
        struct told told = rig_ask(&rig, thread, STR("甲"));
        cr_expect_str_eq(told.content, "一");
        exchange_thread_add(thread, true, STR("一"));
        told = rig_ask(&rig, thread, STR("乙"));
        cr_expect_str_eq(told.content, "二");
        cr_expect_eq(told.reply.from_tape, round > 0);
        exchange_thread_free(thread);
        if (round == 1) {
            rig_close_exchange(&rig);
            rig_open_exchange(&rig, (struct exchange_options){.offline = true});
        }
    }
    cr_expect_eq(rig.requests, 2);
    cr_expect_eq(exchange_counts(rig.exchange).from_tape, 2);
    rig_close(&rig);
}

/* Anthropic's wire refuses an empty message: it is not sent, and the tape tells it all the same. */
Test(replay, records_what_a_wire_leaves_out)
{
    static const struct answer plan[] = {{200, "{\"content\":[{\"type\":\"text\",\"text\":\"在吗\"}]}", NULL, 0}};
    struct rig rig;
    rig_open(&rig, plan, 1, (struct exchange_options){0});
    rig.endpoint.wire = WIRE_ANTHROPIC_MESSAGES;
    for (int round = 0; round < 2; round++) {
        struct exchange_thread *thread = rig_thread(&rig, 1);
        exchange_thread_add(thread, false, STR("您\n好"));
        exchange_thread_add(thread, true, STR(""));
        struct told told = rig_ask(&rig, thread, STR(" "));
        cr_expect(told.reply.ok && told.reply.from_tape == (round > 0), "%s", told.why);
        exchange_thread_add(thread, true, STR("在吗"));
        told = rig_ask(&rig, thread, STR(""));
        cr_expect(told.reply.ok && told.reply.from_tape == (round > 0), "%s", told.why);
        exchange_thread_free(thread);
    }
    cr_expect_eq(rig.requests, 2);
    cr_expect_not_null(strstr(rig.last_body, "\"messages\":[{\"role\":\"user\",\"content\":\"您\\n好\"},"
                                             "{\"role\":\"assistant\",\"content\":\"在吗\"}]"));
    cr_expect_eq(rig_tape_count(&rig, "{\"role\":\"user\",\"content\":\"您\\n好\"},"
                                      "{\"role\":\"assistant\",\"content\":\"\"},"
                                      "{\"role\":\"user\",\"content\":\" \"}]"),
                 1);
    rig_close(&rig);
}

Test(replay, keeps_repeats_apart)
{
    static const struct answer plan[] = {{200, REPLY("一"), NULL, 0}, {200, REPLY("二"), NULL, 0}};
    struct rig rig;
    rig_open(&rig, plan, 2, (struct exchange_options){0});
    for (uint32_t repeat = 1; repeat <= 2; repeat++) {
        struct exchange_thread *thread = rig_thread(&rig, repeat);
        cr_expect_str_eq(rig_ask(&rig, thread, STR("甲")).content, repeat == 1 ? "一" : "二");
        exchange_thread_free(thread);
    }
    cr_expect_eq(rig.requests, 2);
    rig_close(&rig);
}

Test(replay, offline_names_conversation_and_turn_of_a_miss)
{
    static const struct answer plan[] = {{200, REPLY("一"), NULL, 0}};
    struct rig rig;
    rig_open(&rig, plan, 1, (struct exchange_options){0});
    rig_ask_once(&rig, STR("甲"));
    rig_close_exchange(&rig);
    rig_open_exchange(&rig, (struct exchange_options){.offline = true});
    struct told told = rig_ask_once(&rig, STR("丙"));
    cr_expect_not(told.reply.ok);
    cr_expect_eq(told.reply.ended_by, ENDED_ERROR);
    cr_expect_not_null(strstr(told.why, "scenario/m/1, turn 1"), "%s", told.why);
    cr_expect_eq(rig.requests, 1);
    rig_close(&rig);
}

Test(replay, notices_an_edited_tape)
{
    static const struct answer plan[] = {{200, REPLY("一"), NULL, 0}};
    struct rig rig;
    char command[300];
    rig_open(&rig, plan, 1, (struct exchange_options){0});
    rig_ask_once(&rig, STR("甲"));
    rig_close_exchange(&rig);
    snprintf(command, sizeof command, "sed -i 's/甲/乙/' %s", rig.tape_path);
    cr_assert_eq(system(command), 0);
    rig_open_exchange(&rig, (struct exchange_options){0});
    struct told told = rig_ask_once(&rig, STR("甲"));
    cr_expect_not(told.reply.ok);
    cr_expect_not_null(strstr(told.why, "edited"), "%s", told.why);
    cr_expect_eq(rig.requests, 1);
    rig_close(&rig);
}
