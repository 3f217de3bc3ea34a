/* Conversations out of other tools' files: what a file is is seen from its content, never from its name.
 *
 * Read are: fidelio.transcript/1 and OpenAI-style JSONL, one JSON document or array of such records, bare arrays of
 * messages; results of tau-bench and tau2-bench (the customer is the user there); promptfoo's JSON or JSONL output;
 * JSONL with an utterance a line
 * ({"id":"dialogue#turn","speaker":"customer","text":...}); and plain text with a speaker's name before each turn
 * ("客户：", "Agent:"), where a line of dashes or a heading begins the next conversation; and tables
 * (CSV, TSV, Markdown) headed by who speaks and what is said, or by the speakers. */
#ifndef FIDELIO_TRANSCRIPT_IMPORT_H
#define FIDELIO_TRANSCRIPT_IMPORT_H

#include "transcript/transcript.h"

/* As transcripts_read: bad records go to `bad`, the rest is read. false when the file cannot be read or is none of the
 * above. Without markers given, the stop words of the tool that the file is from count too. */
bool transcripts_import(const char *path, const struct read_options *options, struct transcripts *into,
                        struct bad_lines *bad, struct error *err);
bool transcripts_import_text(const char *path, struct str text, const struct read_options *options,
                             struct transcripts *into, struct bad_lines *bad, struct error *err);

#endif
