/* The sections whose lines stand in groups: concerns by level, examples by what they forbid or show. `kind` is
 * SECTION_CONCERNS or SECTION_EXAMPLES. Inside spec/ only. */
#ifndef FIDELIO_SPEC_GROUPS_H
#define FIDELIO_SPEC_GROUPS_H

#include "spec/reader.h"

/* Whether a line opens a group. */
struct group_opener {
    bool opens;
    enum section_kind sub; /* SECTION_NONE: a group of unknown name */
    struct str rest;       /* the group's first text when it stands on the same line */
    bool guessed;          /* from its wording, not from a known name */
};
struct group_opener group_opener(struct reader *reader, enum section_kind kind, const struct entries *entries,
                                 size_t at);

/* Is `sub` a group of such a section? */
bool group_fits(enum section_kind kind, enum section_kind sub);
/* Is the label nothing but the name of a level or of a kind of example ("首要问题", "反面")? */
bool group_is_named_only(struct reader *reader, const struct title *title);
/* The groups that a table's header names, one a column; none when fewer than `fewest` columns name one. */
struct columns {
    VEC(enum section_kind) of;
};
void columns_read(struct columns *columns, struct reader *reader, enum section_kind kind, const struct entry *header,
                  size_t fewest);
/* How many columns of a table of examples are headed as bad and as good ones. */
struct contrast {
    size_t negative, positive;
};
struct contrast contrast_in(struct reader *reader, struct str *cells, size_t count);
/* One text of all cells, with colons between them ("：" beside Chinese); one alone stays where it stands. */
struct str cells_join(struct arena *arena, const struct str *cells, size_t count);
/* The row's cells that no column takes, joined and without numbers. A cell before it that
 * names a group is put into *sub. */
struct str cells_read(struct reader *reader, enum section_kind kind, const struct entry *row,
                      const struct columns *columns, enum section_kind *sub);

#endif
