/* Lists that their author wrote as one line or one paragraph, cut into their items. Inside spec/ only. */
#ifndef FIDELIO_SPEC_CUTS_H
#define FIDELIO_SPEC_CUTS_H

#include "spec/reader.h"

struct line_text_list { /* VEC(struct line_text) with a name */
    struct line_text *items;
    size_t count, room;
};

enum { ANNOUNCES_MOST = 14 }; /* code points: a longer line that ends in a colon says something */
/* What is to come: "先说的：", "藏着的——" */
bool text_announces(struct str text);

/* Cuts a line that holds a whole numbered list into its items; false when it holds none. `words`: "一是" counts, too.
 */
bool cut_inline(struct reader *reader, const struct entry *entry, bool words, struct line_text_list *list);
/* The only line of a list, a paragraph of several: "约好时间；对方拒绝。" Owns it; false when it is otherwise. */
bool cut_semicolons(struct reader *reader, const struct entries *entries, struct line_text_list *list);
/* The same for end conditions in one sentence: "a, or b, or c." */
bool cut_alternatives(struct reader *reader, const struct entries *entries, struct line_text_list *list);
/* One of several without the "or" behind it. */
struct str without_or(struct str text);
/* The same for a paragraph of three sentences or more, each of which is an item. */
bool cut_sentences(struct reader *reader, const struct entries *entries, struct line_text_list *list);

#endif
