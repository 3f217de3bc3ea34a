/* A persona as the understudy knows it: what it needs of the callee half, in words that can be spoken. */
#ifndef FIDELIO_UNDERSTUDY_PERSONA_H
#define FIDELIO_UNDERSTUDY_PERSONA_H

#include "base/arena.h"
#include "spec/scenario.h"
#include "understudy/brain.h"
#include "understudy/caller.h"

struct persona {
    struct arena arena;
    enum lang lang;
    struct str name, age;       /* "" = not found; age in digits */
    struct str marker;          /* hang-up marker */
    struct str *raised;         /* a concern as the person would say it: whole spoken sentences; primary first */
    enum concern_level *levels; /* of each */
    size_t raised_count;
    struct line_texts positive; /* example lines, as they stand */
    struct line_texts negative;
    bool hears_badly; /* asks to have things repeated */
    bool sums_up;     /* repeats what matters before hanging up */
    bool wavers;      /* hesitates, puts off */
    uint64_t hash;    /* of the prompt */
    bool calls;       /* the prompt asks to be the caller */
    struct calling calling;
    bool told; /* the prompt names a temperament, which then holds whatever the model's name says */
    struct brain_model as_told;
};

#endif
