/* What a speaker may say of itself that the document does not back: another trade, another place, a relative nobody
 * mentioned; and how a claim about oneself begins. Words in normal form, found in one pass (text/needles.h). */
#ifndef FIDELIO_SIGNAL_CLAIMS_H
#define FIDELIO_SIGNAL_CLAIMS_H

#include "text/needles.h"

/* The values of the needles. */
enum claim {
    CLAIM_TRADE,     /* one that the document does not name */
    CLAIM_CITY,      /* the same */
    CLAIM_RELATIVE,  /* of a kind that the callee half does not speak of */
    CLAIM_WORKPLACE, /* the word for the kind, behind which name it may be */
};

/* `document` and its callee half: normal text. */
void claims_init(struct needles *claims, struct arena *arena, struct str document, struct str callee);

/* Does the clause tell of one's family or of people one knows, and does it tell of anybody else at all? Normal text. */
bool speaks_of_kin(struct str clause);
bool speaks_of_another(struct str clause);

#endif
