#include "score/matrix.h"

#include <string.h>

struct view view_of(const struct work *work, enum role side, struct window window)
{
    const struct view all = {work->sides[side].messages, work->sides[side].count};
    size_t first = window.first, last = window.last == 0 || window.last > all.count ? all.count : window.last;
    if (first == 0)
        return all;
    if (first > last)
        return (struct view){all.messages, 0};
    return (struct view){all.messages + (window.from_end ? all.count - last : first - 1), last - first + 1};
}

struct wanted wanted_of(const uint16_t *signals, size_t count)
{
    struct wanted wanted = {signals, count, 0};
    for (size_t i = 0; i < count; i++)
        wanted.mask |= signal_bit(signals[i]);
    return wanted;
}

static bool among(uint16_t signal, const struct wanted *wanted)
{
    for (size_t i = 0; i < wanted->count; i++)
        if (wanted->signals[i] == signal)
            return true;
    return false;
}

const struct hit *hit_of(const struct work *work, size_t message, const struct wanted *wanted)
{
    const struct carried *carried = &work->carried[message];
    if (!(carried->mask & wanted->mask))
        return NULL;
    for (size_t i = carried->first; i < carried[1].first; i++)
        if (among(work->score->hits.items[i].signal, wanted))
            return &work->score->hits.items[i];
    return NULL;
}

enum attribution answers_for(const struct work *work, const struct rule *rule)
{
    bool exam = work->rubric->subject == ROLE_CALLER && !rule->guard;
    return rule->side == ROLE_CALLER || exam ? BY_CALLER : BY_PERSONA;
}

void add_evidence(const struct work *work, struct finding *finding, const struct hit *hit)
{
    finding->evidence =
        arena_longer(&work->score->arena, finding->evidence, finding->evidence_count, sizeof *finding->evidence);
    finding->evidence[finding->evidence_count++] = hit;
}

void settle(struct finding *finding, enum outcome outcome, double score, enum attribution by, struct str why)
{
    finding->outcome = outcome;
    finding->score = score;
    finding->by = by;
    finding->why = why;
}

static size_t put_count(char *to, size_t value)
{
    char digits[24];
    size_t at = sizeof digits;
    if (value < 10) {
        *to = (char)('0' + value);
        return 1;
    }
    do
        digits[--at] = (char)('0' + value % 10);
    while ((value /= 10) > 0);
    memcpy(to, digits + at, sizeof digits - at);
    return sizeof digits - at;
}

/* Plain copying: each rule of each call says it. */
struct str say_count(const struct work *work, const char *english, const char *chinese, size_t met, size_t due)
{
    struct str between = work->english ? STR(" of ") : STR(" / "), what = say(work, english, chinese);
    char *text = arena_raw(&work->score->arena, 2 * 24 + between.len + what.len + 2, 1);
    size_t len = put_count(text, met);
    memcpy(text + len, between.ptr, between.len);
    len += between.len;
    len += put_count(text + len, due);
    text[len++] = ' ';
    memcpy(text + len, what.ptr, what.len + 1);
    return (struct str){text, len + what.len};
}
