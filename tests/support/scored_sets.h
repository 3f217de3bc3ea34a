/* Documents with labelled calls, ready to be scored: what tests and benchmarks that score whole calls share. */
#ifndef FIDELIO_TESTS_SUPPORT_SCORED_SETS_H
#define FIDELIO_TESTS_SUPPORT_SCORED_SETS_H

#include "base/buf.h"
#include "score/score.h"

struct scored_set {
    struct scenario *scenario;
    struct rubric *rubric;
    struct signal_context *context;
    struct transcripts calls;
};

/* Reads FOLDER/NAME.md and FOLDER/NAME.jsonl. What was read before a failure is released by scored_set_release as well.
 */
bool scored_set_read(struct scored_set *set, const char *folder, const char *name, struct error *err);
void scored_set_release(struct scored_set *set);
/* Scores every call `rounds` times in one go with that many threads; the scores of the first round go to `out` (may be
 * NULL) as lines. Returns the replies scored. */
size_t scored_sets_score(const struct scored_set *sets, size_t count, size_t rounds, size_t threads, struct buf *out);

#endif
