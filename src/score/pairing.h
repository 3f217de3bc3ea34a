/* Which conversation of one side of a comparison stands against which of the other. */
#ifndef FIDELIO_SCORE_PAIRING_H
#define FIDELIO_SCORE_PAIRING_H

#include "score/compare.h"

/* Cells, numbered: scenario x prompt x caller, and the model where a model is compared with itself only. */
struct grid {
    bool models;
    const struct transcript **cells; /* arena; one conversation of each */
    size_t count;
    const struct compare_side *sides[2]; /* before, after */
    size_t *cell_of[2];                  /* arena; of each conversation; without meaning where there is no score */
};
struct grid grid_of(struct arena *arena, const struct compare_side *before, const struct compare_side *after);

/* Of a cell the conversations of the same repeat, those of the same model first. */
struct pairing {
    const struct score **before, **after; /* arena; the same index: a pair; under the frozen rubric */
    size_t count;
    size_t alone_before, alone_after; /* scored conversations without a partner */
};
struct pairing pair_up(struct arena *arena, const struct grid *grid);

#endif
