/* The gate's answer: a paragraph that a person understands, a table, what became softer, and the conversations that
 * flipped, with links into both runs' report.html. */
#ifndef FIDELIO_REPORT_COMPARISON_H
#define FIDELIO_REPORT_COMPARISON_H

#include "base/buf.h"
#include "report/report.h"
#include "score/compare.h"

/* Where a side's conversations can be read: its run's folder, as the user names it; "" = nowhere (a baseline). */
struct comparison_place {
    struct str path;
    uint32_t confirm_from; /* repeats from this one on lie in PATH/confirm; 0 = none */
};
struct comparison_view {
    const struct comparison *comparison;
    struct comparison_place before, after;
    bool chinese;
};

void report_comparison(const struct comparison_view *view, struct buf *out);          /* text */
void report_comparison_markdown(const struct comparison_view *view, struct buf *out); /* a job summary */
/* The top of the page of `compare --format html` (report/html.h holds the rest): verdict, table, weakenings, flips. */
void report_comparison_html(const struct comparison_view *view, struct buf *out);

/* On persona lines: what became softer, and the rules that what passed before breaks now. */
void report_comparison_annotations(const struct comparison_view *view, enum annotation_style style, struct buf *out);

#endif
