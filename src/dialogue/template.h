/* A prompt of the user's own: a text with places for the persona and the marker. Prompts are variants that can be
 * compared.
 *
 * {{persona}} is the callee half as it stands (required), {{marker}} what the model writes to hang up. Any other
 * {{...}} is an error with its place, so that a misspelt one is not sent to a model. Neither the caller half nor the
 * rubric can be named. */
#ifndef FIDELIO_DIALOGUE_TEMPLATE_H
#define FIDELIO_DIALOGUE_TEMPLATE_H

#include "spec/scenario.h"

enum { TEMPLATE_CEILING = 1 << 20 }; /* bytes */

/* Does the text hold {{persona}} and no place that there is not? */
bool template_check(const struct source *text, struct error *err);
/* The prompt for a scenario, in `arena`. The template was checked. */
struct str template_fill(struct arena *arena, struct str text, const struct scenario *scenario, const char *marker);

#endif
