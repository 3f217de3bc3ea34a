/* What the scripted caller makes of a reply: does it ask for a repetition, doubt who is calling, ask a question, want
 * to go?
 *
 * By closed lists of Chinese and English phrases over normal text; what is doubtful is left out, because an answer to
 * what was not asked is worse than going on. */
#ifndef FIDELIO_DIALOGUE_READING_H
#define FIDELIO_DIALOGUE_READING_H

#include "base/arena.h"
#include "dialogue/lexicon.h"

#include <stdbool.h>

/* More than anybody asks in one breath; each is held against every line of the script. */
enum { QUESTIONS_MOST = 64 };
struct reading {
    struct str normal;     /* the reply, normal text */
    struct str *questions; /* the first sentences that ask for content, normal text, in order */
    size_t question_count;
    bool marked;       /* some sentence has the form of a question, whatever it is meant as */
    bool silent;       /* nothing was said */
    bool repeat;       /* wants the last thing said again, or hears badly */
    bool wait;         /* asks to wait a moment */
    bool identity;     /* asks who is calling or doubts it */
    bool sales;        /* asks whether this is a sales call */
    bool named;        /* owns up to being the person that was asked for */
    bool busy;         /* cannot talk now */
    bool leaving;      /* has a word of leaving in it and wants no more talk: whether it closes is told by the signal */
    bool hesitant;     /* undecided, unsure */
    bool troubled;     /* complains or tells of trouble */
    bool mistrusts;    /* does not believe that what is said will be done */
    bool missed;       /* "that is not what I asked" */
    bool told_before;  /* "I have told you already" */
    bool heard_before; /* "you said that already" */
    bool asleep;       /* speaks of sleep */
    bool fraud;        /* speaks of fraud */
    bool objects;      /* says no */
};

/* What a document's caller listens with: made once, shared by its conversations. In `arena`. */
struct listener {
    struct lexicon lexicon;
    struct str role;          /* normal text */
    uint64_t role_characters; /* a bit for the low bits of each */
};
/* `role` is the caller's role in the document: a short question that names it asks who is calling. */
void listener_init(struct listener *listener, struct arena *arena, struct str role);

struct reading reading_of(struct arena *arena, const struct listener *listener, struct str reply);
/* The reading's `leaving` alone, without a listener. */
bool reading_leaves(struct arena *arena, struct str reply);

#endif
