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
    struct names signal_names;      /* as the rubric's names: behind the list until one is looked up */
    struct signal_finders *finders; /* borrowed; the rubric's */
};

/* Index of the rule, signal or question of that name in the draft; STR_NONE when there is none so far. */
size_t draft_rule(struct rubric_draft *draft, struct str id);
size_t draft_signal(struct rubric_draft *draft, struct str name);
size_t draft_question(struct rubric_draft *draft, struct str id);

/* A rule with the defaults of its kind: persona's side, weight 1, each call, distinct evidence for presence. */
struct rule rule_default(enum rule_kind kind);
uint16_t *rule_signals(struct arena *arena, size_t count, const enum core_signal *signals);

/* The rules that hold for every persona: never a leak, never the other role ... (rubric/core.c). */
void core_rules(struct rubric_draft *draft);
/* Rules from the document: examples, behaviours, concerns, end conditions, facts. Needs draft->rubric->scenario. */
void derive_rules(struct rubric_draft *draft);
/* Adds a rule that stands on a line of the document. */
void derive_add(struct rubric_draft *draft, struct rule rule, const char *id, const char *why, const char *why_zh,
                size_t line);
/* Habits that the behaviours ask for, beyond doubt and hesitation (rubric/habits.c). Notes per behaviour whether it
 * asks for one. */
void derive_habits(struct rubric_draft *draft, bool *derived);

#endif
