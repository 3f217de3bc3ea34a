/* The comparison of wordings, callers or models within a run, for people. */
#ifndef FIDELIO_REPORT_CONTEST_H
#define FIDELIO_REPORT_CONTEST_H

#include "base/buf.h"
#include "score/contest.h"

void report_contest(const struct contest *contest, bool chinese, struct buf *out);

#endif
