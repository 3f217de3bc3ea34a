/* What is written of a run's conversations while others are still being held: transcripts.jsonl and scores.jsonl as
 * drafts, in plan order, and the pieces of report.html. */
#ifndef FIDELIO_RUN_OUTPUT_H
#define FIDELIO_RUN_OUTPUT_H

#include "base/file.h"
#include "report/html_pieces.h"

struct output;

/* Into the folder `path`, of at most `most` conversations about `subjects`. What goes wrong with the files is told by
 * the commit of its drafts. */
struct output *output_open(const char *path, const struct html_subjects *subjects, size_t most);
/* By any thread, in any order, each place of the plan once: renders the conversation, whose facts are filled in, and
 * writes it when it is its turn. Nothing of it is needed afterwards. What waits is held in memory as far as it is
 * little, else in a file without a name in the folder, where such can be had. */
void output_add(struct output *output, size_t place, const struct report_entry *entry);
void output_hold(struct output *output, size_t most); /* bytes in memory instead of 16 MB; for tests */
/* No more come: writes what still waits for its turn, and lets the disk begin. */
void output_end(struct output *output);
struct html_pieces *output_pieces(struct output *output); /* complete; they live as long as the output */
/* Of transcripts.jsonl and scores.jsonl, complete; to be committed by the caller. */
enum { OUTPUT_DRAFTS = 2 };
void output_drafts(struct output *output, struct file_draft *drafts[static OUTPUT_DRAFTS]);
void output_close(struct output *output); /* NULL is fine */

#endif
