#include "net/retry.h"

#include <stdio.h>
#include <string.h>

enum { LONGEST_SECONDS = 400 * 24 * 3600 }; /* what is longer is cut: the caller has a ceiling of its own */

uint64_t retry_backoff_ms(unsigned attempt, uint64_t base_ms, uint64_t ceiling_ms, struct rng *rng)
{
    uint64_t whole = base_ms;
    for (unsigned i = 1; i < attempt && whole < ceiling_ms; i++)
        whole *= 2;
    whole = whole < ceiling_ms ? whole : ceiling_ms;
    return whole / 2 + rng_below(rng, whole - whole / 2 + 1);
}

static bool read_seconds(struct str value, uint64_t *wait_ms)
{
    size_t at = 0;
    uint64_t seconds = 0, thousandths = 0;
    for (; at < value.len && ascii_digit(value.ptr[at]); at++)
        seconds = seconds < LONGEST_SECONDS ? seconds * 10 + (uint64_t)(value.ptr[at] - '0') : LONGEST_SECONDS;
    if (at == 0)
        return false;
    if (at < value.len && value.ptr[at] == '.') {
        uint64_t scale = 100;
        size_t start = ++at;
        for (; at < value.len && ascii_digit(value.ptr[at]); at++, scale /= 10)
            thousandths += scale * (uint64_t)(value.ptr[at] - '0');
        if (at == start)
            return false;
    }
    seconds = seconds < LONGEST_SECONDS ? seconds : LONGEST_SECONDS;
    *wait_ms = seconds * 1000 + thousandths;
    return at == value.len;
}

struct date {
    unsigned year, month, day, hour, minute, second; /* month from 1 */
};

/* Days since 1970-01-01 in the Gregorian calendar (H. Hinnant, "chrono-compatible low-level date algorithms",
 * days_from_civil). */
static int64_t days_of(const struct date *date)
{
    int64_t year = (int64_t)date->year - (date->month <= 2);
    int64_t era = year / 400;
    int64_t year_of_era = year - era * 400;
    int64_t month = date->month > 2 ? (int64_t)date->month - 3 : (int64_t)date->month + 9;
    int64_t day_of_year = (153 * month + 2) / 5 + (int64_t)date->day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

static unsigned month_of(const char name[4])
{
    static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    for (unsigned i = 0; i < 12; i++)
        if (memcmp(names + 3 * i, name, 3) == 0)
            return i + 1;
    return 0;
}

static bool is_date(const struct date *date)
{
    return date->year >= 1970 && date->year <= 9999 && date->month >= 1 && date->day >= 1 && date->day <= 31 &&
           date->hour < 24 && date->minute < 60 && date->second <= 60;
}

static bool read_date(struct str value, uint64_t wall_ms, struct date *date)
{
    char text[64], month[4] = "", zone[4] = "";
    int used = 0;
    if (value.len == 0 || value.len >= sizeof text)
        return false;
    memcpy(text, value.ptr, value.len);
    text[value.len] = '\0';
    /* "Sun, 06 Nov 1994 08:49:37 GMT" */
    if (sscanf(text, "%*3[A-Za-z], %2u %3[A-Za-z] %4u %2u:%2u:%2u %3[A-Z]%n", &date->day, month, &date->year,
               &date->hour, &date->minute, &date->second, zone, &used) != 7 &&
        /* "Sunday, 06-Nov-94 08:49:37 GMT" */
        sscanf(text, "%*9[A-Za-z], %2u-%3[A-Za-z]-%2u %2u:%2u:%2u %3[A-Z]%n", &date->day, month, &date->year,
               &date->hour, &date->minute, &date->second, zone, &used) != 7) {
        /* "Sun Nov  6 08:49:37 1994" */
        if (sscanf(text, "%*3[A-Za-z] %3[A-Za-z] %2u %2u:%2u:%2u %4u%n", month, &date->day, &date->hour, &date->minute,
                   &date->second, &date->year, &used) != 6)
            return false;
        memcpy(zone, "GMT", 4);
    }
    if ((size_t)used != value.len || strcmp(zone, "GMT") != 0 || strlen(month) != 3)
        return false;
    if (date->year < 100) { /* more than 50 years ahead means the last century (RFC 9110, 5.6.7) */
        unsigned now = 1970 + (unsigned)(wall_ms / 31556952000u);
        date->year += now / 100 * 100;
        date->year -= date->year > now + 50 ? 100 : 0;
    }
    date->month = month_of(month);
    return is_date(date);
}

bool http_date_ms(struct str value, uint64_t wall_ms, uint64_t *date_ms)
{
    struct date date = {0};
    if (!read_date(str_trim(value), wall_ms, &date))
        return false;
    *date_ms = (uint64_t)(days_of(&date) * 86400 + (int64_t)(date.hour * 3600 + date.minute * 60 + date.second)) * 1000;
    return true;
}

bool retry_after_ms(struct str value, uint64_t wall_ms, uint64_t *wait_ms)
{
    uint64_t then;
    if (read_seconds(str_trim(value), wait_ms))
        return true;
    if (!http_date_ms(value, wall_ms, &then))
        return false;
    *wait_ms = then > wall_ms ? then - wall_ms : 0;
    return true;
}
