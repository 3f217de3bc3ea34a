/* Does a reply meet the condition of one of the script's branches ("if the customer says ...")? */
#ifndef FIDELIO_DIALOGUE_BRANCH_H
#define FIDELIO_DIALOGUE_BRANCH_H

#include "dialogue/qa.h"
#include "dialogue/reading.h"

/* In [0, 1]; from BRANCH_MEETS on the branch is spoken. A condition that quotes the customer is met by those words or
 * their like; one that names an attitude (hesitates, suspects, objects) by a reply that shows it, on the same subject.
 */
#define BRANCH_MEETS 0.5
double branch_meets(struct arena *arena, struct str when, const struct qa_text *condition_terms,
                    const struct qa_text *reply_terms, const struct reading *reading);

#endif
