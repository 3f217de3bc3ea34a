/* The files of a run that are derived from its tape: transcripts, scores, summary, reports, and run.json with the
 * counts. */
#ifndef FIDELIO_RUN_DERIVED_H
#define FIDELIO_RUN_DERIVED_H

#include "run/pipeline.h"
#include "run/results.h"

struct derived {
    struct arena arena;
    struct judgements *judgements; /* owned; a judge's recorded answers, when there are any */
    struct results results;
    bool *stands;         /* arena; derived_standing */
    struct report report; /* of all conversations; from derived_write_all on */
};

/* One a planned conversation, in `arena`: it stands whole in the folder's files. NULL: none does. */
bool *derived_standing(const struct plan *plan, struct folder *folder, struct arena *arena);

/* In this order: the rubrics are begun, and a file's mistake is told before any model is asked; a judge's answers are
 * read from the folder, and which conversations stand whole there; conversations are taken by `results` as they end
 * (pipeline_options.results), scored and written to drafts; then they are counted, and costs.jsonl, transcripts.jsonl,
 * scores.jsonl, summary.json, report.html, junit.xml and run.json are put in place, each whole. `keep_all`:
 * conversations stay until the release, for reports that show them all; else only what report_text shows. Plan, folder
 * and result outlive it. After a failure of the first nothing needs release; files are as they were or whole. */
bool derived_open(struct derived *derived, const struct plan *plan, size_t threads, struct error *err);
bool derived_begin(struct derived *derived, const struct plan *plan, struct folder *folder, bool keep_all,
                   struct error *err);
/* How many conversations stand whole in the folder's transcripts.jsonl and were not held to their end this time: a tape
 * was lost, cut short or edited, or a signal, a budget or a server that is gone came before what was to be asked again.
 * Then the files are better left as they are. */
size_t derived_would_lose(const struct derived *derived, const struct pipeline_result *result);
bool derived_write_all(struct derived *derived, const struct plan *plan, struct folder *folder,
                       struct pipeline_result *result, struct error *err);
/* The files of conversations that are all there, but run.json. */
struct derived_run {
    struct str id;
    const char *path; /* the folder */
    size_t planned;
};
bool derived_write(const struct results *results, const struct derived_run *run, struct error *err);
void derived_release(struct derived *derived);

#endif
