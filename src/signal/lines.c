#include "signal/lines.h"

#include "base/hash.h"

#include <stdatomic.h>
#include <stdlib.h>

enum { SLOTS = 2 * LINES_MOST };

struct line {
    uint64_t hash;
    struct str text; /* arena, as all that the utterance points at */
    struct arena arena;
    struct utterance utterance;
};

struct lines {
    _Atomic(struct line *) slots[SLOTS]; /* open addressing; what was added stays */
    atomic_size_t count;
};

struct lines *lines_new(void)
{
    return memory_alloc(sizeof(struct lines));
}

static void line_free(struct line *line)
{
    if (line == NULL)
        return;
    arena_release(&line->arena);
    free(line);
}

void lines_free(struct lines *lines)
{
    if (lines == NULL)
        return;
    for (size_t i = 0; i < SLOTS; i++)
        line_free(atomic_load(&lines->slots[i]));
    free(lines);
}

static struct line *line_new(const struct signal_context *context, struct features *sink, struct str text,
                             uint64_t hash)
{
    struct line *line = memory_alloc(sizeof *line);
    line->hash = hash;
    arena_init(&line->arena);
    line->text = str_dup(&line->arena, text);
    const struct message message = {.role = ROLE_CALLER, .content = line->text};
    line_prepare(&line->utterance, &line->arena, sink, context, context->profile.lang, &message);
    line->utterance.message = NULL;
    return line;
}

/* Where the line is, else the free place for it, which another thread may take first. */
static size_t place_of(const struct lines *lines, struct str text, uint64_t hash, struct line **found)
{
    size_t at = hash % SLOTS;
    while ((*found = atomic_load_explicit(&lines->slots[at], memory_order_acquire)) != NULL &&
           !((*found)->hash == hash && str_eq((*found)->text, text)))
        at = (at + 1) % SLOTS;
    return at;
}

const struct utterance *lines_find(const struct signal_context *context, struct features *sink, struct str text)
{
    enum { SEED = 13 };
    struct lines *lines = context->lines;
    const uint64_t hash = hash64(text, SEED);
    struct line *line, *own = NULL;
    if (text.len > LINES_LONGEST)
        return NULL;
    for (;;) {
        size_t at = place_of(lines, text, hash, &line);
        if (line != NULL)
            break;
        if (own == NULL && atomic_fetch_add(&lines->count, 1) >= LINES_MOST) {
            atomic_fetch_sub(&lines->count, 1);
            return NULL;
        }
        own = own != NULL ? own : line_new(context, sink, text, hash);
        if (atomic_compare_exchange_strong(&lines->slots[at], &line, own))
            return &own->utterance;
    }
    if (own != NULL) { /* another thread was first */
        atomic_fetch_sub(&lines->count, 1);
        line_free(own);
    }
    return &line->utterance;
}
