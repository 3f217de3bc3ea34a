/* How far the end of a call meets the matters that an end condition names: what is said where a matter is met, whatever
 * the domain. The weights of a kind or a matter (score/weigh.h) are learned from conditions like those of the labelled
 * documents; that a condition of any other words is met where its matters are said needs no example of it. */
#include "score/parts.h"

#include <math.h>

/* Lists of phrases: of the persona at the end of the call; of the caller before. */
static const struct {
    uint64_t said, heard;
} met_by[END_MATTER_COUNT] = {
#define BIT(list) ((uint64_t)1 << (list))
    [END_MATTER_EXPLAINED] = {BIT(SAID_DONE) | BIT(SAID_NO_MORE), 0},
    [END_MATTER_AGREED] = {BIT(SAID_FIRM) | BIT(SAID_DONE), BIT(SAID_BOOKS)},
    [END_MATTER_ASKED_OUT] = {BIT(SAID_NO_MORE) | BIT(SAID_DONE), 0},
    [END_MATTER_PICKED] = {BIT(SAID_FIRM), BIT(SAID_BOOKS)},
    [END_MATTER_UNDECIDED] = {BIT(SAID_UNDECIDED) | BIT(SAID_KEEPS), BIT(SAID_NO_HURRY)},
    [END_MATTER_RESERVED] = {BIT(SAID_UNDECIDED) | BIT(SAID_KEEPS), BIT(SAID_NO_HURRY)},
    [END_MATTER_ASKS_OTHERS] = {BIT(SAID_ASKS_OTHERS), 0},
    [END_MATTER_WAITS] = {BIT(SAID_AWAITS) | BIT(SAID_PUT_OFF), 0},
    [END_MATTER_LATER] = {BIT(SAID_PUT_OFF) | BIT(SAID_CALLBACK), 0},
    [END_MATTER_INTERRUPTED] = {BIT(SAID_PULLED) | BIT(SAID_LEAVE), BIT(SAID_LETS_OFF)},
    [END_MATTER_CALLBACK] = {BIT(SAID_CALLBACK), 0},
    [END_MATTER_WRITTEN] = {BIT(SAID_WRITTEN), BIT(SAID_OFFERS_WRITTEN)},
    [END_MATTER_VERIFIES] = {BIT(SAID_CHECK), BIT(SAID_OFFERS_CHECK)},
    [END_MATTER_AUTHORITY] = {BIT(SAID_ESCALATION), 0},
    [END_MATTER_ELSEWHERE] = {BIT(SAID_ELSEWHERE), 0},
    [END_MATTER_NO_ANSWER] = {0, BIT(SAID_REFUSES)},
    [END_MATTER_EMPTY_TALK] = {0, BIT(SAID_EMPTY)},
    [END_MATTER_PUSHED] = {0, BIT(SAID_PUSHES)},
    [END_MATTER_REFUSES] = {BIT(SAID_DECLINES) | BIT(SAID_ESCALATION), 0},
    [END_MATTER_TIRED] = {BIT(SAID_REST), 0},
    [END_MATTER_CHANNEL] = {BIT(SAID_CHANNEL), 0},
    [END_MATTER_NOTHING_NEW] = {BIT(SAID_NO_MORE), 0},
    [END_MATTER_RECAP] = {BIT(SAID_NOTED), 0},
    [END_MATTER_NOTED] = {BIT(SAID_NOTED), 0},
#undef BIT
};

/* Of two phrases of a list, how many are said. */
static double half_of(const uint64_t *row, enum said list)
{
    const size_t count = said_count(row, list);
    return (double)(count < 2 ? count : 2) / 2;
}

void matters_met(const uint64_t *last, const uint64_t *two, const uint64_t *heard, double met[END_MATTER_COUNT])
{
    for (size_t m = 0; m < END_MATTER_COUNT; m++) {
        met[m] = 0;
        for (enum said list = 0; list < SAID_COUNT; list++) {
            if ((met_by[m].said >> list & 1) != 0)
                met[m] = fmax(met[m], (half_of(last, list) + half_of(two, list)) / 2);
            if ((met_by[m].heard >> list & 1) != 0)
                met[m] = fmax(met[m], half_of(heard, list) / 2);
        }
    }
}

struct met met_of(uint32_t matters, const double met[END_MATTER_COUNT])
{
    struct met all = {0};
    size_t count = 0;
    for (size_t m = 0; m < END_MATTER_COUNT; m++) {
        if ((matters >> m & 1) == 0 || (met_by[m].said | met_by[m].heard) == 0)
            continue;
        all.most = fmax(all.most, met[m]);
        all.mean += met[m];
        count++;
    }
    all.mean /= count > 0 ? (double)count : 1;
    return all;
}
