/* What signals, dimensions, attributions, moves of the script and its faults are called in a report: identifiers belong
 * into data, words into what people read. */
#ifndef FIDELIO_REPORT_NAMES_H
#define FIDELIO_REPORT_NAMES_H

#include "base/str.h"

#include <stdbool.h>

struct json_writer;

/* An unknown one (a rubric's own signal or dimension) is called by its identifier. */
struct str name_of_signal(struct str id, bool chinese);
struct str name_of_dimension(struct str id, bool chinese);
struct str name_of_attribution(struct str id, bool chinese);
/* "names": {"signals": {...}, "dimensions": ..., "attributions": ..., "moves": ..., "faults": ..., "actions": ...,
 * "ended_by": ...}, each from identifier to word. */
void names_write(struct json_writer *w, bool chinese);

#endif
