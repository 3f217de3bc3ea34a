/* Whatever stands in Retry-After, the wait has an end; plain seconds are what they say. */
#include "fuzz/fuzz.h"
#include "net/retry.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str value = {(const char *)data, size};
    uint64_t ms = 0, at = 0;
    size_t seconds;
    bool good = retry_after_ms(value, UINT64_C(1790000000000), &ms);
    if (good)
        MUST(ms < UINT64_C(8000) * 366 * 86400 * 1000);
    if (size > 0 && str_to_size(value, 1000000, &seconds))
        MUST(good && ms == seconds * 1000);
    if (http_date_ms(value, UINT64_C(1790000000000), &at))
        MUST(good && at < UINT64_C(8100) * 366 * 86400 * 1000);
    return 0;
}
