/* What the endpoints of the tests have in common: chat completions on loopback, answered by the model's name.
 *
 * Prints "port N", counts requests on stderr at the end; ends when standard input does or at an interrupt. */
#ifndef FIDELIO_TESTS_E2E_ANSWERING_H
#define FIDELIO_TESTS_E2E_ANSWERING_H

#include "base/buf.h"
#include "syntax/json.h"

enum { ANSWERING_BODY = 16 << 20 };

struct asking {
    struct arena *arena;     /* of the request */
    const struct json *body; /* of the request */
    const char *model;       /* the name in it */
    struct str last;         /* the last message's content */
    size_t requests;         /* so far, this one counted */
};

/* Writes the reply's content; false answers with HTTP 500. */
typedef bool answering_write(const struct asking *asking, struct buf *content, void *context);

/* Serves until the end; returns the exit status. */
int answering_run(answering_write *write, void *context);

#endif
