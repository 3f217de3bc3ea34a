#include "signal/signal.h"

#include <stdlib.h>

static const char *const names[SIGNAL_CORE_COUNT] = {
    "platitude",     "ai_leak", "role_flip",       "format_leak",    "hesitation", "skepticism",
    "verbatim_copy", "closing", "over_disclosure", "language_break", "fact_error", "repetition"};

const char *core_signal_name(enum core_signal signal)
{
    return signal < SIGNAL_CORE_COUNT ? names[signal] : "";
}

enum core_signal core_signal_from(struct str name)
{
    enum core_signal signal = 0;
    while (signal < SIGNAL_CORE_COUNT && !str_eq_cstring(name, names[signal]))
        signal++;
    return signal;
}

void hits_release(struct hits *hits)
{
    VEC_RELEASE(hits);
}

bool hits_has(const struct hits *hits, uint16_t signal, uint32_t message)
{
    size_t low = 0, high = hits->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        const struct hit *hit = &hits->items[middle];
        if (hit->message < message || (hit->message == message && hit->signal < signal))
            low = middle + 1;
        else
            high = middle;
    }
    return low < hits->count && hits->items[low].message == message && hits->items[low].signal == signal;
}
