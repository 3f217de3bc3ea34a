/* What the reader of JSONL records and the importers of other tools' files share. Internal to this room. */
#ifndef FIDELIO_TRANSCRIPT_RECORD_H
#define FIDELIO_TRANSCRIPT_RECORD_H

#include "base/lookup.h"
#include "transcript/transcript.h"

/* Who speaks on the side that the file calls user (ROLE_CALLER) or assistant (ROLE_PERSONA). `options` may be NULL. */
enum role role_of_side(enum role side, const struct read_options *options);
/* Which side a speaker's name is: sure about customers and agents; *by_side when it is one of the words user and
 * assistant. */
bool speaker_role(struct str name, enum role *role, bool *by_side);

/* Takes in conversations one by one and sees to what concerns them together. */
struct collector {
    struct transcripts *into; /* borrowed */
    struct bad_lines *bad;    /* borrowed, may be NULL */
    const char *path;         /* borrowed */
    struct arena arena;
    struct names ids; /* beside `into` */
};
void collector_init(struct collector *c, const char *path, struct transcripts *into, struct bad_lines *bad);
void collector_release(struct collector *c);
/* Adopts the transcript. An id that is there already is a bad line, and the transcript is freed; a persona that replies
 * twice in a row is a warning. */
void collector_add(struct collector *c, struct transcript *transcript);

#endif
