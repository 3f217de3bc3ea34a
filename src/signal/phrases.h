/* Phrases by what they do ("hedging", "offers further help"), from rubrics/core/phrases.txt, found in normal text.
 *
 * Immutable once read, shared by threads. English phrases match whole words; a phrase with `~` matches its second half
 * within eight code points of the first, inside one clause. The search is its own, not text/needles, since its tables
 * are made when the program is built and are looked up by two whole words or characters at a time. */
#ifndef FIDELIO_SIGNAL_PHRASES_H
#define FIDELIO_SIGNAL_PHRASES_H

#include "base/error.h"
#include "base/str.h"

#include <stdint.h>

/* The tables' shapes are open for the program that writes core_phrases at build time, and for nobody else. */
struct phrase {
    uint32_t head, tail;         /* where in the text; tail: behind `~` */
    uint16_t head_len, tail_len; /* bytes; tail_len 0 = a plain phrase */
    uint16_t class_index;
    uint16_t next; /* in its bucket; PHRASE_NONE = the last */
};
struct phrase_class {
    uint32_t name, len; /* in the text */
};
enum { PHRASE_NONE = UINT16_MAX, PHRASE_BUCKETS = 8192, PHRASE_STARTS = 1 << 16 };
struct phrases {
    const char *text; /* heads, tails and names of classes */
    size_t text_len;
    const struct phrase *all;
    size_t count;
    const struct phrase_class *classes;
    size_t class_count;
    const uint16_t *buckets; /* by the hash of how a phrase begins */
    const uint64_t *starts;  /* PHRASE_STARTS bits by the same hash: at most places of a text none begins */
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
void phrases_find(const struct phrases *phrases, struct str normal, void (*each)(void *context, struct phrase_hit hit),
                  void *context);

#endif
