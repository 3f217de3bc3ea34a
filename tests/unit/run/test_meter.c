#include "run/meter.h"

#include <criterion/criterion.h>

Test(meter, nothing_is_known_at_first)
{
    struct meter meter;
    meter_init(&meter, 5000);
    cr_assert_float_eq(meter_replies_per_second(&meter, 5000), 0, 1e-9);
    cr_assert_lt(meter_seconds_left(&meter, 6000, 10, 2), 0);
    cr_assert_float_eq(meter_seconds_left(&meter, 6000, 0, 0), 0, 1e-9);
    cr_assert_eq(meter.buckets, 0);
}

Test(meter, half_of_what_is_in_flight_counts_as_done)
{
    struct meter meter;
    meter_init(&meter, 0);
    for (int i = 0; i < 4; i++)
        meter_conversation(&meter);
    /* 4 and half of 2 in 10 s: 2 s each; 11 less half of 2 are to come */
    cr_assert_float_eq(meter_seconds_left(&meter, 10000, 11, 2), 20, 1e-9);
}

Test(meter, each_second_has_its_mean_latency_and_the_oldest_go_first)
{
    struct meter meter;
    meter_init(&meter, 0);
    for (uint64_t second = 0; second < METER_BUCKETS + 5; second++) {
        meter_reply(&meter, second * 1000 + 100, (uint32_t)second * 10);
        meter_reply(&meter, second * 1000 + 900, (uint32_t)second * 10 + 20);
    }
    cr_assert_eq(meter.buckets, METER_BUCKETS);
    cr_assert_eq(meter.latency[0], 4 * 10 + 10); /* 24 seconds have ended, the last 20 are kept */
    cr_assert_eq(meter.latency[METER_BUCKETS - 1], 23 * 10 + 10);
    cr_assert_float_eq(meter_replies_per_second(&meter, 25000), 2, 1e-9);
}
