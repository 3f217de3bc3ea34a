/* The template player's lines, by language and occasion. A "%s" is a hole. */
#ifndef FIDELIO_UNDERSTUDY_LINES_H
#define FIDELIO_UNDERSTUDY_LINES_H

#include "spec/scenario.h"

enum occasion {
    LINE_FIRST,        /* picks up: it is me, who are you, is this a sales call */
    LINE_GO_ON,        /* told who is calling */
    LINE_LISTEN,       /* after a statement */
    LINE_UNSURE,       /* asked something */
    LINE_DOUBT,        /* doubts a promise */
    LINE_REPEAT,       /* asks to hear it again */
    LINE_FOLLOW,       /* after an answer */
    LINE_SPARE,        /* asked, and nothing weighs on them */
    LINE_SILENT,       /* "are you there?" */
    LINE_YES,          /* asked for the name once more */
    LINE_CLOSE,        /* ends the call of their own accord */
    LINE_CLOSE_ANSWER, /* "anything else?" */
    LINE_BYE,          /* the caller says goodbye */
    LINE_SUM,          /* in front of a close: what matters, again */
    LINE_ASK,          /* frame of a question: "%s" */
    LINE_SAY,          /* frame of a statement */
    LINE_TOPIC,        /* frame of a noun phrase */
    LINE_PLATITUDE,
    LINE_LEAK,
    LINE_HELPER,
    LINE_NARRATE, /* around a reply: "%s" */
    LINE_GUSH,    /* lead of a flood */
    LINE_FORGET_NAME,
    LINE_FORGET_AGE, /* "%s" is a wrong age */
    LINE_FOREIGN,
    LINE_HASTY,
    LINE_CLING,
    OCCASIONS
};
/* Ends with NULL; at least one. */
const char *const *lines_of(enum lang lang, enum occasion occasion);
size_t lines_count(const char *const *lines);
/* The line with `hole` in place of its "%s"; borrowed from the line when it has none. */
struct str line_fill(struct arena *arena, const char *line, struct str hole);

#endif
