#include "base/sort.h"

#include "base/rng.h"

#include <criterion/criterion.h>

enum { MOST = 3000 };

Test(sort, hashes_come_out_ascending_at_any_count_and_spread)
{
    static uint64_t values[MOST];
    struct rng rng;
    rng_init(&rng, 5);
    for (size_t count = 0; count < MOST; count += count < 40 ? 1 : 487)
        for (unsigned shift = 0; shift < 64; shift += 21) { /* the higher, the more fall into one bucket */
            uint64_t sum = 0, after = 0;
            for (size_t i = 0; i < count; i++)
                sum += values[i] = rng_next(&rng) >> shift;
            sort_hashes(values, count);
            for (size_t i = 0; i < count; i++) {
                after += values[i];
                cr_assert(i == 0 || values[i - 1] <= values[i]);
            }
            cr_assert_eq(sum, after, "nothing is lost");
        }
}

Test(sort, equal_keys_stay_in_the_order_of_their_second_key_and_place)
{
    static struct keyed items[MOST];
    struct rng rng;
    rng_init(&rng, 6);
    for (size_t count = 0; count < MOST; count += count < 40 ? 1 : 487) {
        for (size_t i = 0; i < count; i++)
            items[i] = (struct keyed){rng_below(&rng, 7) << 55, (uint32_t)rng_below(&rng, 3), (uint32_t)i};
        sort_keyed(items, count);
        for (size_t i = 1; i < count; i++) {
            const struct keyed *a = &items[i - 1], *b = &items[i];
            cr_assert(a->key < b->key ||
                      (a->key == b->key && (a->next < b->next || (a->next == b->next && a->index < b->index))));
        }
    }
}

Test(sort, numbers_come_out_ascending)
{
    double values[] = {0.5, -3, 7, 0, 0.5, 1e-300, -1e300}, expected[] = {-1e300, -3, 0, 1e-300, 0.5, 0.5, 7};
    sort_numbers(NULL, 0);
    sort_numbers(values, sizeof values / sizeof *values);
    cr_assert_arr_eq(values, expected, sizeof expected);
}
