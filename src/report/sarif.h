/* SARIF 2.1.0 (OASIS standard): what `check` found, for code hosts and editors. */
#ifndef FIDELIO_REPORT_SARIF_H
#define FIDELIO_REPORT_SARIF_H

#include "base/buf.h"
#include "base/error.h"
#include "spec/check.h"

struct sarif_document {
    const char *path; /* as the user named it; relative paths are what code hosts can show */
    const struct check *check;
};
/* A document that could not even be read: a result of its own, by this rule. */
#define UNREADABLE_DOCUMENT "unreadable-document"
struct sarif_failure {
    const char *path;
    struct error error;
};
struct sarif_input {
    const struct sarif_document *documents;
    size_t count;
    const struct sarif_failure *failures;
    size_t failure_count;
};
/* One run of the tool over the documents; `version` is the program's. */
void report_sarif(const struct sarif_input *input, const char *version, struct buf *out);

#endif
