/* The pieces of report.html; only html.c calls them. */
#ifndef FIDELIO_REPORT_HTML_PARTS_H
#define FIDELIO_REPORT_HTML_PARTS_H

#include "report/html.h"

enum { HTML_CHUNK = 200, STATIC_CONVERSATIONS = 100 };

/* English or Chinese words of the page itself. */
const char *html_say(const struct report *report, const char *english, const char *chinese);

/* <script type="application/json"> blocks: the index and the conversations in chunks. */
void html_data(const struct report *report, const struct html_options *options, struct buf *out);
/* The verdict in a sentence, the matrix, the small charts. */
void html_overview(const struct report *report, struct str note, struct buf *out);
/* Conversations as plain HTML. */
void html_static(const struct report *report, struct buf *out);

#endif
