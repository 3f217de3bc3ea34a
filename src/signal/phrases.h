/* Phrases by what they do ("hedging", "offers further help"), from rubrics/core/phrases.txt, found in normal text.
 *
 * Immutable once read, shared by threads. English phrases match whole words; a phrase with `~` matches its second half
 * within eight code points of the first, inside one clause. */
#ifndef FIDELIO_SIGNAL_PHRASES_H
#define FIDELIO_SIGNAL_PHRASES_H

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"
#include "text/needles.h"
#include "text/sentence.h"

#include <stdint.h>

/* The tables' shapes are open for the program that writes core_phrases at build time, and for nobody else. */
struct phrase {
    uint32_t tail;     /* behind `~`: where in the text */
    uint16_t tail_len; /* bytes; 0 = a plain phrase */
    uint16_t class_index;
};
struct phrase_class {
    uint32_t name, len; /* in the text */
};
enum { PHRASE_NONE = UINT16_MAX };
struct phrases {
    struct arena arena;   /* of what was read; empty in core_phrases */
    struct needles heads; /* the phrases up to `~`; a value is an index in `all` */
    const struct phrase *all;
    const char *text; /* tails and names of classes */
    size_t text_len;
    const struct phrase_class *classes;
    size_t class_count;
};
/* rubrics/core/phrases.txt, made into tables by tools/signal_tables.c at build time. */
extern const struct phrases core_phrases;

struct phrase_hit {
    uint16_t class_index;
    uint32_t start, end; /* bytes of the normal text */
};

struct phrase_hits {
    struct phrase_hit *items;
    size_t count;
};
/* The first hit of a class; NULL when there is none. */
const struct phrase_hit *phrase_hits_of(const struct phrase_hits *hits, uint16_t class_index);

/* Reads the file's text; `path` names it in errors. NULL and `err` when a line stands before any class,
 * or there are more phrases than the tables hold. */
struct phrases *phrases_read(struct str text, const char *path, struct error *err);
void phrases_free(struct phrases *phrases);
struct str phrases_class_name(const struct phrases *phrases, size_t index);
/* The class of that name; PHRASE_NONE when there is none. */
uint16_t phrases_class(const struct phrases *phrases, struct str name);
/* Every hit in order of its start; calls `each` with `context`. */
void phrases_find(const struct phrases *phrases, const struct words *normal,
                  void (*each)(void *context, struct phrase_hit hit), void *context);

#endif
