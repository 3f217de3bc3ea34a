/* The rules of the linter, one function a family; each adds its findings. Inside spec/ only. */
#ifndef FIDELIO_SPEC_CHECK_RULES_H
#define FIDELIO_SPEC_CHECK_RULES_H

#include "spec/check.h"

/* The texts of the document's nodes. */
struct check_text {
    struct str text;
    size_t line;
    bool callee; /* of the callee half, else of the caller's */
    bool spoken; /* by the caller */
};
struct check_texts {
    struct check_text *items; /* the check's arena */
    size_t count;
};

void check_examples(struct check *check);                                        /* check_style.c */
void check_end_conditions(struct check *check);                                  /* check_style.c */
void check_promises(struct check *check, const struct check_texts *texts);       /* check_style.c */
void check_narration(struct check *check, const struct check_texts *texts);      /* check_style.c */
void check_placeholders(struct check *check);                                    /* check_text.c */
void check_personal_data(struct check *check);                                   /* check_text.c */
void check_contradictions(struct check *check, const struct check_texts *texts); /* check_facts.c */

#endif
