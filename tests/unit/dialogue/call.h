/* A scripted call driven by hand: documents of the tests' own, replies as literals. */
#ifndef FIDELIO_TESTS_DIALOGUE_CALL_H
#define FIDELIO_TESTS_DIALOGUE_CALL_H

#include "dialogue/dialogue.h"

struct call {
    struct scenario *scenario;
    struct signal_context *context;
    struct dialogue *dialogue;
    struct transcript *transcript;
};

extern const char *const flower_document; /* zh-Hans: a flower shop calls a customer */

void call_open(struct call *call, const char *document, const struct dialogue_options *options, uint32_t repeat);
void call_close(struct call *call);
/* The caller's next words after the persona's; NULL reply = the opening. The empty text once the call is over. */
struct str call_say(struct call *call, const char *reply);
const struct move *call_move(const struct call *call); /* of the caller's last message */
bool call_holds(struct str text, const char *piece);

#endif
