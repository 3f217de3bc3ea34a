/* Memory that lives and dies together: one arena a conversation, document or report.
 *
 * Pointers stay valid until release or clear. Nothing crosses arenas by pointer. When the machine has no memory left
 * the process ends with status 3 and a line on stderr: there is no sensible way on, and everything worth keeping is on
 * disk. */
#ifndef FIDELIO_BASE_ARENA_H
#define FIDELIO_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

struct arena_block;
struct arena {
    struct arena_block *head; /* owned */
    size_t used;              /* bytes handed out since init or clear */
};

void arena_init(struct arena *arena);
void arena_init_for(struct arena *arena, size_t size); /* with room for so much at once */
void arena_release(struct arena *arena);
/* Keeps one block with room for as much again, if that is not huge: what is filled alike each time allocates no more.
 */
void arena_clear(struct arena *arena);
void arena_clear_keeping(struct arena *arena, size_t most); /* the same; beyond so many bytes it would be huge */

_Noreturn void memory_out(void); /* the end of the process, where a library says that there is no memory left */
/* `count` things of a size that the compiler knows, so that no division is left of the check. */
static inline size_t arena_size(size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / 2 / size)
        memory_out();
    return count * size;
}
void *arena_take(struct arena *arena, size_t size);
/* Zeroed, aligned for any type. size 0 gives a valid, unique pointer. */
void *arena_alloc(struct arena *arena, size_t size);
static inline void *arena_array(struct arena *arena, size_t count, size_t size)
{
    return arena_alloc(arena, arena_size(count, size));
}
/* Not zeroed: for what is written before it is read. */
static inline void *arena_raw(struct arena *arena, size_t count, size_t size)
{
    return arena_take(arena, arena_size(count, size));
}
/* A list with room for one more than its `count` items: where those fill a power of two it is copied to twice the room.
 * For lists that only this makes longer. */
void *arena_longer(struct arena *arena, void *items, size_t count, size_t size);
/* A copy with a NUL behind it. */
char *arena_dup(struct arena *arena, const void *bytes, size_t len);
char *arena_printf(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *arena, const char *format, va_list args) __attribute__((format(printf, 2, 0)));

/* Heap twins for what has no arena; same end when memory is out. */
void *memory_alloc(size_t size); /* zeroed */
char *memory_dup(const char *text);
void *memory_grow(void *old, size_t count, size_t size);

#endif
