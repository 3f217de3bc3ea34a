/* The report of an exam of the caller (a rubric of subject "caller"): by procedure step its score, the words that
 * earned or lost it, and what was missed. */
#ifndef FIDELIO_REPORT_EXAM_H
#define FIDELIO_REPORT_EXAM_H

#include "report/report.h"

void report_exam(const struct report *report, const struct text_options *options, struct buf *out);

#endif
