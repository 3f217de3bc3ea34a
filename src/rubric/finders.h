/* Finders of the signals that rubric files define: a tree of nodes each, read by rubric/read_signal.c.
 *
 * Every phrase, lexicon entry and pattern of all signals stands in one pattern set, so a message is scanned once for
 * required literals and PCRE2 runs on the candidates only. A node is found, not found, or could not be looked for (a
 * match limit); `not` of the third is the third. Signals refer only to core signals and to those defined before them,
 * so there is no cycle. */
#ifndef FIDELIO_RUBRIC_FINDERS_H
#define FIDELIO_RUBRIC_FINDERS_H

#include "base/lookup.h"
#include "match/set.h"
#include "rubric/rubric.h"

enum node_kind {
    NODE_PHRASES,  /* at_least of the texts stand in the message, word by word */
    NODE_PATTERNS, /* at_least of the texts, as PCRE2 expressions over normal text, match */
    NODE_LEXICON,  /* as phrases; `name` is the lexicon's */
    NODE_SIMILAR,  /* like a line of a section of the document, by character n-grams */
    NODE_LENGTH,   /* code points of the stored content within [low, high] */
    NODE_POSITION, /* the side's message number within [low, high], from the end when from_end */
    NODE_AFTER,    /* the child holds for the other side's message just before */
    NODE_SIGNAL,   /* any of the signals was found in this message */
    NODE_ALL,
    NODE_ANY,
    NODE_NOT,
};

enum section {
    SECTION_NEGATIVE,
    SECTION_POSITIVE,
    SECTION_BACKGROUND,
    SECTION_CONCERNS,
    SECTION_SCRIPT,
    SECTION_COUNT
};
const char *section_name(enum section section); /* "negative", ..., "script": what the caller says */

struct finder_node {
    enum node_kind kind;
    struct finder_node *first, *next; /* children; next sibling */
    struct str name;                  /* NODE_LEXICON */
    struct str *texts;                /* as written in the file */
    size_t pattern;                   /* of the first text: index in the set, where the others' are behind it */
    size_t text_count;
    double at_least;  /* texts that must be found; similarity in (0, 1] */
    bool quoted;      /* also inside quotation marks: someone else's words */
    size_t low, high; /* high SIZE_MAX = no limit */
    bool from_end;
    enum section section;
    uint16_t *signals;
    size_t signal_count;
};

struct lexicon {
    struct str name;
    struct str *words;
    size_t count;
    size_t pattern; /* of its first word, where the others' are behind it; SIZE_MAX until a signal looks for them */
};

/* A later definition of a name holds for what is read after it. */
struct lexicons {
    struct lexicon *items; /* owned */
    size_t count, room;
    struct names names; /* beside them */
};

struct defined_signal {
    uint16_t signal;
    bool caller, persona; /* whose messages it is looked for in */
    struct str by;        /* "FILE NAME", shown with each hit */
    struct finder_node *root;
};

struct signal_finders {
    struct arena *arena;                /* the rubric's */
    struct pattern_set *set;            /* owned */
    VEC(struct defined_signal) signals; /* those behind the core's, in their order */
    struct lexicons lexicons;
    bool hear_callers;     /* some look at the caller's messages */
    bool refer;            /* some look for other signals */
    struct section_lines { /* the document's lines of a section, prepared once */
        struct grams *lines;
        size_t count;
    } sections[SECTION_COUNT];
};

struct signal_finders *signal_finders_new(struct arena *arena, const struct scenario *scenario);
void signal_finders_free(struct signal_finders *finders);
/* Adds a phrase (its letters and digits at a word's edge, as in meaning/phrases.h) or an expression. Returns its index,
 * one more than that of the text added before, or SIZE_MAX and `err`. */
size_t signal_finders_add(struct signal_finders *finders, struct str text, bool phrase, struct error *err);
/* Finds the defined signals; those that could not be looked for are marked in `errors`. Adds to `hits`, unsorted.
 * `watch` as in rubric_find. */
void signal_finders_run(const struct signal_finders *finders, const struct scene *scene, struct match_scratch *scratch,
                        struct arena *arena, struct hits *hits, struct find_errors *errors, struct stopwatch *watch);

#endif
