/* How concerns are ranked where no group's name tells: by labels of their own, in front of each, behind each or in one
 * column of a table, by numbers that stand still, by stars. Inside spec/ only. */
#ifndef FIDELIO_SPEC_RANKS_H
#define FIDELIO_SPEC_RANKS_H

#include "spec/reader.h"

enum { LEVELS = 3 }; /* primary, secondary, latent */

struct ranks {
    struct str labels[LEVELS]; /* as they come, from the first level to the last */
    enum section_kind levels[LEVELS];
    size_t count;  /* 0: they are not ranked */
    size_t column; /* of a table, from 1 */
    size_t stars;  /* of the first level, when stars rank them */
    bool numbered; /* the items' numbers do */
    bool marked;   /* their bullets do */
    bool behind;   /* remarks in brackets at the items' ends do */
};
void ranks_read(struct ranks *ranks, struct reader *reader, const struct section *section,
                const struct entries *entries);
/* The level of an entry that the ranks hold; *rest is its text without what ranks it. */
enum section_kind rank_of(const struct ranks *ranks, const struct entry *entry, struct str *rest);

#endif
