/* A limit for tests of what must take linear time: what does not would run for hours. Criterion's own limit leaks a few
 * bytes when the test under it is the last to end, and the leak sanitizer tells. */
#ifndef FIDELIO_TESTS_SUPPORT_WITHIN_H
#define FIDELIO_TESTS_SUPPORT_WITHIN_H

#include <unistd.h>

/* Ends the test's own process by a signal when it takes longer. */
static inline void within(unsigned seconds)
{
    alarm(seconds);
}

#endif
