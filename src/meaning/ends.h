/* What the document's end conditions ask to be seen: the matters that their words name, of no domain. */
#ifndef FIDELIO_MEANING_ENDS_H
#define FIDELIO_MEANING_ENDS_H

#include "spec/scenario.h"

/* The one that says most; `matters` has all. */
enum end_kind {
    END_UNKNOWN,     /* no observable sign could be derived */
    END_SETTLED,     /* matters are explained, agreed, nothing further is asked */
    END_DECIDED,     /* the persona chooses or an appointment is made */
    END_OPEN,        /* left undecided, to be watched or thought over */
    END_LATER,       /* put off to a later contact */
    END_INTERRUPTED, /* surroundings or work break in */
    END_VERIFY,      /* the caller is not believed: to be checked by the persona */
    END_ESCALATE,    /* no usable answer: patience ends, another address is named */
    END_MISMATCH,    /* figures or accounts disagree: to be looked into */
    END_TIRED,       /* the persona has had enough for today */
    END_CHANNEL,     /* another channel was used */
    END_NOTHING_NEW, /* several turns without news: a natural pause */
    END_REFUSED,     /* the persona turns it down and wants no more of it */
    END_KIND_COUNT
};

/* clang-format off */
#define END_MATTERS(X) \
    X(EXPLAINED) X(AGREED) X(ASKED_OUT) X(PICKED) X(UNDECIDED) X(RESERVED) X(ASKS_OTHERS) X(WAITS) X(LATER) \
    X(INTERRUPTED) X(CALLBACK) X(WRITTEN) X(VERIFIES) X(AUTHORITY) X(ELSEWHERE) X(NO_ANSWER) X(EMPTY_TALK) \
    X(PUSHED) X(REFUSES) X(MISMATCH) X(TIRED) X(CHANNEL) X(NOTHING_NEW) X(RECAP) X(NOTED) X(DATED) X(EITHER)
/* clang-format on */
enum end_matter {
#define MATTER(name) END_MATTER_##name,
    END_MATTERS(MATTER)
#undef MATTER
        END_MATTER_COUNT
};

struct end_condition {
    size_t number; /* from 1, as in the document */
    struct str text;
    size_t line, column;
    enum end_kind kind;
    uint32_t matters;  /* bits 1 << enum end_matter */
    bool is_condition; /* false: the line describes style (seed 000's fifth) */
    bool must;         /* the document says that the persona must end then */
    bool derivable;    /* false: no observable predicate could be derived, the verdict may be unknown */
};

/* One a line, in `arena`. */
struct end_condition *ends_of(struct arena *arena, const struct line_texts *lines);
enum end_kind end_kind_of(struct str normal);
uint32_t end_matters_of(struct str normal);
/* For people: "everything is explained", "都讲清楚". */
const char *end_matter_name(enum end_matter matter, bool english);

#endif
