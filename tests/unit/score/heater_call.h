/* A call about a water heater, written turn by turn with the signals that its replies carry, and its score. The whole
 * program has one, made anew for each test. */
#ifndef FIDELIO_TESTS_SCORE_HEATER_CALL_H
#define FIDELIO_TESTS_SCORE_HEATER_CALL_H

#include "score/score.h"

enum { HITS_MOST = 64 };
extern struct scenario *scenario;
extern struct rubric *rubric;
extern struct signal_context *context;
extern struct transcript *call;
extern struct score *score; /* NULL until run() */
extern struct error err;
extern struct hit hits[HITS_MOST];
extern size_t hit_count;

void heater_open(void);
void heater_close(void);

struct message *caller(const char *text);
struct message *persona(const char *text);
/* The last message carries the signal, over its first `length` code points. */
void carries(uint16_t signal, uint32_t length);
/* A call that a reader would accept: doubt, a concern, the matter settled, a goodbye. */
void good_call(void);
/* The document's rubric gives way to that of a rubric file. */
void rules_of(const char *text);
void run(void);
const struct finding *finding(const char *id); /* of the score */

#endif
