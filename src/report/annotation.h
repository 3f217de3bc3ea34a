/* One annotation on a line of a file, in the words of a code host. */
#ifndef FIDELIO_REPORT_ANNOTATION_H
#define FIDELIO_REPORT_ANNOTATION_H

#include "base/buf.h"
#include "rubric/rubric.h"

#include <stdbool.h>

struct json_writer;

struct annotation {
    bool error;      /* else a warning */
    struct str path; /* of the repository; "" = of no file */
    size_t line;     /* from 1 */
    struct str title, text;
};

/* Where a broken rule is shown: on its line, or, a rule of no document ("core"), at the top of the document it was
 * broken for: an annotation needs a file of the repository and a line from 1. `scenario` may be NULL. */
struct str annotation_path(const struct rule *rule, const struct scenario *scenario);
size_t annotation_line(const struct rule *rule);
void annotation_github(const struct annotation *annotation, struct buf *out); /* a workflow command */
/* An entry of GitLab's code quality report, into an open array; one of no file is left out. */
void annotation_gitlab(const struct annotation *annotation, struct json_writer *w);

#endif
