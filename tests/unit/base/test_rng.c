#include "base/rng.h"

#include <criterion/criterion.h>

Test(rng, range_gives_the_numbers_of_below)
{
    static const uint64_t bounds[] = {1,
                                      2,
                                      3,
                                      7,
                                      1000,
                                      4096,
                                      UINT32_MAX,
                                      1ull << 32,
                                      (1ull << 63) - 1,
                                      1ull << 63,
                                      (1ull << 63) + 1,
                                      UINT64_MAX - 1,
                                      UINT64_MAX};
    for (uint64_t k = 0; k < sizeof bounds / sizeof *bounds; k++) {
        struct rng one, other;
        struct rng_range range = rng_range(bounds[k]);
        rng_init(&one, k);
        other = one;
        for (size_t i = 0; i < 2000; i++)
            cr_assert_eq(rng_below(&one, bounds[k]), rng_in(&other, &range), "bound %llu, draw %zu",
                         (unsigned long long)bounds[k], i);
    }
}
