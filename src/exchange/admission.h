/* When one endpoint may be sent another request. Pure: time comes in, nothing waits here.
 *
 * Three limits at once: requests in flight (a window that shrinks when the endpoint says 429 or 529 and grows again by
 * one for each window of successes: additive increase, multiplicative decrease, as in Chiu and Jain, 1989), requests a
 * minute (the generic cell rate algorithm, ITU-T I.371) and tokens a minute (a bucket that may go below zero by one
 * request). */
#ifndef FIDELIO_EXCHANGE_ADMISSION_H
#define FIDELIO_EXCHANGE_ADMISSION_H

#include <stddef.h>
#include <stdint.h>

struct admission {
    size_t limit;  /* in flight at most */
    double window; /* in flight for now, 1 to limit */
    size_t in_flight;
    uint64_t pause_until_ms;
    uint64_t cut_at_ms;                      /* when the window was cut last */
    double request_gap_ms, arrival_ms;       /* of requests a minute; 0 = no limit */
    double token_rate, tokens, tokens_at_ms; /* tokens a ms; 0 = no limit */
};

enum { ADMISSION_NOW = 0 };
#define ADMISSION_FULL UINT64_MAX

void admission_init(struct admission *admission, size_t limit, size_t requests_per_minute, size_t tokens_per_minute,
                    uint64_t now_ms);
/* ADMISSION_NOW; ADMISSION_FULL: when one in flight has ended; else ms to wait. */
uint64_t admission_wait(const struct admission *admission, uint64_t now_ms);
void admission_start(struct admission *admission, uint64_t now_ms, uint64_t tokens); /* an estimate */
/* `tokens` is what it really was, `estimate` what start was told. */
void admission_end(struct admission *admission, uint64_t now_ms, uint64_t estimate, uint64_t tokens);
void admission_good(struct admission *admission); /* it was answered */
/* The endpoint asked for less. `pause_ms`: send nothing for so long. */
void admission_slow_down(struct admission *admission, uint64_t now_ms, uint64_t pause_ms);

#endif
