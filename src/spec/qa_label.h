/* The labels of questions and answers: "Q1.", "问：", "**答案：**", "A. ". Inside spec/ only. */
#ifndef FIDELIO_SPEC_QA_LABEL_H
#define FIDELIO_SPEC_QA_LABEL_H

#include "spec/reader.h"

enum side { SIDE_NONE, SIDE_QUESTION, SIDE_ANSWER };

/* Cuts "Q1." "问：" "A:" "**问题2：**" off; *rest is what follows. */
enum side label_cut(struct str raw, struct str *rest);
/* The same for an entry, whose list marker may be the label ("A. Yes"). */
enum side label_of(const struct entry *entry, struct str *rest);
/* The mark that ends a label of `word` bytes: how many bytes it takes, 0 when `behind` begins with none. A lone
 * letter's full stop needs white space behind it, a dash a number before it. */
size_t label_mark_length(struct str behind, bool numbered, size_t word);

#endif
