/* What was made of texts that come again and again, each made once: a scripted caller says the same in every call.
 *
 * Shared by threads without a lock: what is kept is added whole and stays until the end, so that anybody may point at
 * it. Bounded: of further and of longer texts nothing is kept. */
#ifndef FIDELIO_BASE_KEPT_H
#define FIDELIO_BASE_KEPT_H

#include "base/str.h"

enum { KEPT_MOST = 512, KEPT_LONGEST = 2000 /* bytes */ };

struct kept;
struct kept *kept_new(void);
void kept_free(struct kept *kept);
/* What `make` makes of the text, with all that it points at in the arena, which lives as long as `kept`; `text` is
 * kept there too. NULL when nothing is kept of it: whoever asks makes it themselves. `make` may be NULL: then nothing
 * that is not kept yet will be. */
const void *kept_get(struct kept *kept, struct str text,
                     const void *(*make)(struct arena *arena, struct str text, void *context), void *context);

#endif
