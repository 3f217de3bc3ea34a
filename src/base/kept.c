#include "base/kept.h"

#include "base/arena.h"
#include "base/hash.h"

#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>

enum { SLOTS = 2 * KEPT_MOST };

struct item {
    uint64_t hash;
    struct str text; /* arena */
    struct arena arena;
    const void *made;
};

struct kept {
    _Atomic(struct item *) slots[SLOTS]; /* open addressing; what was added stays */
    atomic_size_t count;
};

struct kept *kept_new(void)
{
    return memory_alloc(sizeof(struct kept));
}

static void item_free(struct item *item)
{
    if (item == NULL)
        return;
    arena_release(&item->arena);
    free(item);
}

void kept_free(struct kept *kept)
{
    if (kept == NULL)
        return;
    for (size_t i = 0; i < SLOTS; i++)
        item_free(atomic_load(&kept->slots[i]));
    free(kept);
}

static struct item *item_new(struct str text, uint64_t hash,
                             const void *(*make)(struct arena *arena, struct str text, void *context), void *context)
{
    struct item *item = memory_alloc(sizeof *item);
    item->hash = hash;
    arena_init(&item->arena);
    item->text = str_dup(&item->arena, text);
    item->made = make(&item->arena, item->text, context);
    return item;
}

/* Where the text is, else the free place for it, which another thread may take first. */
static size_t place_of(const struct kept *kept, struct str text, uint64_t hash, struct item **found)
{
    size_t at = hash % SLOTS;
    while ((*found = atomic_load_explicit(&kept->slots[at], memory_order_acquire)) != NULL &&
           !((*found)->hash == hash && str_eq((*found)->text, text)))
        at = (at + 1) % SLOTS;
    return at;
}

const void *kept_get(struct kept *kept, struct str text,
                     const void *(*make)(struct arena *arena, struct str text, void *context), void *context)
{
    struct item *item, *own = NULL;
    if (text.len > KEPT_LONGEST)
        return NULL;
    const uint64_t hash = hash64_whole(text);
    for (;;) {
        size_t at = place_of(kept, text, hash, &item);
        if (item != NULL)
            break;
        if (make == NULL)
            return NULL;
        if (own == NULL && atomic_fetch_add(&kept->count, 1) >= KEPT_MOST) {
            atomic_fetch_sub(&kept->count, 1);
            return NULL;
        }
        own = own != NULL ? own : item_new(text, hash, make, context);
        if (atomic_compare_exchange_strong(&kept->slots[at], &item, own))
            return own->made;
    }
    if (own != NULL) { /* another thread was first */
        atomic_fetch_sub(&kept->count, 1);
        item_free(own);
    }
    return item->made;
}
