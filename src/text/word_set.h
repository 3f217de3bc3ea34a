/* Is a word one of a list? For lists of short words, asked word by word. */
#ifndef FIDELIO_TEXT_WORD_SET_H
#define FIDELIO_TEXT_WORD_SET_H

#include "base/str.h"

enum { WORD_SET_LONGEST = 8, WORD_SET_SLOTS = 256 };

/* Each word in eight bytes, by open addressing; 0 = free. */
struct word_set {
    uint64_t slots[WORD_SET_SLOTS];
};

/* `list` holds words of at most WORD_SET_LONGEST bytes with one space between, fewer than WORD_SET_SLOTS. */
void word_set_init(struct word_set *set, const char *list);
bool word_set_has(const struct word_set *set, struct str word);

#endif
