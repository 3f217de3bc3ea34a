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
/* How the scripted caller disturbs (moves of kind "perturb:ID"), in their order. */
enum { DISTURBANCES = 7 };
const char *disturbance_id(size_t kind);
const char *disturbance_name(size_t kind, bool chinese);
enum { DISTURBED_TITLE = 64 };
/* "calls with noise": of the row of that kind. */
struct str disturbed_title(size_t kind, bool chinese, char title[static DISTURBED_TITLE]);
size_t disturbance_of(struct str move_kind); /* DISTURBANCES: it is none */
/* "names": {"signals": {...}, "dimensions": ..., "attributions": ..., "moves": ..., "faults": ..., "actions": ...,
 * "ended_by": ...}, each from identifier to word; a move's is its kind, "perturb:ID" too. */
void names_write(struct json_writer *w, bool chinese);

#endif
