/* What the understudy makes of the caller's words. */
#ifndef FIDELIO_UNDERSTUDY_LISTEN_H
#define FIDELIO_UNDERSTUDY_LISTEN_H

#include "base/arena.h"
#include "base/str.h"

#include <stdbool.h>

struct heard {
    bool asks;     /* a question stands at its end or anywhere */
    bool farewell; /* says goodbye */
    bool probe;    /* "anything else?" */
    bool confirms; /* "is this X?" */
    bool silence;  /* "are you still there?" */
};
struct heard heard_of(struct arena *arena, struct str message);

#endif
