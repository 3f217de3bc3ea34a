/* Fits what the signs of a whole call weigh (score/weigh.h): one linear model for concerns; for end conditions one that
 * all kinds share and a smaller one of each kind on top. Both are judged by leaving one scenario out. */
#ifndef FIDELIO_ACCURACY_WEIGH_H
#define FIDELIO_ACCURACY_WEIGH_H

#include "accuracy/calls.h"
#include "accuracy/logistic.h"

struct call_group { /* the conditions or concerns of one call */
    size_t first, count, truths;
    uint32_t fold; /* the set's index */
    size_t call;   /* in its set */
    bool closed;
};
struct call_rows {
    struct matrix matrix;
    VEC(struct call_group) groups;
    VEC(double) odds; /* one a row, by weights that have not seen the set; NAN: not weighed */
    VEC(bool) held;
};
struct call_fit {
    struct call_rows concerns, ends;
};

/* Notes the signs of a scored call and what careful readers said. */
void weigh_add(struct call_fit *fit, const struct labels *labels, const struct score *score, uint32_t fold,
               size_t call);
/* Decides every row by weights fitted without its scenario: those that the program ships have seen every set. */
void weigh_unseen(struct call_fit *fit, size_t folds);
/* Sets the conditions and concerns of `table` to those decisions, over the folds marked in `of` (NULL: all). */
void weigh_count(const struct call_fit *fit, const bool *of, struct call_table *table);
/* src/score/weights.c or tests/accuracy/weights.c, from all sets that are not held out. */
bool weigh_write(struct call_fit *fit, const char *path, struct error *err);
void weigh_release(struct call_fit *fit);

#endif
