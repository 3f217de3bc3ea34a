/* When to ask again: pure arithmetic. Whether a failure may be retried is the wire's, the waiting is exchange's. */
#ifndef FIDELIO_NET_RETRY_H
#define FIDELIO_NET_RETRY_H

#include "base/rng.h"

/* Exponential backoff with jitter: the wait before retry number `attempt` (from 1) lies evenly between half and the
 * whole of base * 2^(attempt - 1), at most `ceiling_ms`. Half is kept so that a retry never comes at once; the other
 * half keeps requests that failed together from coming back together. */
uint64_t retry_backoff_ms(unsigned attempt, uint64_t base_ms, uint64_t ceiling_ms, struct rng *rng);

/* A date in one of the three forms of RFC 9110, 5.6.7, since 1970; `wall_ms` places two-digit years. */
bool http_date_ms(struct str value, uint64_t wall_ms, uint64_t *date_ms);
/* Retry-After (RFC 9110, 10.2.3): seconds, also with a fraction as some servers send them, or such a date. One that has
 * passed is 0. False when it is neither. */
bool retry_after_ms(struct str value, uint64_t wall_ms, uint64_t *wait_ms);

#endif
