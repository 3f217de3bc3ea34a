/* Where in a reply a signal stands, for the signals whose place the features do not tell, and which line of the
 * document is repeated there. */
#ifndef FIDELIO_SIGNAL_EVIDENCE_H
#define FIDELIO_SIGNAL_EVIDENCE_H

#include "signal/profile.h"
#include "signal/signal.h"

struct repeated {
    size_t line;       /* of the document; 0 = none */
    size_t start, end; /* bytes of the reply's normal text, of the clauses that repeat it; 0, 0 = none does by itself */
};

/* The example, else the sentence on the persona, that the reply repeats most of. With `negative` only examples of how
 * not to speak are looked at, and likeness is enough. */
struct repeated evidence_repeated(const struct profile *profile, const struct utterance *utterance, bool negative);

#endif
