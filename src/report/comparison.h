/* A comparison for people: one paragraph, the table of metrics, what became softer, what flipped. */
#ifndef FIDELIO_REPORT_COMPARISON_H
#define FIDELIO_REPORT_COMPARISON_H

#include "base/buf.h"
#include "score/compare.h"

void report_comparison(const struct comparison *comparison, bool chinese, struct buf *out);

#endif
