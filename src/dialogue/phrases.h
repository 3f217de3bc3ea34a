/* The closed list of words that the scripted caller adds to the script: acknowledgements, lead-ins, fixed lines. It
 * says nothing else that does not stand in the document, so runs stay comparable; this list is what can be printed and
 * read. */
#ifndef FIDELIO_DIALOGUE_PHRASES_H
#define FIDELIO_DIALOGUE_PHRASES_H

#include <stddef.h>

/* What the caller speaks: the scenario's language, or the Cantonese that a script in Traditional Chinese is written in.
 */
enum tongue { TONGUE_HANS, TONGUE_HANT, TONGUE_CANTONESE, TONGUE_ENGLISH };
enum phrase_kind {
    PHRASE_ACK,          /* in front of the next utterance */
    PHRASE_ACK_TROUBLE,  /* after a complaint */
    PHRASE_ACK_DOUBT,    /* after a hesitation */
    PHRASE_ACK_MISTRUST, /* after "why should I believe it?" */
    PHRASE_ANSWER,       /* in front of an answer; the first is empty */
    PHRASE_NOTED,        /* an unknown question */
    PHRASE_NOTED_MORE,   /* a further unknown question */
    PHRASE_NOTED_AGAIN,  /* a question that was answered before */
    PHRASE_COMING,       /* the script comes to it later */
    PHRASE_REPEAT,       /* in front of what is said again */
    PHRASE_WAIT,         /* the customer asks to wait */
    PHRASE_IDENTITY,     /* "%s" is the caller's role */
    PHRASE_NO_SALES,     /* only where the script says so itself */
    PHRASE_SILENCE,      /* nothing was said */
    PHRASE_PROBE,        /* once, after the script */
    PHRASE_BUSY,         /* in front of the closing words */
    PHRASE_GREETING,     /* a document without an opening and a first step */
    PHRASE_FAREWELL,     /* a document without closing words */
    PHRASE_ASK_AGAIN,    /* perturbations: asks the last thing once more */
    PHRASE_SMALL_TALK,
    PHRASE_SAYS_NOTHING,
    PHRASE_INTERRUPTS,
    PHRASE_IMPATIENT,
    PHRASE_INJECTION,
    PHRASE_KINDS
};
/* Ends with NULL; at least one. */
const char *const *phrases_of(enum tongue tongue, enum phrase_kind kind);
size_t phrase_count(enum tongue tongue, enum phrase_kind kind);

#endif
