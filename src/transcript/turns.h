/* Turns of dialogues that name their speakers, from plain text or from a table. Internal to this room. */
#ifndef FIDELIO_TRANSCRIPT_TURNS_H
#define FIDELIO_TRANSCRIPT_TURNS_H

#include "base/vec.h"
#include "transcript/speaker_names.h"

struct turn {
    size_t line;
    enum role role;
    bool user, assistant;  /* said by the words user and assistant, which mean nothing alone */
    bool begins;           /* the first of a conversation: a line of dashes, a heading or another id before it */
    struct str title;      /* its id; may be empty */
    const char *from, *to; /* what is said, lines without a name included; in the file's text or the importer's arena */
};

struct turns {
    VEC(struct turn) list;
};

/* Whose turn it is; false when nobody knows the name. */
bool turn_said_by(struct turn *turn, struct str name, const struct speaker_names *names);
/* Adds their conversations; where each would have one turn, they are one. */
void turns_import(struct importer *importer, struct turns *turns);

#endif
