/* pass^k: how likely k fresh repeats would all pass. */
#ifndef FIDELIO_STATS_PASS_K_H
#define FIDELIO_STATS_PASS_K_H

#include <stdbool.h>
#include <stddef.h>

/* C(passed, k) / C(trials, k): the unbiased estimate from `trials` repeats of which `passed` passed, as tau-bench has
 * it (S. Yao et al., "tau-bench", arXiv:2406.12045, 2024). Not pass@k, which asks for one of k. False, and *value
 * untouched, when there are fewer than k trials or k is 0. */
bool pass_hat_k(size_t passed, size_t trials, size_t k, double *value);

#endif
