/* The script's lines as they are spoken: without bracketed conditions, put together from a step's statements, without
 * what the opening said already, without a farewell before its time. */
#ifndef FIDELIO_DIALOGUE_SPEECH_H
#define FIDELIO_DIALOGUE_SPEECH_H

#include "spec/scenario.h"

/* The text without brackets that hold a condition ("（如客户……）", "(if ...)"); trimmed. */
struct str speech_plain(struct arena *arena, struct str text);
/* Does one of its sentences ask something? */
bool speech_asks(struct arena *arena, struct str text);
bool speech_is_farewell(struct arena *arena, struct str sentence);
/* Without the sentences that say goodbye. */
struct str speech_without_farewell(struct arena *arena, struct str text);
/* Without the sentences that `said` holds already, nearly word for word. */
struct str speech_without_said(struct arena *arena, struct str text, struct str said);
/* Without leading greetings and "is this X?" sentences, when others remain. */
struct str speech_without_greeting(struct arena *arena, struct str text);
/* Does it greet, or ask who is there or whether it suits? */
bool speech_opens(struct arena *arena, struct str sentence);
/* Without the greeting words that a sentence begins with ("喂，您好，"): a slice of it. */
struct str speech_without_hello(struct str text);
/* Does it say who calls, or what about? */
bool speech_introduces(struct arena *arena, struct str text);
/* Does it begin with an acknowledgement or thanks of its own, so that none belongs in front? */
bool speech_acknowledges(struct arena *arena, struct str text);
/* Does it begin with a plain yes or no ("可以，", "不会。") or with what it is ("是……")? */
bool speech_is_verdict(struct arena *arena, struct str text);
/* Does it ask for anything further ("anything else?")? Then it is the script's own probe. */
bool speech_is_probe(struct arena *arena, struct str text);
/* Two pieces put together; a space between them in English. */
struct str speech_join(struct arena *arena, enum lang lang, struct str a, struct str b);
/* "service desk adviser Dana Whitlock": who the caller says they are, from the role's first clauses. */
struct str speech_role(struct arena *arena, enum lang lang, struct str role);
/* The sentence of the caller half that says it is no sales call, or the empty text; `claimed` tells whether the half
 * says so at all. */
struct str speech_no_sales(struct arena *arena, const struct scenario *scenario, bool *claimed);
/* Does a sentence of it say that nothing is sold? */
bool speech_denies_sales(struct arena *arena, struct str text);
/* How long a turn feels: code points for Chinese, a third of them for English. */
size_t speech_length(enum lang lang, struct str text);

#endif
