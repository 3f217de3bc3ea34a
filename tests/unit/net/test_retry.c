#include "net/retry.h"

#include <criterion/criterion.h>

/* 2015-10-21T07:28:00Z */
static const uint64_t then_ms = UINT64_C(1445412480000);

static void expect_wait(const char *value, uint64_t wall_ms, uint64_t expected)
{
    uint64_t ms = 77;
    cr_expect(retry_after_ms(str_from(value), wall_ms, &ms), "%s", value);
    cr_expect_eq(ms, expected, "%s: %llu", value, (unsigned long long)ms);
}

static void expect_none(const char *value)
{
    uint64_t ms = 77;
    cr_expect_not(retry_after_ms(str_from(value), then_ms, &ms), "%s", value);
}

Test(retry_after, reads_seconds)
{
    expect_wait("0", then_ms, 0);
    expect_wait(" 120 ", then_ms, 120000);
    expect_wait("0.25", then_ms, 250);
    expect_wait("1.0009", then_ms, 1000);
    expect_wait("99999999999999999999999999", then_ms, UINT64_C(400) * 24 * 3600 * 1000);
}

Test(retry_after, reads_the_three_forms_of_a_date)
{
    expect_wait("Wed, 21 Oct 2015 07:28:00 GMT", then_ms - 5000, 5000);
    expect_wait("Wednesday, 21-Oct-15 07:28:00 GMT", then_ms - 5000, 5000);
    expect_wait("Wed Oct 21 07:28:00 2015", then_ms - 5000, 5000);
    expect_wait("Thu Oct  1 00:00:00 2015", then_ms, 0);
    expect_wait("Tue, 29 Feb 2028 00:00:00 GMT", UINT64_C(1835308800000),
                UINT64_C(1835395200000) - UINT64_C(1835308800000));
}

Test(retry_after, takes_a_date_that_has_passed_as_now)
{
    expect_wait("Wed, 21 Oct 2015 07:28:00 GMT", then_ms + 1, 0);
    expect_wait("Sunday, 06-Nov-94 08:49:37 GMT", then_ms, 0);
}

Test(retry_after, refuses_everything_else)
{
    static const char *const values[] = {"",
                                         " ",
                                         "-1",
                                         "soon",
                                         "1s",
                                         "1.",
                                         ".5",
                                         "0x10",
                                         "Wed, 21 Oct 2015 07:28:00 CET",
                                         "Wed, 21 Oct 2015 07:28:00",
                                         "Wed, 32 Oct 2015 07:28:00 GMT",
                                         "Wed, 21 Okt 2015 07:28:00 GMT",
                                         "Wed, 21 Oct 2015 24:28:00 GMT",
                                         "Wed, 21 Oct 2015 07:28:00 GMT junk",
                                         "21 Oct 2015 07:28:00 GMT",
                                         "Wed, 21 Oct 1815 07:28:00 GMT"};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        expect_none(values[i]);
}

Test(retry, waits_longer_each_time_between_half_and_the_whole)
{
    struct rng rng;
    rng_init(&rng, 1);
    uint64_t whole = 500;
    for (unsigned attempt = 1; attempt <= 12; attempt++) {
        uint64_t least = UINT64_MAX, most = 0;
        for (int i = 0; i < 1000; i++) {
            uint64_t ms = retry_backoff_ms(attempt, 500, 30000, &rng);
            least = ms < least ? ms : least;
            most = ms > most ? ms : most;
        }
        cr_expect_geq(least, whole / 2);
        cr_expect_leq(most, whole);
        cr_expect_gt(most - least, whole / 3, "no jitter at attempt %u", attempt);
        whole = whole * 2 < 30000 ? whole * 2 : 30000;
    }
}
