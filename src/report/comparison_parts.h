/* Words and numbers that every format of a comparison shares; only comparison*.c use them. */
#ifndef FIDELIO_REPORT_COMPARISON_PARTS_H
#define FIDELIO_REPORT_COMPARISON_PARTS_H

#include "report/comparison.h"

enum { FLIPS_SHOWN = 10 };

const char *comparison_say(const struct comparison_view *view, const char *english, const char *chinese);
/* A gate's rule is called by its id. */
const char *comparison_metric_label(const struct comparison_view *view, const struct metric *metric);
const char *comparison_verdict_words(const struct comparison_view *view, enum comparison_verdict verdict);
/* Secondary metrics without any difference are counted, not listed. */
bool comparison_is_quiet(const struct metric *metric);
size_t comparison_quiet_count(const struct comparison *comparison);
/* Lines of plain text: what the verdict stands on, and what would settle an open question. */
void comparison_put_paragraph(const struct comparison_view *view, struct buf *out);
void comparison_put_number(struct buf *out, double value, bool sign); /* NaN: a dash */
/* As the format escapes it; of nothing compared: a dash. */
void comparison_put_p(struct buf *out, const struct metric *metric, double p,
                      void (*escape)(struct buf *out, struct str text));
void comparison_put_score(struct buf *out, const struct score *score); /* rules only, with the judge in brackets */
/* RUN/report.html#CONVERSATION; false, and nothing added, where there is no report to link to. */
bool comparison_put_link(struct buf *out, const struct comparison_place *place, const struct transcript *transcript);
/* Weakenings where a rule fell silent (`silent`), and those where somebody changed the document or a rubric file. */
size_t comparison_count_weakenings(const struct comparison *comparison, bool silent);
const char *comparison_weakening_title(const struct comparison_view *view, bool silent);
struct str comparison_weakening_why(const struct comparison_view *view, const struct weakening *weakening);
struct str comparison_weakening_file(const struct comparison_view *view, const struct weakening *weakening);
const char *comparison_flip_title(const struct comparison_view *view, bool worse);
/* "title (3)", the brackets of the view's language. */
void comparison_put_counted(const struct comparison_view *view, const char *title, size_t count, struct buf *out);

#endif
