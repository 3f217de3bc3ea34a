/* The words of one message as features: phrase classes and n-grams of tokens (signal/tokens.h).
 *
 * Quoted speech is one token and its phrases do not count: what is quoted carries no signal of its own. Of a message
 * longer than WORDS_HEAD + WORDS_TAIL tokens only both ends are read. */
#ifndef FIDELIO_SIGNAL_WORDS_H
#define FIDELIO_SIGNAL_WORDS_H

#include "base/arena.h"
#include "signal/feature.h"
#include "signal/signal.h"

enum { WORDS_HEAD = 1500, WORDS_TAIL = 500 };

/* The phrases of a message that stand outside quotation marks; in the arena. */
struct phrase_hits words_phrases(struct arena *arena, const struct phrases *phrases, const struct words *normal);
/* Where a phrase class was heard: spaces of features. */
enum class_space { IN_REPLY, REPLY_FIRST, REPLY_LAST, IN_BEFORE, BEFORE_LAST, IN_AFTER, AFTER_FIRST, CLASS_SPACES };
/* The keys of all classes' features, CLASS_SPACES for each class. */
uint64_t *words_class_keys(struct arena *arena, const struct phrases *phrases);
/* The rows of these keys; 0 where the model (may be NULL) knows nothing. */
uint32_t *words_class_rows(struct arena *arena, const struct phrases *phrases, const struct model *model,
                           const uint64_t *keys);

/* `own`: phrase classes as "p:", again as "pf:" and "pl:" in the first and last sentence, and n-grams as "g:". */
void words_own(struct features *features, struct arena *arena, const struct signal_context *context,
               const struct utterance *utterance);
/* Of the caller's words before ("b:", and "bl:" in the last sentence) and after ("a:" and the first tokens as "ag:").
 */
void words_before(struct features *features, const struct signal_context *context, const struct utterance *utterance);
void words_after(struct features *features, struct arena *arena, const struct signal_context *context,
                 const struct utterance *utterance);

#endif
