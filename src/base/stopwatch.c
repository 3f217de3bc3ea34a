#include "base/stopwatch.h"

#include <stdlib.h>
#include <string.h>

void stopwatch_init(struct stopwatch *watch, struct clock clock)
{
    *watch = (struct stopwatch){.clock = clock};
    arena_init(&watch->arena);
}

void stopwatch_release(struct stopwatch *watch)
{
    VEC_RELEASE(&watch->laps);
    arena_release(&watch->arena);
}

uint64_t stopwatch_now(const struct stopwatch *watch)
{
    return watch != NULL ? watch->clock.monotonic_ns(watch->clock.context) : 0;
}

uint64_t stopwatch_add_to(struct stopwatch *watch, const char *kind, struct str name, uint64_t since)
{
    uint64_t now = stopwatch_now(watch);
    size_t i = 0;
    while (i < watch->laps.count &&
           (!str_eq(watch->laps.items[i].name, name) || strcmp(watch->laps.items[i].kind, kind) != 0))
        i++;
    if (i == watch->laps.count)
        VEC_PUSH(&watch->laps, ((struct lap){.kind = kind, .name = str_dup(&watch->arena, name)}));
    watch->laps.items[i].ns += now - since;
    watch->laps.items[i].count++;
    return stopwatch_now(watch); /* what the look-up took is nobody's */
}

static int longest_first(const void *a, const void *b)
{
    const struct lap *x = a, *y = b;
    if (x->ns != y->ns)
        return x->ns > y->ns ? -1 : 1;
    return str_compare(x->name, y->name);
}

void stopwatch_sort(struct stopwatch *watch)
{
    if (watch->laps.count > 0)
        qsort(watch->laps.items, watch->laps.count, sizeof *watch->laps.items, longest_first);
}
