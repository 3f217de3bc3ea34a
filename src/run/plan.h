/* The plan: every conversation of an experiment, in one order whatever the machine, and the name that follows from its
 * content.
 *
 * Order: scenario, prompt, caller, model, repeat. A conversation's id is SCENARIO/MODEL/REPEAT; with prompts of the
 * user's own, and with more than one caller, their names stand behind the scenario's. The plan's hash covers what
 * decides which conversations are held (documents, models, parameters, repeats, seed, shard), not how (in flight,
 * offline, rubrics): the same command finds its own run again, and a new rubric scores the old conversations. */
#ifndef FIDELIO_RUN_PLAN_H
#define FIDELIO_RUN_PLAN_H

#include "run/experiment.h"
#include "spec/scenario.h"

struct planned {
    size_t scenario, prompt, caller, model; /* indices */
    uint32_t repeat;                        /* from 1 */
    struct str id;                          /* arena */
};
struct plan {
    struct arena arena;
    const struct experiment *experiment; /* borrowed */
    struct scenario **scenarios;         /* owned */
    size_t scenario_count;
    struct scenario **scripts;     /* owned; caller x scenario: another wording of the caller half; NULL = its own */
    struct planned *conversations; /* arena */
    size_t count;
    char hash[65];
    char whole_hash[65]; /* of the same plan without shards */
    char id[13];         /* the hash's beginning: the run's name */
};

enum { PLAN_CEILING = 1000000 }; /* conversations */

/* Reads the documents. Two documents with one id, no document, no model, an empty shard are ERROR_USER. On failure
 * nothing needs release. */
bool plan_make(struct plan *plan, const struct experiment *experiment, struct error *err);
void plan_release(struct plan *plan);
/* The document whose caller half is read in a conversation. */
const struct scenario *plan_script(const struct plan *plan, size_t caller, size_t scenario);

/* About what a run will cost. */
struct estimate {
    uint64_t calls, prompt_tokens, completion_tokens;
    double cost; /* 0 = no price is known */
};
/* `only`: of those conversations; NULL: of all. */
struct estimate plan_estimate(const struct plan *plan, const bool *only);

#endif
