#include "run/meter.h"

#include <string.h>

void meter_init(struct meter *meter, uint64_t now_ms)
{
    *meter = (struct meter){.began_ms = now_ms, .bucket_ms = now_ms};
}

static void close_bucket(struct meter *meter, uint64_t now_ms)
{
    if (meter->count > 0) {
        if (meter->buckets == METER_BUCKETS)
            memmove(meter->latency, meter->latency + 1, (--meter->buckets) * sizeof *meter->latency);
        meter->latency[meter->buckets++] = (uint32_t)(meter->sum_ms / meter->count);
    }
    meter->bucket_ms = now_ms;
    meter->sum_ms = meter->count = 0;
}

void meter_reply(struct meter *meter, uint64_t now_ms, uint32_t latency_ms)
{
    if (now_ms >= meter->bucket_ms + METER_BUCKET_MS)
        close_bucket(meter, now_ms);
    meter->replies++;
    meter->sum_ms += latency_ms;
    meter->count++;
}

void meter_conversation(struct meter *meter)
{
    meter->conversations++;
}

static double seconds(const struct meter *meter, uint64_t now_ms)
{
    return now_ms > meter->began_ms ? (double)(now_ms - meter->began_ms) / 1000 : 0;
}

double meter_replies_per_second(const struct meter *meter, uint64_t now_ms)
{
    double passed = seconds(meter, now_ms);
    return passed > 0 ? (double)meter->replies / passed : 0;
}

double meter_seconds_left(const struct meter *meter, uint64_t now_ms, size_t left, size_t in_flight)
{
    if (left == 0)
        return 0;
    if (meter->conversations == 0)
        return -1;
    double work_left = (double)left - (double)in_flight / 2;
    double work_done = (double)meter->conversations + (double)in_flight / 2;
    return seconds(meter, now_ms) * work_left / work_done;
}
