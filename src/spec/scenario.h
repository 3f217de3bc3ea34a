/* A scenario document as data: the caller's script and the callee's persona, every piece with the line it stands on.
 *
 * Texts are without bullet, emphasis and enclosing quotation marks; they live in the scenario's arena. What was not
 * understood is in `warnings` (and, as text, in `unread`): every source line that is not blank is in exactly one node
 * or one warning. */
#ifndef FIDELIO_SPEC_SCENARIO_H
#define FIDELIO_SPEC_SCENARIO_H

#include "base/arena.h"
#include "syntax/source.h"

enum lang { LANG_ZH_HANS, LANG_ZH_HANT, LANG_EN };
const char *lang_name(enum lang lang); /* "zh-Hans", "zh-Hant", "en" */

enum concern_level { CONCERN_PRIMARY, CONCERN_SECONDARY, CONCERN_LATENT };
const char *concern_level_name(enum concern_level level); /* "primary", ... */

struct line_text {
    struct str text;
    size_t line;      /* from 1 */
    size_t column;    /* from 1, code points: where the text begins */
    size_t last_line; /* a text may run over several lines; >= line */
    struct str note;  /* a bracketed remark behind a quoted text, which is no part of it */
};
struct line_texts {
    struct line_text *items;
    size_t count;
};

struct branch { /* "if the customer says ..." */
    struct str when;
    struct line_texts utterances;
    size_t line;
};
struct step {
    size_t number; /* from 1, counted on */
    struct str title;
    struct line_texts utterances; /* bracketed conditions are not part of the spoken text */
    struct line_texts conditions; /* bracketed conditions of utterances, as text */
    struct branch *branches;
    size_t branch_count;
    size_t line;
};
struct qa {
    size_t number; /* likewise */
    struct str question, answer;
    size_t line, answer_line;
};
struct concern {
    enum concern_level level;
    struct str text;
    size_t line, column;
};
struct tag {
    struct str name, value;
};
struct warning {
    const char *id; /* kebab-case, stable: "unread-line", "duplicate-section", ...; static */
    size_t line, column;
    struct str message;
};

struct caller_half {
    struct str role, task, opening, closing;
    struct line_texts profile, end_conditions;
    struct step *steps;
    size_t step_count;
    struct qa *qa;
    size_t qa_count;
    size_t line, end_line; /* first and last line of the half; 0 when it is in no one place */
    size_t opening_line, closing_line, role_line, task_line;
};
struct callee_half {
    struct str role;
    struct line_texts background, behaviours, negative, positive, end_conditions;
    struct concern *concerns;
    size_t concern_count;
    struct str
        text; /* the callee half as it stands in the document, heading included: what the persona's model is sent */
    size_t line, end_line, role_line; /* first and last line of the half */
};

/* A section that the document has, whether or not there is anything in it. */
struct section_place {
    const char *name; /* "role", "end_conditions", ...; static */
    bool callee;      /* of the callee half, else of the caller's */
    size_t line;      /* of its heading */
};

/* Whose a source line is. Every line has exactly one owner. */
enum line_owner {
    LINE_BLANK,
    LINE_STRUCTURE, /* heading, label, rule, fence, a table's header, front matter: understood, and no text of its own
                     */
    LINE_CONTENT,   /* its text is in a node */
    LINE_UNREAD,    /* its text is in `unread`, and one warning names it */
};

struct scenario {
    struct arena arena;
    struct source source;
    struct str id; /* front matter's, else the file's name without folder and ending */
    enum lang lang;
    struct tag *tags;
    size_t tag_count;
    bool has_caller, has_callee;
    struct caller_half caller;
    struct callee_half callee;
    struct str title;               /* the document's own heading, if it has one */
    struct section_place *sections; /* in the document's order */
    size_t section_count;
    struct line_texts unread;    /* lines that no section consumed */
    const unsigned char *owners; /* enum line_owner of line n at [n - 1]; source.line_count entries */
    size_t owner_conflicts;      /* lines that two readers claimed: 0, or a defect of the reader */
    struct warning *warnings;    /* of reading; check (spec/check.h) adds its own */
    size_t warning_count;
    char hash[65]; /* SHA-256 of the file */
};

/* Reads a document. NULL and `err` when it cannot be one (missing, empty, binary, not UTF-8, over 4 MiB, no callee
 * half). */
struct scenario *scenario_read(const char *path, struct error *err);
/* The same from memory; `path` names it in messages and gives the id. The text is copied. */
struct scenario *scenario_from(const char *path, struct str text, struct error *err);
void scenario_free(struct scenario *scenario);
const char *scenario_tag(const struct scenario *scenario, const char *name); /* NULL when there is none */

#endif
