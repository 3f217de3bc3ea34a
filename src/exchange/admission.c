#include "exchange/admission.h"

enum {
    MINUTE_MS = 60000,
    BURST_MS = 100, /* what has not been used for so long may be sent at once */
    TOKEN_BURST_MS = 3000,
    CUT_EVERY_MS = 1000, /* a burst of 429s is one sign, not many */
};

void admission_init(struct admission *admission, size_t limit, size_t requests_per_minute, size_t tokens_per_minute,
                    uint64_t now_ms)
{
    *admission = (struct admission){
        .limit = limit,
        .window = (double)limit,
        .request_gap_ms = requests_per_minute > 0 ? (MINUTE_MS + BURST_MS) / (double)requests_per_minute : 0,
        .token_rate = (double)tokens_per_minute / (MINUTE_MS + TOKEN_BURST_MS),
        .tokens_at_ms = (double)now_ms,
        .weight = 1,
    };
    admission->tokens = admission->token_rate * TOKEN_BURST_MS;
}

static double tokens_now(const struct admission *admission, uint64_t now_ms)
{
    double tokens = admission->tokens + ((double)now_ms - admission->tokens_at_ms) * admission->token_rate;
    double most = admission->token_rate * TOKEN_BURST_MS;
    return tokens < most ? tokens : most;
}

static uint64_t later_of(uint64_t wait, double ms)
{
    uint64_t more = ms > 0 ? (uint64_t)ms + 1 : 0;
    return more > wait ? more : wait;
}

uint64_t admission_wait(const struct admission *admission, uint64_t now_ms)
{
    if (admission->in_flight >= (size_t)admission->window)
        return ADMISSION_FULL;
    uint64_t wait = admission->pause_until_ms > now_ms ? admission->pause_until_ms - now_ms : 0;
    if (admission->request_gap_ms > 0) {
        double ahead = admission->arrival_ms - (double)now_ms;
        double allowed = BURST_MS > admission->request_gap_ms ? BURST_MS - admission->request_gap_ms : 0;
        wait = later_of(wait, ahead - allowed);
    }
    if (admission->token_rate > 0) {
        double most = admission->token_rate * TOKEN_BURST_MS;
        double wanted = admission->typical < most ? admission->typical : most;
        wait = later_of(wait, (wanted - tokens_now(admission, now_ms)) / admission->token_rate);
    }
    return wait;
}

/* Of what was known so far and what is heard now. */
static double mixed(double known, double heard)
{
    return known + (heard - known) / 8;
}

uint64_t admission_start(struct admission *admission, uint64_t now_ms, uint64_t estimate)
{
    double charge = (double)estimate * admission->weight;
    admission->in_flight++;
    double now = (double)now_ms;
    admission->arrival_ms = (admission->arrival_ms > now ? admission->arrival_ms : now) + admission->request_gap_ms;
    admission->tokens = tokens_now(admission, now_ms) - charge;
    admission->tokens_at_ms = now;
    admission->typical = admission->typical > 0 ? mixed(admission->typical, charge) : charge;
    return (uint64_t)charge;
}

void admission_end(struct admission *admission, uint64_t now_ms, uint64_t charged, uint64_t tokens)
{
    admission->in_flight--;
    admission->tokens = tokens_now(admission, now_ms) + (double)charged - (double)tokens;
    admission->tokens_at_ms = (double)now_ms;
    if (charged > 0 && tokens > 0) {
        double heard = admission->weight * (double)tokens / (double)charged;
        admission->weight = mixed(admission->weight, heard < 10 ? heard : 10);
    }
}

void admission_good(struct admission *admission)
{
    admission->window += 1 / admission->window;
    if (admission->window > (double)admission->limit)
        admission->window = (double)admission->limit;
}

void admission_slow_down(struct admission *admission, uint64_t now_ms, uint64_t pause_ms)
{
    if (now_ms + pause_ms > admission->pause_until_ms)
        admission->pause_until_ms = now_ms + pause_ms;
    if (admission->cut_at_ms != 0 && now_ms - admission->cut_at_ms < CUT_EVERY_MS)
        return;
    admission->cut_at_ms = now_ms > 0 ? now_ms : 1;
    admission->window = admission->window * 0.7 > 1 ? admission->window * 0.7 : 1;
}
