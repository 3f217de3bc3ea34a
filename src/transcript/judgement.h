/* Recorded answers of a judge (fidelio.judgement/1, judge.jsonl): read by score, which calls no model.
 *
 * An answer belongs to one question about one transcript, by content: `key` hashes the question's text and the
 * transcript's hash, so an edited question or transcript finds no old answer. The file only grows; the last answer to a
 * key counts. */
#ifndef FIDELIO_TRANSCRIPT_JUDGEMENT_H
#define FIDELIO_TRANSCRIPT_JUDGEMENT_H

#include "transcript/transcript.h"

enum answer { ANSWER_YES, ANSWER_NO, ANSWER_ABSTAIN, ANSWER_ERROR };
const char *answer_name(enum answer answer); /* "yes", "no", "abstain", "error" */

struct judgement {
    struct str key;          /* judgement_key; filled when it is read or added */
    struct str transcript;   /* transcript_hash */
    struct str conversation; /* the transcript's id, for readers */
    struct str question;     /* id in the rubric */
    struct str text;         /* what was asked */
    enum answer answer;
    struct str quote; /* verbatim from the transcript; "" = none */
    struct str why;   /* the judge's reason, or what went wrong when the answer is error */
    struct str model;
    const enum answer *votes;
    size_t vote_count;
};

struct judgements;
struct judgements *judgements_new(void);
void judgements_free(struct judgements *judgements); /* NULL is fine */
/* Copies. Replaces an earlier answer to the same key. */
void judgements_add(struct judgements *judgements, const struct judgement *judgement);
size_t judgements_count(const struct judgements *judgements);
/* The i-th answer in order of first appearance; borrowed until the next addition. */
const struct judgement *judgements_at(const struct judgements *judgements, size_t index);
/* The answer to the question with this id about the transcript with this hash, or NULL. `text` empty: whatever the
 * question said; else only an answer to these very words. Borrowed until the next addition. */
const struct judgement *judgements_find(const struct judgements *judgements, struct str transcript_hash,
                                        struct str question, struct str text);
/* Reads a file, adding to `into`. Bad lines go to `bad`; false only when the file itself cannot be read. */
bool judgements_read(const char *path, struct judgements *into, struct bad_lines *bad, struct error *err);
/* One record. Everything in `judgement` is borrowed from `record` and `arena`. */
bool judgement_from_json(struct arena *arena, const struct json *record, const char *path, size_t line,
                         struct judgement *judgement, struct error *err);
/* One line, without the line end. */
void judgement_write(const struct judgement *judgement, struct json_writer *w);

#endif
