/* A pattern cut into its items by PCRE2 itself: it is compiled with automatic callouts, which are then enumerated.
 * Internal to this room. */
#ifndef FIDELIO_MATCH_ITEMS_H
#define FIDELIO_MATCH_ITEMS_H

#include "base/str.h"
#include "base/vec.h"

struct items {
    VEC(struct str) list; /* slices of the expression, edge to edge; an item's quantifier belongs to it */
};

/* false when the pattern does not compile or holds something that shows in no item (\Q..\E, comments, verbs). Release
 * in any case. */
bool items_cut(struct items *items, struct str expression);
void items_release(struct items *items);
/* When the item is one literal character: the character without its backslash, and what follows it (a quantifier). */
bool item_literal(struct str item, struct str *character, struct str *rest);

#endif
