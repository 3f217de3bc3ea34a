/* What reviewers say of findings: fidelio.review/1, one JSON line each in reviews.jsonl, append-only.
 *
 * A record is anchored to transcript hash, message, span and rule, so that it survives scoring again. Nothing is ever
 * changed or removed: a later word of the same author on the same anchor counts, the earlier stays readable. */
#ifndef FIDELIO_REVIEW_RECORD_H
#define FIDELIO_REVIEW_RECORD_H

#include "base/buf.h"
#include "base/lookup.h"
#include "score/score.h"

struct json;
struct json_writer;

enum review_action {
    REVIEW_AGREE,       /* the finding is right */
    REVIEW_OVERRULE,    /* it is wrong; needs a reason */
    REVIEW_REATTRIBUTE, /* it is right, but somebody else's doing; needs a reason and an attribution */
    REVIEW_MISSED,      /* the scorer missed a signal here; needs a span and a signal */
    REVIEW_COMMENT,     /* needs a text */
    REVIEW_VERDICT,     /* the conversation as a whole: `accepted` */
    REVIEW_ADJUDICATE,  /* the last word where reviewers disagree: `accepted` says whether the finding stands; needs a
                           reason */
    REVIEW_ACTION_COUNT
};

struct review {
    enum review_action action;
    struct str author, reason, time; /* time: "2026-11-21T19:23:05Z" */
    struct str transcript, transcript_hash;
    struct str rule, signal, attribution; /* "" where the action has none */
    bool has_span;
    uint32_t message, start, end; /* message index, code points; meaningful when has_span */
    bool accepted;
    size_t line;   /* in reviews.jsonl, from 1; 0 = not yet written */
    size_t before; /* among those read: the one before it on the same conversation, from 1; 0 = none */
};

struct reviews {
    struct arena arena;
    struct review *items; /* owned */
    size_t count, room;
    struct lookup newest; /* of a conversation, by its hash, from 1 */
};

/* Reads and checks one record; texts are copied into `arena`. Names the member that is wrong. `time` is `now` where the
 * record has none. */
bool review_from_json(struct arena *arena, const struct json *record, struct str now, struct review *review,
                      struct error *err);
void review_write(const struct review *review, struct json_writer *w);

/* All of a file; a missing file is no error and gives none. A bad line is an error with its number, except a torn last
 * one, which is left out. */
bool reviews_read(struct reviews *reviews, const char *path, struct error *err);
void reviews_release(struct reviews *reviews);
/* The last word on a conversation, and the one before `review` on the same; NULL when there is none. */
const struct review *reviews_newest(const struct reviews *reviews, const char *transcript_hash);
const struct review *reviews_before(const struct reviews *reviews, const struct review *review);
/* Could a line be added? To be asked before anybody writes reviews that could not be kept. The file is not made. */
bool reviews_may_be_kept(const char *path, struct error *err);
/* Appends one line, locked against other writers and synced; on error the file is as it was. */
bool review_append(const char *path, const struct review *review, struct error *err);

/* All of them as a JSON array: what the report's page reads. */
void reviews_write(const struct reviews *reviews, struct buf *out);

/* What reviewers made of one finding of one conversation, or without a rule of the whole: upheld is accepted. */
enum standing { STANDING_UNREVIEWED, STANDING_UPHELD, STANDING_OVERRULED, STANDING_DISPUTED };
/* The last word of each author counts; an adjudication decides; authors who differ without one leave it disputed. */
enum standing reviews_standing(const struct reviews *reviews, const char *transcript_hash, struct str rule);

#endif
