/* Endpoints as the command line and the file of models say them. */
#ifndef FIDELIO_CLI_ENDPOINTS_H
#define FIDELIO_CLI_ENDPOINTS_H

#include "cli/command.h"

#include "endpoint/models.h"
#include "run/experiment.h"

/* From the file of models, when it has one of this name; else what the command line says. */
bool endpoints_fit(const struct args *args, const struct models *models, struct endpoint *endpoint, struct error *err);
/* --max-tokens, --seed (else `seed`) and --stream; what the file of models says stands unless it is said. */
void endpoints_parameters(const struct args *args, uint64_t seed, struct endpoint *endpoint);
/* --price-in and --price-out likewise. */
void endpoints_prices(const struct args *args, struct endpoint *endpoint);
/* --proxy, --ca-file, --http and the timeouts, where they were given; the understudy is asked directly. */
void endpoints_reach(const struct args *args, struct endpoint *endpoint);
/* --chooser NAME, if it is given, becomes the experiment's. A chooser that the file of models does not know is asked at
 * temperature 0. */
bool endpoints_add_chooser(const struct args *args, const struct models *models, struct experiment *experiment,
                           struct error *err);

#endif
