/* Labelled conversations (tests/accuracy/sets/README.md) and the documents they belong to. */
#ifndef FIDELIO_ACCURACY_SETS_H
#define FIDELIO_ACCURACY_SETS_H

#include "signal/context.h"
#include "transcript/transcript.h"

struct labels {
    uint32_t *replies; /* bit s: core signal s, one a persona message; owned */
    size_t count;
    struct str end;
    const struct json *conditions, *concerns; /* arrays of the record */
    bool faithful;
};
struct labelled_set {
    char name[64];
    uint32_t exam; /* the number of its folder of exams, from 1; 0: none */
    bool held_out; /* in no fit; so are exams */
    bool lines;                /* single replies of lines.txt: learned from, never counted */
    struct scenario *scenario; /* owned */
    struct transcripts calls;  /* owned */
    struct labels *labels;     /* owned, one a call */
    char hash[65];             /* of the JSONL file */
};
struct labelled_sets {
    VEC(struct labelled_set) all;
};

/* Every NAME.jsonl of `folder` with its document; the names in `folder`/held-out.txt are marked, and all of a folder of
 * exams (`exam` > 0). Sets of a name that is there already are left out. Returns false and `err` when a set cannot be
 * read. */
bool sets_read(struct labelled_sets *sets, const char *folder, const char *seeds, uint32_t exam, struct error *err);
/* `folder`/lines.txt, when it is there, as one more set: a call a line. */
bool sets_read_lines(struct labelled_sets *sets, const char *folder, struct error *err);
void sets_release(struct labelled_sets *sets);

#endif
