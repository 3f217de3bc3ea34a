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
uint64_t rng_next(struct rng *rng);
uint64_t rng_below(struct rng *rng, uint64_t bound); /* uniform in [0, bound); bound 0 gives 0 */
double rng_unit(struct rng *rng);                    /* uniform in [0, 1) */

#endif
