/* The second half of the terminal report: what went wrong, worst first, with the line of the document and the words of
 * the reply. */
#ifndef FIDELIO_REPORT_TEXT_FINDINGS_H
#define FIDELIO_REPORT_TEXT_FINDINGS_H

#include "report/report.h"

/* How the terminal report looks. */
struct look {
    bool chinese, colour;
    size_t width; /* columns */
    size_t worst; /* how many failed conversations are shown; SIZE_MAX: all, and all of each */
};

/* A handful of failed conversations and of each the worst findings. Conversations that could not be completed are named
 * with their reason. */
void text_findings(const struct report *report, const struct look *look, struct arena *arena, struct buf *out);

/* The part of `content` around the span [start, end) (code points) that fits, and a line of carets below it; `label`
 * stands before the first, blanks before the second. */
void text_quote(const struct look *look, struct str content, size_t start, size_t end, const char *label,
                struct buf *out);

void text_style(const struct look *look, struct buf *out,
                const char *sequence);                                      /* an SGR sequence, when colour is on */
void text_title(const struct look *look, struct str text, struct buf *out); /* a blank line and a bold one */
const char *text_ending(enum ending_verdict verdict, bool chinese);

#endif
