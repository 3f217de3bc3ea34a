/* A run read back from its folder, for scoring and reports. */
#ifndef FIDELIO_RUN_RECORD_H
#define FIDELIO_RUN_RECORD_H

#include "base/lookup.h"
#include "rubric/rubric.h"

struct run_record {
    struct arena arena;
    const char *path;
    struct str id, started_at;
    struct scenario **scenarios; /* owned; made from the texts in run.json */
    size_t scenario_count;
    struct names ids;            /* of the scenarios */
    struct rubric_file *rubrics; /* arena; with their texts, as far as they were kept */
    size_t rubric_count;
    size_t planned;
    bool finished; /* run.json holds counts */
};
/* ERROR_USER when the folder is none, or of another version, or a document in it was changed. On failure nothing needs
 * release. */
bool run_record_read(struct run_record *record, const char *path, struct error *err);
void run_record_release(struct run_record *record);

#endif
