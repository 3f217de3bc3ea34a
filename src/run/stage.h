/* What a run's conversations stand on: the loop, the tape, the exchange, the understudy's server when it is asked for,
 * and per scenario what is made once. Opened and closed as one. */
#ifndef FIDELIO_RUN_STAGE_H
#define FIDELIO_RUN_STAGE_H

#include "dialogue/dialogue.h"
#include "run/pipeline.h"

struct stage;

/* `interrupted` is called on SIGINT, SIGTERM and SIGHUP. NULL and `err` on failure; *tape_cut: the tape ended in half a
 * line.
 */
struct stage *stage_open(const struct plan *plan, struct folder *folder, const struct pipeline_options *options,
                         void (*interrupted)(int signal_number, void *context), void *context, bool *tape_cut,
                         struct error *err);
void stage_run(struct stage *stage); /* until stage_stop */
void stage_stop(struct stage *stage);
struct exchange_counts stage_counts(const struct stage *stage);
/* Calls again and again, every `ms`, until the stage is closed. Once a stage. */
void stage_every(struct stage *stage, uint64_t ms, void (*call)(void *context), void *context);
uint64_t stage_longest_ms(const struct stage *stage); /* exchange_longest_ms */
void stage_drain(struct stage *stage);                /* nothing new is sent; what waits is answered with an error */
/* Answers what is still open, syncs the tape, adds what the exchange counted, closes everything. False when the tape
 * could not be written: `err` says why. */
bool stage_close(struct stage *stage, struct run_counts *counts, struct error *err);

/* For one conversation; owned by the caller, who frees them before the stage is closed (threads, at the latest while it
 * closes). */
struct dialogue *stage_dialogue(struct stage *stage, const struct planned *planned);
struct exchange_thread *stage_persona(struct stage *stage, const struct planned *planned);
struct exchange_thread *stage_caller(struct stage *stage, const struct planned *planned); /* NULL: scripted */
/* One choice's thread: a choice is asked on its own, behind the same instruction. */
struct exchange_thread *stage_chooser(struct stage *stage, const struct planned *planned);

#endif
