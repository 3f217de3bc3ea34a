#include "base/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FIRST_BLOCK = 1024, BLOCK_SIZE = 8192 }; /* blocks grow with what the arena holds: most hold little */

struct arena_block {
    struct arena_block *next;
    size_t size, used;
    alignas(max_align_t) unsigned char bytes[];
};

void memory_out(void)
{
    static const char text[] = "fidelio: out of memory\n";
    if (write(STDERR_FILENO, text, sizeof text - 1) < 0)
        _exit(3);
    _exit(3);
}

void *memory_alloc(size_t size)
{
    void *memory = calloc(1, size > 0 ? size : 1);
    if (memory == NULL)
        memory_out();
    return memory;
}

char *memory_dup(const char *text)
{
    char *copy = strdup(text);
    if (copy == NULL)
        memory_out();
    return copy;
}

void *memory_grow(void *old, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size)
        memory_out();
    void *memory = realloc(old, count * size > 0 ? count * size : 1);
    if (memory == NULL)
        memory_out();
    return memory;
}

void arena_init(struct arena *arena)
{
    *arena = (struct arena){0};
}

void arena_release(struct arena *arena)
{
    for (struct arena_block *block = arena->head, *next; block != NULL; block = next) {
        next = block->next;
        free(block);
    }
    *arena = (struct arena){0};
}

static struct arena_block *block_new(size_t size)
{
    struct arena_block *block = memory_grow(NULL, 1, sizeof *block + size);
    *block = (struct arena_block){.size = size};
    return block;
}

void arena_init_for(struct arena *arena, size_t size)
{
    *arena = (struct arena){block_new(size), 0};
}

void arena_clear(struct arena *arena)
{
    arena_clear_keeping(arena, (size_t)4 * BLOCK_SIZE);
}

void arena_clear_keeping(struct arena *arena, size_t most)
{
    struct arena_block *keep = arena->head;
    if (keep != NULL && (keep->next != NULL || keep->size > most)) {
        const size_t held = arena->used;
        arena_release(arena);
        keep = block_new(held < most ? held : most);
    }
    if (keep != NULL)
        keep->used = 0;
    *arena = (struct arena){keep, 0};
}

static size_t next_block(const struct arena *arena)
{
    size_t size = arena->used / 2;
    return size < FIRST_BLOCK ? FIRST_BLOCK : size < BLOCK_SIZE ? size : BLOCK_SIZE;
}

/* The open block has no room left for `size` bytes. */
static __attribute__((noinline)) void *take_from_new_block(struct arena *arena, size_t size)
{
    size_t block_size = next_block(arena), room = size > block_size / 2 ? size : block_size;
    struct arena_block *block = block_new(room);
    block->used = size;
    arena->used += size;
    if (size > block_size / 2 && arena->head != NULL) { /* a big one goes behind, the open block stays open */
        block->next = arena->head->next;
        arena->head->next = block;
    } else {
        block->next = arena->head;
        arena->head = block;
    }
    return block->bytes;
}

void *arena_take(struct arena *arena, size_t size)
{
    const size_t align = alignof(max_align_t);
    struct arena_block *block = arena->head;
    if (size > SIZE_MAX / 2)
        memory_out();
    size = size == 0 ? align : (size + align - 1) / align * align;
    if (block == NULL || block->size - block->used < size)
        return take_from_new_block(arena, size);
    void *memory = block->bytes + block->used;
    block->used += size;
    arena->used += size;
    return memory;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    return memset(arena_take(arena, size), 0, size);
}

void *arena_longer(struct arena *arena, void *items, size_t count, size_t size)
{
    if ((count & (count - 1)) != 0)
        return items;
    void *longer = arena_raw(arena, count > 0 ? 2 * count : 1, size);
    return count > 0 ? memcpy(longer, items, count * size) : longer;
}

char *arena_dup(struct arena *arena, const void *bytes, size_t len)
{
    char *copy = arena_take(arena, len + 1);
    if (len > 0)
        memcpy(copy, bytes, len);
    copy[len] = '\0';
    return copy;
}

char *arena_vprintf(struct arena *arena, const char *format, va_list args)
{
    char usual[256], *text; /* most are short, and printed once */
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(usual, sizeof usual, format, args);
    if (len < (int)sizeof usual) {
        text = arena_dup(arena, usual, len < 0 ? 0 : (size_t)len);
    } else {
        text = arena_alloc(arena, (size_t)len + 1);
        vsnprintf(text, (size_t)len + 1, format, again);
    }
    va_end(again);
    return text;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = arena_vprintf(arena, format, args);
    va_end(args);
    return text;
}
