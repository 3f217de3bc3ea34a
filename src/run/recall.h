/* An experiment read back from a run's run.json, so that more of the same can be held. */
#ifndef FIDELIO_RUN_RECALL_H
#define FIDELIO_RUN_RECALL_H

#include "endpoint/models.h"
#include "run/experiment.h"

struct json;

/* `experiment` is initialised here and released by the caller whatever comes of it; it borrows from `run`. A model
 * that `models` (may be NULL) knows by name is taken from there: run.json keeps no headers and limits. ERROR_USER: the
 * run is a shard or was drawn, or not all that its plan rested on was kept (its plan's hash would differ). */
bool experiment_recall(struct experiment *experiment, const struct json *run, const struct models *models,
                       struct error *err);

#endif
