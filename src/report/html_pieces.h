/* The conversations of report.html, made one by one, so that none of them need stay until the page is written. The
 * pieces of a conversation are rendered by any thread; added they are in order, by one at a time. */
#ifndef FIDELIO_REPORT_HTML_PIECES_H
#define FIDELIO_REPORT_HTML_PIECES_H

#include "report/report.h"

/* What the page's conversations may be about: numbered in this order. The lists are borrowed while the pieces are made,
 * what they point to for as long as the pieces live. */
struct html_subjects {
    const struct scenario *const *scenarios;
    size_t scenario_count;
    const struct rubric *const *rubrics;
    size_t rubric_count;
    bool chinese; /* language of the page's own words */
    bool blind;   /* no verdicts, findings or evidence */
};

struct html_pieces;
struct html_pieces *html_pieces_new(const struct html_subjects *subjects);
void html_pieces_free(struct html_pieces *pieces); /* NULL is fine */

/* Rendering, by any thread: the conversation as JSON; and as HTML for readers without JavaScript, who see the first
 * hundred, failed ones first: "" where it is sure not to be among them. */
void html_piece_data(const struct html_pieces *pieces, const struct report_entry *entry, struct buf *out);
void html_piece_still(const struct html_pieces *pieces, const struct report_entry *entry, struct buf *out);
/* The report's next conversation; `passed`: that is its verdict. The texts are copied as far as they are needed. */
void html_pieces_add(struct html_pieces *pieces, bool passed, struct str data, struct str still);

#endif
