#include "base/rng.h"

#include <criterion/criterion.h>

Test(rng, pairs_keep_below_their_bound)
{
    static const uint32_t bounds[] = {1, 2, 3, 7, 1000, 4096, 1u << 31, (1u << 31) + 1, UINT32_MAX};
    for (size_t k = 0; k < sizeof bounds / sizeof *bounds; k++) {
        struct rng rng;
        struct rng_range range = rng_range(bounds[k]);
        rng_init(&rng, k);
        for (size_t i = 0; i < 2000; i++) {
            uint32_t pair[2];
            rng_pair_in(&rng, &range, pair);
            cr_assert(pair[0] < bounds[k] && pair[1] < bounds[k]);
        }
    }
}

/* Below 3 * 2^30 every third number would come twice as often as the others, were nothing drawn again. */
Test(rng, pairs_are_drawn_evenly_and_apart)
{
    enum { PAIRS = 90000 };
    struct rng rng;
    struct rng_range range = rng_range(3u << 30);
    size_t counts[3][3] = {0};
    rng_init(&rng, 1);
    for (size_t i = 0; i < PAIRS; i++) {
        uint32_t pair[2];
        rng_pair_in(&rng, &range, pair);
        counts[pair[0] % 3][pair[1] % 3]++;
    }
    for (size_t i = 0; i < 9; i++) /* five standard deviations of 94 */
        cr_expect_float_eq((double)counts[i / 3][i % 3], PAIRS / 9, 470, "%zu: %zu", i, counts[i / 3][i % 3]);
}
