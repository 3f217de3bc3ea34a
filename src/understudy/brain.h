/* The understudy's mind, pure: a template player that stands in for a model in demos and tests.
 *
 * It is no language model and says so: its name is understudy:TEMPERAMENT, its fingerprint "understudy". It sees what a
 * model would see over the wire, the system prompt and the messages, and reads the persona out of the prompt by itself.
 * Its reply is a function of (seed, model, prompt, messages): the caller's messages are played again from the first, so
 * nothing is kept between requests.
 *
 * A prompt that asks for the caller is played by understudy/caller.h. A wording that names a temperament in brackets,
 * "(understudy:agreeable)", gets that one.
 *
 * `faithful` plays any scenario document well enough to pass; each other temperament is the faithful one with a flaw in
 * some replies. */
#ifndef FIDELIO_UNDERSTUDY_BRAIN_H
#define FIDELIO_UNDERSTUDY_BRAIN_H

#include "base/arena.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

enum temperament {
    TEMPERAMENT_FAITHFUL,
    TEMPERAMENT_AGREEABLE, /* platitude */
    TEMPERAMENT_LEAKY,     /* ai_leak */
    TEMPERAMENT_HELPER,    /* role_flip */
    TEMPERAMENT_NARRATOR,  /* format_leak */
    TEMPERAMENT_PARROT,    /* verbatim_copy */
    TEMPERAMENT_GUSHER,    /* over_disclosure */
    TEMPERAMENT_FORGETFUL, /* fact_error */
    TEMPERAMENT_FOREIGN,   /* language_break */
    TEMPERAMENT_MONOTONE,  /* repetition */
    TEMPERAMENT_HASTY,     /* ends before any condition holds */
    TEMPERAMENT_CLINGING,  /* never ends */
    TEMPERAMENT_NOISY,     /* one of the flaws of single replies, drawn anew each time */
    TEMPERAMENTS
};
const char *temperament_name(enum temperament temperament);

struct brain_model {
    enum temperament temperament;
    bool has_rate;
    double rate; /* chance of the flaw in each reply, [0, 1]; without one it is shown in the 2nd, 4th, 5th and 6th reply
                    and half of the later ones */
};
/* "understudy", "understudy:leaky", "leaky", "understudy:noisy@0.2". False when it is none of these. */
bool brain_model_from(struct str name, struct brain_model *model);
/* How replies name it, in every wire: "understudy..." however it was asked for, so that no client takes it for a model.
 */
struct str brain_model_shown(struct arena *arena, struct str name);

/* The persona as read from a system prompt: made once, shared. */
struct persona;
struct persona *
persona_read(struct str system_prompt); /* never NULL: a prompt without a document gives a plain person */
void persona_free(struct persona *persona);

struct brain_message {
    bool from_persona;
    struct str text;
};
/* The next reply, in `arena`; the hang-up marker glued to it when it ends the call. */
struct str brain_reply(struct arena *arena, const struct persona *persona, const struct brain_model *model,
                       uint64_t seed, const struct brain_message *messages, size_t count);

#endif
