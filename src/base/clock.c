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
    static const unsigned char places[] = {2, 5, 8, 11, 14, 17}; /* of two digits each, behind the century */
    time_t seconds = (time_t)(wall_ms / 1000);
    struct tm parts;
    memset(out, 0, 21);
    if (gmtime_r(&seconds, &parts) == NULL || parts.tm_year > 9999 - 1900)
        return;
    int year = parts.tm_year + 1900;
    const int numbers[] = {year % 100, parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec};
    memcpy(out, "0000-00-00T00:00:00Z", 21);
    out[0] = (char)('0' + year / 1000);
    out[1] = (char)('0' + year / 100 % 10);
    for (size_t i = 0; i < sizeof places; i++) {
        out[places[i]] = (char)('0' + numbers[i] / 10);
        out[places[i] + 1] = (char)('0' + numbers[i] % 10);
    }
}
