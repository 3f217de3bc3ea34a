/* Callers that read another wording of a script: a caller half of its own for the same persona.
 *
 * `script` of a caller is a document, or a folder with one for each scenario, of the scenario's id. The document may be
 * a caller half alone; a callee half in it is not played and not scored: persona, rules and scores stay the scenario's.
 */
#ifndef FIDELIO_RUN_WORDING_H
#define FIDELIO_RUN_WORDING_H

#include "run/plan.h"

/* Fills plan->scripts from the experiment's callers; the scenarios are there. A scenario that a caller has no document
 * for, and one in another language, are ERROR_USER. */
bool wordings_read(struct plan *plan, struct error *err);

#endif
