/* What the scripted caller listens for: closed lists of Chinese and English phrases of normal text. */
#ifndef FIDELIO_DIALOGUE_HEARD_H
#define FIDELIO_DIALOGUE_HEARD_H

enum heard {
    HEARD_REPEAT,     /* wants the last thing said again */
    HEARD_WAIT,       /* asks to wait a moment */
    HEARD_WAIT_NOT,   /* is no such thing */
    HEARD_IDENTITY,   /* who is calling? */
    HEARD_SALES,      /* a sales call? */
    HEARD_PURPOSE,    /* what about? */
    HEARD_RHETORICAL, /* asks without wanting to know */
    HEARD_BUSY,
    HEARD_BUSY_NOT, /* has time after all */
    HEARD_HESITANT,
    HEARD_TROUBLED,
    HEARD_MISTRUST, /* does not believe that it will be done */
    HEARD_MISSED,   /* "that is not what I asked" */
    HEARD_TOLD,     /* "I have told you already" */
    HEARD_HEARD,    /* "you said that already" */
    HEARD_NAMED,    /* owns up to being the person that was asked for */
    HEARD_GOING_ON, /* wants more talk */
    HEARD_LEAVING,  /* what a goodbye holds at least; whether it is one is told by the signal */
    HEARD_GOODBYE,
    HEARD_ASLEEP,
    HEARD_FRAUD,
    HEARD_NO,   /* objects */
    HEARD_ASKS, /* the verbs of indirect questions (text/sentence.h) */
    HEARD_KINDS
};
extern const char *const *const heard_phrases[HEARD_KINDS];

#endif
