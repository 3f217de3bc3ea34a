/* The conversation's state machine, pure: it is told what happened and says what to do next; it does no I/O and knows
 * no clock.
 *
 * The scripted caller is deterministic: seeded by (scenario, repeat), the same for every model. */
#ifndef FIDELIO_DIALOGUE_DIALOGUE_H
#define FIDELIO_DIALOGUE_DIALOGUE_H

#include "dialogue/perturb.h"
#include "dialogue/qa.h"
#include "signal/signal.h"

enum intent {
    INTENT_ASK_PERSONA, /* send the conversation so far to the persona's model */
    INTENT_ASK_CALLER,  /* the caller is a model (or a person): ask it for the next caller message */
    INTENT_ASK_CHOOSER, /* the script calls: ask the chooser dialogue_choice() */
    INTENT_DONE,        /* transcript->ended_by is set */
};

struct dialogue_options {
    uint64_t seed;
    size_t max_turns;                 /* replies of the persona; 0 = 30 */
    bool model_caller;                /* the caller's words come from outside (dialogue_caller_said) */
    bool chooser;                     /* a model picks what the script answers with (dialogue/chooser.h) */
    const char *const *markers;       /* hang-up markers; NULL = defaults */
    unsigned perturb;                 /* disturbances by the scripted caller: a bit for each (perturbations_from) */
    const struct dialogue_plan *plan; /* shared; NULL = the dialogue makes its own. Outlives the dialogue */
    struct arena *scratch;            /* empty between turns, shared by a thread's dialogues; NULL = its own */
};

/* What the scripted caller derives from a document once, shared by all its conversations and threads. */
struct dialogue_plan;
struct dialogue_plan *dialogue_plan_new(const struct scenario *scenario);
void dialogue_plan_free(struct dialogue_plan *plan);

struct dialogue;
/* Copies nothing of the scenario: it and `context` must outlive the dialogue. The transcript is made here and filled as
 * the call goes on. */
struct dialogue *dialogue_new(const struct scenario *scenario, const struct signal_context *context, uint32_t repeat,
                              const struct dialogue_options *options);
void dialogue_free(struct dialogue *dialogue);
/* What to do now. Calling it again without news gives the same answer. For a scripted caller its next words are in the
 * transcript by then. */
enum intent dialogue_next(struct dialogue *dialogue);
/* News. `reply` may be empty (silence). */
void dialogue_persona_said(struct dialogue *dialogue, struct str reply, struct str reasoning, enum finish finish,
                           struct usage usage, uint32_t latency_ms);
void dialogue_caller_said(struct dialogue *dialogue, struct str text);
/* What the chooser is asked now, behind chooser_instruction of the plan's document. Into `arena`. */
struct str dialogue_choice(const struct dialogue *dialogue, struct arena *arena);
/* What it answered; `answered` false: it failed. What cannot be used is left to the matcher without a model, and the
 * move says so. */
void dialogue_chosen(struct dialogue *dialogue, struct str answer, bool answered);
void dialogue_stopped(struct dialogue *dialogue, enum ended_by by, struct str why); /* error, budget */
struct transcript *dialogue_transcript(const struct dialogue *dialogue);            /* owned by the dialogue */
struct transcript *dialogue_take_transcript(struct dialogue *dialogue);             /* the caller now owns it */

/* The system prompt for the persona's model: the callee half as it stands and how to speak and hang up; never a word of
 * the caller half or the rubric. And the one for a model as caller. Into `arena`. */
struct str prompt_persona(struct arena *arena, const struct scenario *scenario, const char *marker);
struct str prompt_caller(struct arena *arena, const struct scenario *scenario, const char *marker);
const char *prompt_marker(enum lang lang); /* "[挂断]", "[掛斷]", "[HANGS UP]" */

/* What the scripted caller would answer to a question. The answer is borrowed from the scenario. */
enum certainty {
    CERTAINTY_SURE,
    CERTAINTY_WEAK,        /* it is said, and marked as a weak match */
    CERTAINTY_UNSURE,      /* no entry is likely enough, or two are alike */
    CERTAINTY_NO_QUESTION, /* nothing is asked that a knowledge base could answer */
};
const char *certainty_name(enum certainty certainty); /* "sure", "weak", "unsure", "no question" */
enum { NEAREST_MOST = 2 };
struct asked {
    size_t entry; /* from 1; 0 = it would note the question down */
    struct str answer;
    double score;
    enum certainty certainty;
    struct qa_near nearest[NEAREST_MOST]; /* the entries that are likest, said or not; the likest first */
    size_t nearest_count;
};
/* A text that ends without a mark is taken for a question: who writes one down to ask it often leaves the mark out. */
struct asked dialogue_ask(const struct scenario *scenario, const struct dialogue_plan *plan, struct str question);

#endif
