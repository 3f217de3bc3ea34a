/* Phrases by what they do ("hedging", "offers further help"), from rubrics/core/phrases.txt, found in normal text.
 *
 * Immutable once read, shared by threads. English phrases match whole words; a phrase with `~` matches its second half
 * within eight code points of the first, inside one clause. */
#ifndef FIDELIO_SIGNAL_PHRASES_H
#define FIDELIO_SIGNAL_PHRASES_H

#include "base/error.h"
#include "base/str.h"

#include <stdint.h>

struct phrases;

struct phrase_hit {
    uint16_t class_index;
    uint32_t start, end; /* bytes of the normal text */
};

/* Reads the file's text; `path` names it in errors. NULL and `err` when a line stands before any class. */
struct phrases *phrases_read(struct str text, const char *path, struct error *err);
void phrases_free(struct phrases *phrases);
size_t phrases_class_count(const struct phrases *phrases);
struct str phrases_class_name(const struct phrases *phrases, size_t index);
/* The class of that name, or SIZE_MAX. */
size_t phrases_class_find(const struct phrases *phrases, const char *name);
/* Every hit in order of its start; calls `each` with `context`. */
void phrases_find(const struct phrases *phrases, struct str normal, void (*each)(void *context, struct phrase_hit hit),
                  void *context);

#endif
