/* The `parameters` of an entry of models.yaml. Inner part of endpoint/. */
#ifndef FIDELIO_ENDPOINT_MODELS_PARAMETERS_H
#define FIDELIO_ENDPOINT_MODELS_PARAMETERS_H

#include "endpoint/endpoint.h"
#include "syntax/yaml.h"

/* `group` is their mapping; texts go into `arena`. False, and `err` names the place: a member that is fidelio's own,
 * that looks like a secret, or is no number where one belongs. */
bool models_parameters(const struct source *source, const struct yaml_node *group, struct arena *arena,
                       struct endpoint *endpoint, struct error *err);
/* False always. The line is not shown: what stands on it goes into no log. */
bool models_refuse_secret(const struct source *source, size_t offset, struct error *err, const char *what);

#endif
