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

/* For many draws below one bound: the same numbers as rng_below, without its divisions. The quotient by the reciprocal,
 * which is rounded down, is right or one too small. */
struct rng_range {
    uint64_t bound, threshold, reciprocal; /* bound > 0 */
};
static inline struct rng_range rng_range(uint64_t bound)
{
    return (struct rng_range){.bound = bound, .threshold = -bound % bound, .reciprocal = UINT64_MAX / bound};
}
static inline uint64_t rng_in(struct rng *rng, const struct rng_range *range)
{
    uint64_t value;
    do
        value = rng_next(rng);
    while (value < range->threshold);
    __extension__ typedef unsigned __int128 wide;
    uint64_t rest = value - (uint64_t)((wide)value * range->reciprocal >> 64) * range->bound;
    return rest < range->bound ? rest : rest - range->bound;
}

#endif
