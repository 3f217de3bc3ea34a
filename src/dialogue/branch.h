/* Does a reply meet the condition of one of the script's branches ("if the customer says ...")? */
#ifndef FIDELIO_DIALOGUE_BRANCH_H
#define FIDELIO_DIALOGUE_BRANCH_H

#include "dialogue/reading.h"
#include "text/similarity.h"

/* What stands in quotation marks in a condition. */
struct quote {
    struct str words; /* bare normal text */
    struct grams grams;
    bool undecided;
};
/* A condition as the document has it: made once. */
struct condition {
    struct quote *quotes; /* arena */
    size_t quote_count;
    bool undecided, doubting, objecting, occupied; /* attitudes that it names */
    bool fraud, sales;                             /* what is doubted */
};
void condition_init(struct condition *condition, struct arena *arena, struct str when);

/* In [0, 1]; from BRANCH_MEETS on the branch is spoken. A condition that quotes the customer is met by those words or
 * their like; one that names an attitude (hesitates, suspects, objects) by a reply that shows it, on the same subject.
 * `likeness` is that of condition and reply (dialogue/qa.h). */
#define BRANCH_MEETS 0.5
double branch_meets(struct arena *arena, const struct condition *condition, double likeness,
                    const struct reading *reading);

#endif
