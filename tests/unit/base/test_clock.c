#include "base/clock.h"

#include <criterion/criterion.h>

static void expect(uint64_t wall_ms, const char *text)
{
    char out[21];
    clock_format(wall_ms, out);
    cr_expect_str_eq(out, text, "%s", out);
}

Test(clock, writes_a_time_of_any_year_with_four_digits)
{
    expect(0, "1970-01-01T00:00:00Z");
    expect(951825599999, "2000-02-29T11:59:59Z");
    expect(1790000000000, "2026-09-21T14:13:20Z");
    expect(253402300799000, "9999-12-31T23:59:59Z");
    expect(253402300800000, "");
}
