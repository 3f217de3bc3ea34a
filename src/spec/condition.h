/* Conditions of the script: "如果客户…：", "If the customer …:", and those in brackets inside spoken text. */
#ifndef FIDELIO_SPEC_CONDITION_H
#define FIDELIO_SPEC_CONDITION_H

#include "base/str.h"

/* Does the line begin like a condition on the other side (not one that is spoken to them: "如果您……")? */
bool condition_opens(struct str raw);
/* Cuts a branch's line at the colon or arrow behind its condition. `children`: deeper lines follow, which are the
 * answer; without them and without an answer on the line, only a trailing colon makes it a branch. */
bool condition_split(struct str raw, bool children, struct str *when, struct str *answer);
/* Without the arrows and other signs in front that point at what is said: "→ ", "👉", "※". */
struct str condition_behind_arrows(struct str text);
/* Does the text begin with a name of the other side ("业主怎么说")? */
bool condition_names_other(struct str text);
/* Is the inside of a bracket a direction to the caller rather than spoken words? */
bool condition_in_brackets(struct str inside);

#endif
