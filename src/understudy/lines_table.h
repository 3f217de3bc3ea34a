/* The three tables behind understudy/lines.h, one file a language. */
#ifndef FIDELIO_UNDERSTUDY_LINES_TABLE_H
#define FIDELIO_UNDERSTUDY_LINES_TABLE_H

#include "understudy/lines.h"

enum { LINES_ROOM = 12 }; /* lines of an occasion, the closing NULL included */

extern const char *const lines_hans[OCCASIONS][LINES_ROOM];
extern const char *const lines_hant[OCCASIONS][LINES_ROOM];
extern const char *const lines_english[OCCASIONS][LINES_ROOM];

#endif
