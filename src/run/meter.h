/* How fast a run goes: replies over the network, their latency over the last seconds, conversations a minute. Pure:
 * time comes in, in milliseconds of a clock that never jumps back. What comes from the tape does not count, so that a
 * run that goes on is not taken for a fast one. */
#ifndef FIDELIO_RUN_METER_H
#define FIDELIO_RUN_METER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { METER_BUCKETS = 20, METER_BUCKET_MS = 1000 };

struct meter {
    uint64_t began_ms;
    uint64_t replies;
    size_t conversations;              /* that ended, and asked at least once over the network */
    uint32_t latency[METER_BUCKETS];   /* mean of each second that had replies, oldest first */
    size_t buckets;                    /* how many are filled */
    uint64_t bucket_ms, sum_ms, count; /* the second that is going on */
};

void meter_init(struct meter *meter, uint64_t now_ms);
void meter_reply(struct meter *meter, uint64_t now_ms, uint32_t latency_ms);
void meter_conversation(struct meter *meter);
double meter_replies_per_second(const struct meter *meter, uint64_t now_ms); /* 0 = not known yet */
/* Seconds until `left` conversations, of which `in_flight` are about half done, have ended; < 0 = nobody can say yet.
 */
double meter_seconds_left(const struct meter *meter, uint64_t now_ms, size_t left, size_t in_flight);

#endif
