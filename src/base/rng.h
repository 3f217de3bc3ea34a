/* Seeded random numbers, the same on every machine: xoshiro256** seeded by splitmix64
 * (Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2021). Not for secrets. */
#ifndef FIDELIO_BASE_RNG_H
#define FIDELIO_BASE_RNG_H

#include "base/str.h"

#include <stdint.h>

struct rng {
    uint64_t state[4];
};

void rng_init(struct rng *rng, uint64_t seed);
void rng_init_text(struct rng *rng, struct str text, uint64_t seed); /* seeded by a name and a number */
static inline uint64_t rng_rotate(uint64_t x, int k)
{
    return x << k | x >> (64 - k);
}
static inline uint64_t rng_next(struct rng *rng)
{
    uint64_t *s = rng->state;
    uint64_t result = rng_rotate(s[1] * 5, 7) * 9, t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rng_rotate(s[3], 45);
    return result;
}
uint64_t rng_below(struct rng *rng, uint64_t bound); /* uniform in [0, bound); bound 0 gives 0 */
double rng_unit(struct rng *rng);                    /* uniform in [0, 1) */

/* Uniform in [0, bound), bound > 0, as a rule without a division: for many draws below ever other bounds. Other numbers
 * than rng_below's (Lemire, as below). */
static inline uint32_t rng_below_32(struct rng *rng, uint32_t bound)
{
    uint64_t product = (rng_next(rng) >> 32) * bound;
    if ((uint32_t)product < bound)
        while ((uint32_t)product < -bound % bound)
            product = (rng_next(rng) >> 32) * bound;
    return (uint32_t)(product >> 32);
}

/* For many draws below one bound, two from each number: of either half of it the bound's share, and both again where
 * some results would be likelier than others (Lemire, "Fast Random Integer Generation in an Interval", 2019). */
struct rng_range {
    uint32_t bound, threshold; /* bound > 0 */
};
static inline struct rng_range rng_range(uint32_t bound)
{
    return (struct rng_range){.bound = bound, .threshold = -bound % bound};
}
static inline void rng_pair_in(struct rng *rng, const struct rng_range *range, uint32_t pair[2])
{
    uint64_t one, other;
    do {
        uint64_t value = rng_next(rng);
        one = (value & UINT32_MAX) * range->bound;
        other = (value >> 32) * range->bound;
    } while ((uint32_t)one < range->threshold || (uint32_t)other < range->threshold);
    pair[0] = (uint32_t)(one >> 32);
    pair[1] = (uint32_t)(other >> 32);
}

#endif
