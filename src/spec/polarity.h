/* What the title of a group of examples says of them: to be said so, or not. Told by the words that carry the meaning
 * (对, 错, 像, right, avoid, ❌) and by what turns them round (这样就不对了, 没错, less like this). */
#ifndef FIDELIO_SPEC_POLARITY_H
#define FIDELIO_SPEC_POLARITY_H

#include "spec/aliases.h"

struct polarity {
    enum section_kind kind; /* SECTION_NEGATIVE, SECTION_POSITIVE, or SECTION_NONE when nothing tells */
    bool whole;             /* the title says this and nothing else */
};

/* Of a title's key (title_key), which is one clause; with `whole`, only of one that says nothing else. */
struct polarity polarity_of_key(struct str key, bool whole);
/* Of a lead-in as it stands; its first clause that tells something counts. */
struct polarity polarity_of_text(struct arena *arena, struct str text);
/* ❌ and ✅ and their kin at the start, as list markers or in front of the words. */
enum section_kind polarity_sign(struct str text);
/* The first of them anywhere in the text. */
enum section_kind polarity_sign_in(struct str text);

#endif
