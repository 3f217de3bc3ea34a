/* A plan of faults for tests: which requests go wrong, and how.
 *
 * "every=5:429+2,at=7:reset,from=20:500": a comma list of WHEN:WHAT, the first that fits a request counts.
 *   WHEN  every=N (the Nth, 2Nth ...), at=N (the Nth), from=N (the Nth and all later), until=N (up to the Nth)
 *   WHAT  a status from 400 to 599, with +SECONDS for a Retry-After; reset (the connection is closed without an
 * answer), echo (a 401 whose message repeats the key that came), cut (it breaks in the middle of the body), html (an
 * HTML page with status 200), junk (no JSON), nochoices, null (content: null), empty (a reply without text), length and
 * filter (the reply's finish reason), slow (10 s later than planned) */
#ifndef FIDELIO_UNDERSTUDY_FAULTS_H
#define FIDELIO_UNDERSTUDY_FAULTS_H

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"

#include <stdint.h>

enum fault_kind {
    FAULT_NONE,
    FAULT_STATUS,
    FAULT_RESET,
    FAULT_CUT,
    FAULT_ECHO,
    FAULT_HTML,
    FAULT_JUNK,
    FAULT_NO_CHOICES,
    FAULT_NULL,
    FAULT_EMPTY,
    FAULT_LENGTH,
    FAULT_FILTER,
    FAULT_SLOW,
};
struct fault {
    enum fault_kind kind;
    unsigned status;
    unsigned retry_after; /* seconds; 0 = no header */
};
struct fault_plan;

/* NULL and `err` when the text is no plan. In `arena`. An empty or NULL text is a plan without faults. */
struct fault_plan *fault_plan_read(struct arena *arena, const char *text, struct error *err);
/* What happens to request `number`, counted from 1. */
struct fault fault_for(const struct fault_plan *plan, uint64_t number);

#endif
