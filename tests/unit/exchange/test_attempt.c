#include "rig.h"

#include "support/pem.h"
#include "support/raw_server.h"

#include <criterion/criterion.h>
#include <string.h>

Test(attempt, retries_what_may_be_gone_next_time)
{
    static const struct answer plan[] = {{500, "{}", NULL, 0},     {503, "oops", NULL, 0}, {200, NULL, NULL, 0},
                                         {200, "{\"cho", NULL, 0}, {529, "{}", NULL, 0},   {200, REPLY("好"), NULL, 0}};
    struct rig rig;
    rig_open(&rig, plan, 6, (struct exchange_options){0});
    struct told told = rig_ask_once(&rig, STR("甲"));
    cr_expect(told.reply.ok, "%s", told.why);
    cr_expect_eq(rig.requests, 6);
    cr_expect_eq(rig_tape_count(&rig, "\"kind\":\"failure\""), 5);
    cr_expect_eq(rig_tape_count(&rig, "\"kind\":\"reply\""), 1);
    cr_expect_eq(exchange_counts(rig.exchange).retried, 5);
    cr_expect_eq(exchange_counts(rig.exchange).rate_limited, 1);
    rig_close(&rig);
}

Test(attempt, gives_up_after_its_retries_and_says_why)
{
    static const struct answer plan[] = {{500, "{\"error\":{\"message\":\"boom\\u001b[31m\"}}", NULL, 0}};
    struct rig rig;
    rig_open(&rig, plan, 1, (struct exchange_options){.retries = 2});
    struct told told = rig_ask_once(&rig, STR("甲"));
    cr_expect_not(told.reply.ok);
    cr_expect_eq(told.reply.ended_by, ENDED_ERROR);
    cr_expect_eq(rig.requests, 3);
    cr_expect_not_null(strstr(told.why, "500"), "%s", told.why);
    cr_expect_not_null(strstr(told.why, "boom"), "%s", told.why);
    cr_expect_not_null(strstr(told.why, "3 attempts"), "%s", told.why);
    cr_expect_null(strchr(told.why, '\x1b'));
    rig_close(&rig);
}

Test(attempt, does_not_retry_what_stays_wrong)
{
    static const unsigned statuses[] = {400, 401, 403, 404, 413, 302};
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++) {
        struct answer plan[] = {{statuses[i], "{\"error\":{\"message\":\"no\"}}", NULL, 0}};
        struct rig rig;
        rig_open(&rig, plan, 1, (struct exchange_options){0});
        struct told told = rig_ask_once(&rig, STR("甲"));
        cr_expect_not(told.reply.ok);
        cr_expect_eq(rig.requests, 1, "status %u was asked %zu times", statuses[i], rig.requests);
        rig_close(&rig);
    }
}

Test(attempt, waits_as_long_as_retry_after_says)
{
    static const struct answer plan[] = {{429, "{}", "1", 0}, {200, REPLY("好"), NULL, 0}};
    struct rig rig;
    rig_open(&rig, plan, 2, (struct exchange_options){0});
    uint64_t start = loop_now_us();
    struct told told = rig_ask_once(&rig, STR("甲"));
    cr_expect(told.reply.ok, "%s", told.why);
    cr_expect_geq(loop_now_us() - start, 990000);
    rig_close(&rig);
}

Test(attempt, does_not_wait_for_hours)
{
    static const struct answer plan[] = {{429, "{}", "7200", 0}};
    struct rig rig;
    rig_open(&rig, plan, 1, (struct exchange_options){0});
    for (int i = 0; i < 3; i++) { /* nor does anybody else ask until then */
        struct told told = rig_ask_once(&rig, STR("甲"));
        cr_expect(!told.reply.ok);
        cr_expect_not_null(strstr(told.why, "7200 s"), "%s", told.why);
    }
    cr_expect_eq(rig.requests, 1);
    rig_close(&rig);
}

Test(attempt, says_at_once_what_every_request_would_meet)
{
    static const struct answer plan[] = {{401, "{\"error\":{\"message\":\"bad key\"}}", NULL, 0}};
    struct rig rig;
    rig_open(&rig, plan, 1, (struct exchange_options){0});
    for (int i = 0; i < 5; i++) {
        struct told told = rig_ask_once(&rig, STR("甲"));
        cr_expect_not_null(strstr(told.why, "bad key"), "%s", told.why);
    }
    cr_expect_eq(rig.requests, 1);
    rig_close(&rig);
}

Test(attempt, takes_a_quota_for_that_of_the_minute_where_it_was_answered_before)
{
    static const char spent[] =
        "{\"error\":{\"message\":\"You exceeded your current quota\",\"code\":\"insufficient_quota\"}}";
    static const struct answer plan[] = {
        {429, spent, NULL, 0}, {200, REPLY("好"), NULL, 0}, {429, spent, NULL, 0}, {200, REPLY("再见"), NULL, 0}};
    struct rig rig;
    rig_open(&rig, plan, 1, (struct exchange_options){0});
    struct told told = rig_ask_once(&rig, STR("甲"));
    cr_expect(!told.reply.ok && told.reply.everyones, "%s", told.why);
    cr_expect_eq(rig.requests, 1);
    rig_close(&rig);
    rig_open(&rig, plan + 1, 3, (struct exchange_options){0});
    told = rig_ask_once(&rig, STR("甲"));
    cr_expect(told.reply.ok, "%s", told.why);
    told = rig_ask_once(&rig, STR("乙"));
    cr_expect_str_eq(told.content, "再见", "%s", told.why);
    cr_expect_eq(rig.requests, 3);
    rig_close(&rig);
}

Test(attempt, tells_a_set_up_that_is_rejected_from_a_text_that_is)
{
    static const struct answer plans[] = {
        {400, "{\"error\":{\"message\":\"Model Not Exist\"}}", NULL, 0},
        {400, "{\"error\":{\"message\":\"filtered\",\"code\":\"content_filter\"}}", NULL, 0},
        {413, "{}", NULL, 0},
    };
    for (size_t i = 0; i < 3; i++) {
        struct rig rig;
        rig_open(&rig, &plans[i], 1, (struct exchange_options){0});
        struct told told = rig_ask_once(&rig, STR("甲"));
        cr_expect(told.reply.rejected && told.reply.everyones == (i == 0), "%zu: %s", i, told.why);
        rig_close(&rig);
    }
}

Test(attempt, a_tls_handshake_that_is_broken_off_is_retried_where_one_was_whole_before)
{
    static const struct answer plan[] = {{200, REPLY("好"), NULL, 0}};
    /* A reset before the handshake has begun would be one of the connection. */
    static const struct raw_step reset[] = {{.kind = RAW_GREET}, {.kind = RAW_AWAIT}, {.kind = RAW_RESET}};
    const struct raw_step *scripts[] = {reset};
    const struct exchange_options options = {.retries = 2};
    struct pem pem;
    if (!pem_make(&pem))
        cr_skip_test("there is no openssl program to make a certificate with");
    for (int worked_before = 0; worked_before < 2; worked_before++) {
        struct rig rig;
        rig_open_tls(&rig, plan, 1, options, &pem);
        if (worked_before)
            cr_assert(rig_ask_once(&rig, STR("甲")).reply.ok);
        const uint16_t port = httpd_port(rig.httpd);
        httpd_close(rig.httpd);
        rig.httpd = NULL;
        struct raw_server *server = raw_server_start_at(port, scripts, 1);
        struct told told = rig_ask_once(&rig, STR("乙"));
        cr_expect_not(told.reply.ok);
        cr_expect_not_null(strstr(told.why, "closed during the TLS handshake"), "%s", told.why);
        cr_expect_eq(strstr(told.why, "is it an http:// address?") == NULL, worked_before, "%s", told.why);
        cr_expect_eq(raw_server_requests(server), worked_before ? 3 : 1);
        raw_server_stop(server);
        rig_close(&rig);
    }
    pem_release(&pem);
}
