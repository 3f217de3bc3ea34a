/* Time spent, added up by what it was spent on. One a thread. A NULL stopwatch measures nothing and costs nothing. */
#ifndef FIDELIO_BASE_STOPWATCH_H
#define FIDELIO_BASE_STOPWATCH_H

#include "base/arena.h"
#include "base/clock.h"
#include "base/str.h"
#include "base/vec.h"

struct lap {
    const char *kind; /* static: "step", "signal", "rule" */
    struct str name;  /* arena */
    uint64_t ns, count;
};
struct stopwatch {
    struct arena arena;
    struct clock clock;
    VEC(struct lap) laps; /* in order of first appearance */
};

void stopwatch_init(struct stopwatch *watch, struct clock clock);
void stopwatch_release(struct stopwatch *watch);
/* Now, for stopwatch_add; 0 for a NULL stopwatch. */
uint64_t stopwatch_now(const struct stopwatch *watch);
uint64_t stopwatch_add_to(struct stopwatch *watch, const char *kind, struct str name, uint64_t since);
/* Adds the time since `since` and returns now, so that the next stretch can begin there. `name` is copied when it is
 * new. */
static inline uint64_t stopwatch_add(struct stopwatch *watch, const char *kind, struct str name, uint64_t since)
{
    return watch == NULL ? 0 : stopwatch_add_to(watch, kind, name, since);
}
/* The longest first. */
void stopwatch_sort(struct stopwatch *watch);

#endif
