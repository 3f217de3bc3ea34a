/* What the sections of a scenario document are called, by the people and models that write them.
 *
 * A title is brought into a key first: number, remarks in brackets, emphasis, punctuation and a trailing colon taken
 * off, case, width and Traditional Chinese folded. Then names are looked up: exactly (the whole key is a name) or
 * loosely (a name is contained; the longest wins). A document's front matter may add names (`aliases: {steps:
 * [对话步骤]}`). */
#ifndef FIDELIO_SPEC_ALIASES_H
#define FIDELIO_SPEC_ALIASES_H

#include "base/str.h"

#include <stdbool.h>

struct arena;

enum half { HALF_NONE, HALF_CALLER, HALF_CALLEE };

enum section_kind {
    SECTION_NONE,
    SECTION_ROLE,
    SECTION_TASK,
    SECTION_PROFILE,
    SECTION_STEPS,
    SECTION_QA,
    SECTION_OPENING,
    SECTION_ENDING, /* end conditions and closing words together */
    SECTION_END_CONDITIONS,
    SECTION_CLOSING,
    SECTION_BACKGROUND,
    SECTION_CONCERNS,
    SECTION_PRIMARY,
    SECTION_SECONDARY,
    SECTION_LATENT,
    SECTION_BEHAVIOURS,
    SECTION_EXAMPLES,
    SECTION_NEGATIVE,
    SECTION_POSITIVE,
    SECTION_KINDS,
};

const char *
section_kind_name(enum section_kind kind); /* "role", "end_conditions", ... as in front matter and messages */
const char *section_kind_words(enum section_kind kind); /* the same for a message: its Chinese name in a Chinese one */
/* The half that alone has such a section; HALF_NONE for role and end conditions. */
enum half section_half(enum section_kind kind);

struct alias { /* one name */
    enum section_kind kind;
    enum half half; /* for kind SECTION_NONE: the name of a half */
    bool loose;     /* it also counts inside a longer title; those that a document adds do */
    struct str key;
};
struct alias_index; /* all names, and which can begin with which sign */
struct aliases {
    const struct alias_index *index; /* arena */
    const struct alias *extra;       /* arena or the reader's */
    size_t extra_count;
};

void aliases_init(struct aliases *aliases, struct arena *arena);

struct title {
    enum half half;         /* what the words say of the half; HALF_NONE when nothing */
    enum section_kind kind; /* NONE, role to examples */
    enum section_kind sub;  /* NONE, primary to latent, negative, positive: a group's name, or part of the title */
    bool exact;             /* the whole key is a name of `kind` */
    bool near;              /* or most of it is */
    bool covered;           /* or names of `kind` and words without weight are all of it */
    bool half_near;         /* or a good part of it */
    bool sub_exact;
    bool half_only; /* the title is the name of a half and nothing else */
    bool numbered;  /* it began with a number */
    size_t number;
    struct str text;   /* without number, remark, emphasis and colon */
    struct str remark; /* inside of its first bracket */
};

/* Reads a heading's text (raw, markup still in it). */
struct title title_read(struct arena *arena, const struct aliases *aliases, struct str raw);
/* What the names in a key say, added to the title. */
void title_look_up(struct arena *arena, const struct aliases *aliases, struct str key, struct title *title);
/* Is the key nothing but words that may stand beside a half's name? */
bool title_is_filler(const struct aliases *aliases, struct str key);
/* "Examples of how he talks", "说话习惯示例": about examples, whatever they are examples of. */
bool title_about_examples(struct str key);
/* The key of a name. */
struct str title_key(struct arena *arena, struct str text);
/* Takes "一、", "1.2", "第三部分", "Part 2:", "步骤1：", "Step 3 -" and emoji off the start; *number is 0 when there
 * was none. */
struct str title_strip_number(struct str text, size_t *number);

#endif
