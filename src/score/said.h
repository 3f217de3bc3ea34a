/* What the messages of a call say, by closed lists of phrases that belong to no domain. Each message is read once, for
 * all lists; what several messages say together is what each of them says. */
#ifndef FIDELIO_SCORE_SAID_H
#define FIDELIO_SCORE_SAID_H

#include "base/str.h"

enum said {
    /* the persona ... */
    SAID_LEAVE,       /* goes somewhere else now */
    SAID_PULLED,      /* is called away */
    SAID_REST,        /* leaves the rest to another time or to a message */
    SAID_DONE,        /* has no more to ask, it is agreed */
    SAID_CHECK,       /* wants to check for itself who is calling */
    SAID_ESCALATION,  /* names another address: a complaint, another shop */
    SAID_UNDECIDED,   /* has not decided */
    SAID_PUT_OFF,     /* comes back to it later */
    SAID_CHANNEL,     /* has used another channel */
    SAID_FIRM,        /* takes an offer */
    SAID_WRITTEN,     /* wants it in writing */
    SAID_ASKS_OTHERS, /* has to ask others */
    SAID_NOTED,       /* wrote it down */
    SAID_AWAITS,      /* waits for something, looks at it first */
    SAID_NO_MORE,     /* asks nothing more */
    SAID_DECLINES,    /* does not want it */
    SAID_ELSEWHERE,   /* goes elsewhere */
    SAID_KEEPS,       /* keeps it as it is */
    SAID_CALLBACK,    /* fixes another call */
    SAID_DATE,        /* names a day or an hour */
    SAID_ASKS,        /* asks or fears; a question mark is told apart */
    /* the caller ... */
    SAID_ANNOUNCES,      /* has more to say */
    SAID_ANYTHING_ELSE,  /* asks whether there is anything else */
    SAID_BOOKS,          /* agrees to something and notes it */
    SAID_NO_HURRY,       /* leaves time */
    SAID_EMPTY,          /* says a phrase in place of an answer */
    SAID_LETS_OFF,       /* lets the other go about their business */
    SAID_OFFERS_CHECK,   /* offers a way to check */
    SAID_REFUSES,        /* says what cannot be done */
    SAID_OFFERS_WRITTEN, /* offers it in writing */
    SAID_PUSHES,         /* presses an offer */
    SAID_FAREWELL,       /* says goodbye */
    SAID_LETS_GO,        /* lets go: no answer to a goodbye */
    SAID_BIDS_GO,        /* bids the other go: less than a goodbye */
    SAID_COUNT
};

/* The list's phrases, with `|` between them; for tests. */
const char *said_list(enum said list);
/* Adds what the text says to `said`: a word for each list, a bit for each of its phrases. */
void said_read(struct str normal, uint64_t said[SAID_COUNT]);
/* How many phrases of the list were said; each counts once. */
static inline size_t said_count(const uint64_t *said, enum said list)
{
    return (size_t)__builtin_popcountll(said[list]);
}
static inline bool said_any(const uint64_t *said, enum said list)
{
    return said[list] != 0;
}

#endif
