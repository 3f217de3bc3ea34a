#include "exchange/admission.h"

#include <criterion/criterion.h>

Test(admission, keeps_to_the_limit_in_flight)
{
    struct admission a;
    admission_init(&a, 2, 0, 0, 0);
    cr_expect_eq(admission_wait(&a, 0), ADMISSION_NOW);
    admission_start(&a, 0, 0);
    admission_start(&a, 0, 0);
    cr_expect_eq(admission_wait(&a, 0), ADMISSION_FULL);
    admission_end(&a, 5, 0, 0);
    cr_expect_eq(admission_wait(&a, 5), ADMISSION_NOW);
}

/* Starts whenever it may, each request done at once; how many in `ms`. */
static size_t starts_within(struct admission *a, uint64_t from, uint64_t ms, uint64_t tokens)
{
    size_t count = 0;
    for (uint64_t now = from; now < from + ms;) {
        uint64_t wait = admission_wait(a, now);
        if (wait != ADMISSION_NOW) {
            now += wait;
            continue;
        }
        admission_end(a, now, admission_start(a, now, tokens), tokens);
        count++;
    }
    return count;
}

Test(admission, keeps_to_requests_a_minute)
{
    struct admission a;
    admission_init(&a, 1000, 600, 0, 1000000);
    size_t first = starts_within(&a, 1000000, 60000, 0);
    cr_expect(first >= 590 && first <= 600, "%zu", first); /* never more, not even in the first minute */
    size_t second = starts_within(&a, 1060000, 60000, 0);
    cr_expect(second >= 590 && second <= 600, "%zu", second);
    admission_init(&a, 1000, 60000, 0, 0);
    size_t burst = starts_within(&a, 0, 1000, 0);
    cr_expect(burst >= 990 && burst <= 1100, "%zu", burst); /* nor much more than its share of any second */
    admission_init(&a, 1000, 6, 0, 0);
    cr_expect_eq(starts_within(&a, 0, 60000, 0), 6);
}

Test(admission, keeps_to_tokens_a_minute)
{
    struct admission a;
    admission_init(&a, 1000, 0, 60000, 0);
    size_t first = starts_within(&a, 0, 60000, 1000);
    cr_expect(first >= 56 && first <= 60, "%zu", first); /* never more, not even in the first minute */
    admission_init(&a, 1000, 0, 600, 0);
    cr_expect_eq(admission_wait(&a, 0),
                 ADMISSION_NOW); /* larger than any bucket: one is let through, then all wait for it */
    admission_start(&a, 0, 5000);
    cr_expect_gt(admission_wait(&a, 0), 400000);
}

Test(admission, corrects_its_guess_of_tokens)
{
    struct admission a;
    admission_init(&a, 1000, 0, 60000, 0);
    uint64_t charged = admission_start(&a, 0, 20000);
    cr_expect_eq(charged, 20000);
    cr_expect_gt(admission_wait(&a, 0), 15000);
    admission_end(&a, 0, charged, 100);
    cr_expect_lt(admission_wait(&a, 0), 3000);
}

Test(admission, learns_what_its_guesses_weigh)
{
    struct admission a;
    admission_init(&a, 1000, 0, 60000, 0);
    for (uint64_t i = 0; i < 100; i++)
        admission_end(&a, i * 60000, admission_start(&a, i * 60000, 1000), 1500); /* the reply is in none of them */
    uint64_t charged = admission_start(&a, 6000000, 1000);
    cr_expect(charged > 1490 && charged < 1510, "%llu", (unsigned long long)charged);
    admission_end(&a, 6000000, charged, 0); /* given up: nothing is learnt of it */
    cr_expect_eq(admission_start(&a, 6060000, 1000), charged);
}

Test(admission, shrinks_when_told_to_slow_down_and_grows_again)
{
    struct admission a;
    admission_init(&a, 100, 0, 0, 0);
    admission_slow_down(&a, 1000, 0);
    admission_slow_down(&a, 1100, 0); /* of the same burst */
    cr_expect_eq((size_t)a.window, 70);
    admission_slow_down(&a, 3000, 0);
    cr_expect_eq((size_t)a.window, 49);
    for (int i = 0; i < 100; i++)
        admission_slow_down(&a, 10000 + (uint64_t)i * 2000, 0);
    cr_expect_eq((size_t)a.window, 1);
    cr_expect_eq(admission_wait(&a, 1000000), ADMISSION_NOW);
    for (int i = 0; i < 100; i++)
        admission_good(&a);
    cr_expect(a.window > 12 && a.window < 16, "%f", a.window); /* by one for each window of successes */
    for (int i = 0; i < 100000; i++)
        admission_good(&a);
    cr_expect_eq(a.window, 100);
}

Test(admission, sends_nothing_during_a_pause)
{
    struct admission a;
    admission_init(&a, 10, 0, 0, 0);
    admission_slow_down(&a, 1000, 5000);
    admission_slow_down(&a, 1500, 100); /* a shorter one does not cut it */
    cr_expect_eq(admission_wait(&a, 2000), 4000);
    cr_expect_eq(admission_wait(&a, 6000), ADMISSION_NOW);
}
