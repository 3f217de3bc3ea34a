/* When one endpoint may be sent another request. Pure: time comes in, nothing waits here.
 *
 * Three limits at once: requests in flight (a window that shrinks when the endpoint says 429 or 529 and grows again by
 * one for each window of successes: additive increase, multiplicative decrease, as in Chiu and Jain, 1989), requests a
 * minute (the generic cell rate algorithm, ITU-T I.371) and tokens a minute (a bucket). No minute, wherever it begins,
 * has more requests than the limit; nor more tokens, but for what guesses of replies in flight were wrong by, and for
 * a request larger than the bucket. */
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
    double typical;                          /* tokens of a request */
    double weight;                           /* tokens that an estimated one turned out to be, the reply's included */
};

enum { ADMISSION_NOW = 0 };
#define ADMISSION_FULL UINT64_MAX

void admission_init(struct admission *admission, size_t limit, size_t requests_per_minute, size_t tokens_per_minute,
                    uint64_t now_ms);
/* ADMISSION_NOW; ADMISSION_FULL: when one in flight has ended; else ms to wait. */
uint64_t admission_wait(const struct admission *admission, uint64_t now_ms);
/* `estimate` is of the request's own tokens. Returns what it is charged with, for admission_end. */
uint64_t admission_start(struct admission *admission, uint64_t now_ms, uint64_t estimate);
/* `tokens` is what request and reply really were; 0 = it was given up. */
void admission_end(struct admission *admission, uint64_t now_ms, uint64_t charged, uint64_t tokens);
void admission_good(struct admission *admission); /* it was answered */
/* The endpoint asked for less. `pause_ms`: send nothing for so long. */
void admission_slow_down(struct admission *admission, uint64_t now_ms, uint64_t pause_ms);

#endif
