/* Time, passed in so that tests can turn the hands. */
#ifndef FIDELIO_BASE_CLOCK_H
#define FIDELIO_BASE_CLOCK_H

#include <stdint.h>

struct clock {
    uint64_t (*monotonic_ns)(void *context); /* never jumps back; for durations and timers */
    uint64_t (*wall_ms)(void *context);      /* milliseconds since 1970-01-01 UTC; may jump */
    void *context;                           /* borrowed */
};

struct clock clock_system(void);
/* "2026-11-21T19:23:05Z" (20 bytes and a NUL), UTC. */
void clock_format(uint64_t wall_ms, char out[21]);

#endif
