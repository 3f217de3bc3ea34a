/* A scenario as JSON, `fidelio.scenario/1`: one shape for every layout of document. */
#ifndef FIDELIO_SPEC_SCENARIO_JSON_H
#define FIDELIO_SPEC_SCENARIO_JSON_H

#include "spec/scenario.h"
#include "syntax/json_writer.h"

/* Writes the scenario as one object; `key` is NULL at the top and in arrays. */
void scenario_json(const struct scenario *scenario, struct json_writer *w, const char *key);

#endif
