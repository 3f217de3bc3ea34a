/* Text that someone else wrote, made harmless for a terminal: escape sequences, other controls and direction overrides
 * become visible, so that what is shown is what is there. */
#ifndef FIDELIO_TEXT_PRINTABLE_H
#define FIDELIO_TEXT_PRINTABLE_H

#include "base/buf.h"

enum printable_flags {
    PRINTABLE_KEEP_LINES = 1, /* line feeds stay; else they (and CR LF) become "⏎" */
};

/* Controls become their pictures (U+2400 ...), C1 controls, direction marks and overrides, invisible and tag characters
 * "<U+XXXX>", tabs one space, bytes that are not UTF-8 U+FFFD. Everything else as it is. */
void printable_add(struct buf *out, struct str text, unsigned flags);

#endif
