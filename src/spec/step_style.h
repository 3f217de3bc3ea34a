/* What begins a step, decided once for the section: headings, "步骤1：" or bold lines, numbered items, bullets or rows
 * of a table. */
#ifndef FIDELIO_SPEC_STEP_STYLE_H
#define FIDELIO_SPEC_STEP_STYLE_H

#include "spec/reader.h"

struct step_style {
    enum { STEPS_HEADINGS, STEPS_LINES, STEPS_NUMBERED, STEPS_BULLETS, STEPS_ROWS } kind;
    size_t indent;  /* of the items that begin steps */
    unsigned level; /* of the headings that do */
};
struct step_style step_style_of(const struct entries *entries);
/* `open`: a step is open, so that a condition goes on with it. Rows are steps by their columns, not by this. */
bool step_begins(const struct step_style *style, const struct entry *entry, bool open);
/* "步骤1：…", "第一步", "Step 2 - …", "**1. …**" at the start of a paragraph. */
bool step_line(const struct entry *entry);
/* A step's first line, no heading and not bold: what of it is its title, and what is said. *words is left as it is when
 * nothing is. */
void step_split(const struct step_style *style, const struct entries *entries, size_t at, struct str *title,
                struct str *words);
/* "第一步：确认身份", "2、说明来意", "Step 2 - Offer" or "【收尾】" alone on a line above the words that are said in
 * it. */
bool step_name_above(const struct entry *name, struct str next);
/* "目的：…", "注意：…": said by nobody. */
bool step_note_label(struct reader *reader, struct str label);
/* "when: …", "条件：…": a case, whose answer is the next line. */
bool step_case_label(struct reader *reader, struct str label);
/* "话术：", "应对：": what follows is said. */
bool step_words_label(struct reader *reader, struct str label);
/* Whether a text is said to somebody: "您", "you". */
bool speaks_to_other(struct str text);
/* Without the stars of italics in front: "*第1步　问好*". */
struct str behind_emphasis(struct str text);

#endif
