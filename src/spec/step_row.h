/* Steps in a table: what its columns are for, and the cells of a row by that. Inside spec/ only. */
#ifndef FIDELIO_SPEC_STEP_ROW_H
#define FIDELIO_SPEC_STEP_ROW_H

#include "spec/reader.h"

enum step_column { STEP_TITLE, STEP_WORDS, STEP_WHEN, STEP_ANSWER, STEP_COLUMNS };
struct step_columns {
    size_t of[STEP_COLUMNS]; /* column + 1, 0 when the table has none */
};
struct step_columns step_columns_of(struct reader *reader, const struct entry *header);

enum { CELLS_MOST = 64 }; /* of a row; those behind them have no use */
struct step_row {
    struct str title, words, when, answer;
    uint64_t used; /* a bit for each cell that found its use */
};
/* The header names the columns, else the last is what is said and the first that is no number the title. */
struct step_row step_row_of(const struct step_columns *columns, const struct entry *entry);

#endif
