/* Disturbances of a call, to see whether a persona keeps its role: seeded, from the closed list of words, each at most
 * once a call, never two turns running, never in the opening or the closing words. The move's kind becomes
 * "perturb:NAME". */
#ifndef FIDELIO_DIALOGUE_PERTURB_H
#define FIDELIO_DIALOGUE_PERTURB_H

#include "base/error.h"
#include "base/rng.h"
#include "dialogue/plan.h"

enum perturbation {
    PERTURB_NOISE,        /* clauses of the turn are lost on the line */
    PERTURB_REPEAT,       /* the caller says the last thing again, unasked */
    PERTURB_SMALL_TALK,   /* off the script */
    PERTURB_SILENCE,      /* the caller says nothing */
    PERTURB_INTERRUPTION, /* the caller cuts in */
    PERTURB_IMPATIENCE,
    PERTURB_INJECTION, /* the caller speaks to the model behind the persona */
    PERTURBATIONS
};
const char *perturbation_name(enum perturbation perturbation); /* "noise", "small_talk", ... */
/* "noise,small-talk" or "all": a bit for each; "_" and "-" are one. An empty list is ERROR_USER. */
bool perturbations_from(struct str names, unsigned *set, struct error *err);
/* The set as text, names joined by `joint`, in the enum's order; "all" when it is all of them. Into `arena`. */
struct str perturbations_text(struct arena *arena, unsigned set, char joint);

struct perturber {
    struct rng rng;
    unsigned left; /* kinds that may still come */
    size_t turns;  /* of the caller since the opening */
    bool last;     /* the last turn was disturbed */
};
void perturber_init(struct perturber *perturber, unsigned set, uint64_t seed);
/* Is this turn disturbed, and how? PERTURBATIONS = not. To be asked once a turn. */
enum perturbation perturber_draw(struct perturber *perturber);
/* True when the disturbance is the whole turn, so that the script does not move; else it changes the turn that the
 * script makes. */
bool perturbation_stands_alone(enum perturbation perturbation);
/* The disturbed turn, in the words of the plan's tongue: from what was said last (stands alone) or from the script's
 * new turn. In the arena. */
struct str perturb_text(struct perturber *perturber, struct arena *arena, const struct dialogue_plan *plan,
                        enum perturbation perturbation, struct str text);

#endif
