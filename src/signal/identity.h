/* Who the persona is by the document's role section, and what a reply says of that: name, sex, years at a trade. */
#ifndef FIDELIO_SIGNAL_IDENTITY_H
#define FIDELIO_SIGNAL_IDENTITY_H

#include "signal/number.h"
#include "text/sentence.h"

#include <stddef.h>

enum sex { SEX_UNKNOWN, SEX_MALE, SEX_FEMALE };

/* In normal form; arena of the profile. */
struct identity {
    struct str name;   /* "张强", "gwen pritchard"; empty when the role names nobody */
    struct str callee; /* the callee half: who is named there may be meant */
    enum sex sex;
    struct numbers years; /* the spans of years in the callee half */
};

struct identity identity_of(struct arena *arena, struct str role, struct str callee);

struct identity_claims {
    size_t names, sexes, years; /* what the reply says that cannot be */
    uint32_t start, end;        /* bytes of the reply: the first name or sex that is not the persona's */
};
/* `numbers` are the reply's. Surnames count in Chinese only: an English name is told by its capitals (fact.c). */
struct identity_claims identity_contradicted(const struct identity *identity, const struct words *reply,
                                             const struct numbers *numbers);

#endif
