/* report.html: one self-contained file, no network, readable without JavaScript.
 *
 * What must be read without JavaScript is written as HTML (verdict, matrix, charts, the first STATIC_CONVERSATIONS
 * calls, failed ones first); the rest lies in chunks of compressed JSON that the page opens one by one, so that ten
 * thousand conversations open at once. A content security policy allows exactly the one script and the one style that
 * are in the file. */
#ifndef FIDELIO_REPORT_HTML_H
#define FIDELIO_REPORT_HTML_H

#include "report/comparison.h"
#include "report/html_pieces.h"

struct html_options {
    /* What the persona's model was sent for a scenario; NULL = not shown. The text must outlive the call. */
    struct str (*prompt_of)(const struct scenario *scenario, void *context);
    void *context;
    struct str review_token; /* "" = a report to read; else the page of `fidelio review` with this token */
    struct str reviews;      /* JSON array of review records, "" = none */
    struct str note;         /* a line of text below the verdict, "" = none */
    /* The page of a comparison: the report's entries are its pairs, before and after in turn. NULL = a run's report. */
    const struct comparison_view *comparison;
    struct html_pieces *pieces; /* the conversations, all of them added; NULL: they are made of the report's entries */
    bool blind;                 /* no verdicts, findings or evidence: what a reviewer says is their own */
};

void report_html(const struct report *report, const struct html_options *options, struct buf *out);

#endif
