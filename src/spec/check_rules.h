/* The rules of the linter, one function a family; each adds its findings. Inside spec/ only. */
#ifndef FIDELIO_SPEC_CHECK_RULES_H
#define FIDELIO_SPEC_CHECK_RULES_H

#include "spec/check.h"

void check_examples(struct check *check);       /* check_style.c */
void check_end_conditions(struct check *check); /* check_style.c */
void check_promises(struct check *check);       /* check_style.c */
void check_narration(struct check *check);      /* check_style.c */
void check_placeholders(struct check *check);   /* check_text.c */
void check_personal_data(struct check *check);  /* check_text.c */
void check_contradictions(struct check *check); /* check_facts.c */

/* Calls `visit` with every text of the document's nodes and where it stands; `callee` tells the half, `spoken` whether
 * the caller says it. */
typedef void (*check_visit)(struct check *check, struct str text, size_t line, bool callee, bool spoken, void *context);
void check_each_text(struct check *check, check_visit visit, void *context);

#endif
