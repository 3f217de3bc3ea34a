#include "base/nearest.h"

#include <stdint.h>

enum { DISTANCE_MAX = 64 };

size_t edit_distance(struct str a, struct str b)
{
    size_t row[3][DISTANCE_MAX + 1];
    size_t *before = row[0], *last = row[1], *now = row[2];
    if (a.len > DISTANCE_MAX || b.len > DISTANCE_MAX)
        return SIZE_MAX;
    for (size_t j = 0; j <= b.len; j++)
        last[j] = before[j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        now[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            size_t cost = last[j - 1] + (a.ptr[i - 1] != b.ptr[j - 1]);
            if (last[j] + 1 < cost)
                cost = last[j] + 1;
            if (now[j - 1] + 1 < cost)
                cost = now[j - 1] + 1;
            if (i > 1 && j > 1 && a.ptr[i - 1] == b.ptr[j - 2] && a.ptr[i - 2] == b.ptr[j - 1] &&
                before[j - 2] + 1 < cost)
                cost = before[j - 2] + 1;
            now[j] = cost;
        }
        size_t *oldest = before;
        before = last, last = now, now = oldest;
    }
    return last[b.len];
}

const char *nearest_of(struct str text, const char *const *names)
{
    const char *best = NULL;
    size_t least = SIZE_MAX;
    for (; *names != NULL; names++) {
        struct str name = str_from(*names);
        size_t distance = edit_distance(text, name);
        size_t longer = text.len > name.len ? text.len : name.len;
        /* What was begun rightly counts as near, however much is missing. */
        if (text.len >= 3 && str_starts(name, text))
            distance = 1;
        if (distance < least && distance * 3 <= longer + 1)
            best = *names, least = distance;
    }
    return best;
}
