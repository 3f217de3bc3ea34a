#include "base/arena.h"

#include <criterion/criterion.h>

enum { PIECES = 40, PIECE = 704 };

Test(arena, cleared_has_room_in_one_piece_for_what_it_held)
{
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < PIECES; i++)
        arena_raw(&arena, PIECE, 1);
    arena_clear(&arena);
    cr_assert_eq(arena.used, 0);
    char *first = arena_raw(&arena, PIECE, 1);
    for (size_t i = 1; i < PIECES; i++)
        cr_assert_eq((char *)arena_raw(&arena, PIECE, 1), first + i * PIECE);
    arena_clear(&arena);
    cr_assert_eq((char *)arena_raw(&arena, PIECE, 1), first, "the same room, not a new one");
    arena_release(&arena);
}

Test(arena, cleared_of_nothing_or_of_much_it_goes_on)
{
    struct arena arena;
    arena_init(&arena);
    arena_clear(&arena);
    cr_assert_eq(arena.used, 0);
    arena_raw(&arena, 1 << 20, 1);
    arena_clear(&arena);
    cr_assert_eq(*arena_dup(&arena, "a", 1), 'a');
    arena_release(&arena);
}

Test(arena, what_it_is_made_for_stands_in_one_piece_and_as_much_as_told_is_kept)
{
    struct arena arena;
    arena_init_for(&arena, PIECES * PIECE);
    char *first = arena_raw(&arena, PIECE, 1);
    for (size_t i = 1; i < PIECES; i++)
        cr_assert_eq((char *)arena_raw(&arena, PIECE, 1), first + i * PIECE);
    arena_clear_keeping(&arena, PIECES * PIECE);
    cr_assert_eq((char *)arena_raw(&arena, PIECE, 1), first);
    arena_release(&arena);
}
