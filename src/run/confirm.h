/* The second look of a comparison: more repeats of a run, held in RUN/confirm.
 *
 * Which ones is laid down before anything is seen: every cell of the plan, repeats R+1 to R+N. A run has one second
 * look: a third, of another size, would ring more often than is stated, and is refused. */
#ifndef FIDELIO_RUN_CONFIRM_H
#define FIDELIO_RUN_CONFIRM_H

#include "endpoint/models.h"
#include "run/baseline.h"
#include "run/pipeline.h"

struct confirm_options {
    struct pipeline_options pipeline;
    const struct models *models; /* NULL: as run.json says */
    size_t repeats, threads;
};

/* Holds what is missing of them (the tape answers what was asked before), scores and writes the folder's files, and
 * adds the conversations to `side`, which was read from a run's folder. False: `err`, ERROR_INFRA when conversations
 * could not be completed: the same again goes on. */
bool confirm_side(struct gate_side *side, const struct confirm_options *options, struct error *err);

#endif
