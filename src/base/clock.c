#include "base/clock.h"

#include <string.h>
#include <time.h>

static uint64_t system_monotonic_ns(void *context)
{
    struct timespec now;
    (void)context;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static uint64_t system_wall_ms(void *context)
{
    struct timespec now;
    (void)context;
    clock_gettime(CLOCK_REALTIME, &now);
    return (uint64_t)now.tv_sec * 1000u + (uint64_t)now.tv_nsec / 1000000u;
}

struct clock clock_system(void)
{
    return (struct clock){system_monotonic_ns, system_wall_ms, NULL};
}

void clock_format(uint64_t wall_ms, char out[21])
{
    time_t seconds = (time_t)(wall_ms / 1000);
    struct tm parts;
    memset(out, 0, 21);
    if (gmtime_r(&seconds, &parts) != NULL)
        strftime(out, 21, "%Y-%m-%dT%H:%M:%SZ", &parts);
}
