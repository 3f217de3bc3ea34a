/* One annotation on a line of a file, in the words of a code host. */
#ifndef FIDELIO_REPORT_ANNOTATION_H
#define FIDELIO_REPORT_ANNOTATION_H

#include "base/buf.h"

#include <stdbool.h>

struct json_writer;

struct annotation {
    bool error;      /* else a warning */
    struct str path; /* of the repository; "" = of no file */
    size_t line;     /* from 1 */
    struct str title, text;
};

void annotation_github(const struct annotation *annotation, struct buf *out); /* a workflow command */
/* An entry of GitLab's code quality report, into an open array; one of no file is left out. */
void annotation_gitlab(const struct annotation *annotation, struct json_writer *w);

#endif
