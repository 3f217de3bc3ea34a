/* What the lines of a section look like, whatever its title says. Inside spec/ only. */
#ifndef FIDELIO_SPEC_LOOKS_H
#define FIDELIO_SPEC_LOOKS_H

#include "spec/reader.h"

struct looks { /* how many lines are or have what the name says */
    size_t lines, items, quoted, questions, levels, leads, numbered, spoken, sentences, branches, cases, rows, asked,
        answered;
};

struct looks looks_of(struct reader *reader, const struct section *section);
/* The kind that the lines themselves tell; SECTION_NONE when they do not. */
enum section_kind kind_by_looks(enum half half, const struct looks *looks);

#endif
