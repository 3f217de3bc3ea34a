/* What the document itself says of its persona, as rules, end conditions and an honest list of what could not be
 * derived. */
#ifndef FIDELIO_RUBRIC_DERIVE_H
#define FIDELIO_RUBRIC_DERIVE_H

#include "rubric/rubric.h"

/* Rules under construction. The strings and arrays that rules point to live in the rubric's arena; the vectors are
 * moved there at the end. */
struct rubric_draft {
    struct rubric *rubric;
    VEC(struct rule) rules;
    VEC(struct signal_name) signals;
    VEC(struct question) questions;
    VEC(struct underived) underived;
};

/* A rule with the defaults of its kind: persona's side, weight 1, each call, distinct evidence for presence. */
struct rule rule_default(enum rule_kind kind);
uint16_t *rule_signals(struct arena *arena, size_t count, const enum core_signal *signals);

/* The rules that hold for every persona: never a leak, never the other role ... (rubric/core.c). */
void core_rules(struct rubric_draft *draft);
/* Rules from the document: examples, behaviours, concerns, end conditions, facts. Needs draft->rubric->scenario. */
void derive_rules(struct rubric_draft *draft);
/* The document's end conditions with what each asks to be seen. Needs rubric->scenario. */
void derive_ends(struct rubric *rubric);
/* What a condition's text (normal) asks to be seen. */
enum end_kind end_kind_of(struct str normal);

#endif
