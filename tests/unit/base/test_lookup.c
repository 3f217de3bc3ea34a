#include "base/lookup.h"

#include "base/arena.h"
#include "support/within.h"

#include <criterion/criterion.h>

Test(lookup, keeps_a_number_for_each_key_while_it_grows)
{
    enum { KEYS = 5000 };
    struct arena arena;
    struct lookup table;
    arena_init(&arena);
    lookup_init(&table, &arena, 0);
    for (uint64_t round = 1; round <= 2; round++)
        for (uint64_t i = 0; i < KEYS; i++) {
            uint64_t *number = lookup_place(&table, i * i << 3); /* many fall to one slot */
            cr_assert_eq(*number, round == 1 ? 0 : i + 1);
            *number = i + round;
        }
    cr_assert_eq(table.count, KEYS);
    for (uint64_t i = 0; i < KEYS; i++)
        cr_assert_eq(lookup_find(&table, i * i << 3), i + 2);
    cr_assert_eq(lookup_find(&table, 7), 0);
    arena_release(&arena);
}

Test(lookup, with_room_for_its_keys_does_not_grow)
{
    struct arena arena;
    struct lookup table;
    arena_init(&arena);
    for (size_t most = 0; most < 200; most++) {
        lookup_init(&table, &arena, most);
        const struct lookup_slot *slots = table.slots;
        for (uint64_t i = 0; i < most; i++)
            *lookup_place(&table, i) = 1;
        cr_assert_eq(table.slots, slots);
        cr_assert_eq(lookup_find(&table, most), 0, "there is a free slot left, at which a search ends");
    }
    arena_release(&arena);
}

Test(lookup, names_are_found_at_the_place_of_the_first_that_is_equal)
{
    struct arena arena;
    struct names names;
    arena_init(&arena);
    names_init(&names, &arena);
    cr_assert_eq(names_find(&names, STR("a")), STR_NONE);
    cr_assert_eq(names_add(&names, STR("a")), 0);
    cr_assert_eq(names_add(&names, STR("")), 1);
    cr_assert_eq(names_add(&names, STR("a")), 0, "the first");
    cr_assert_eq(names_add(&names, STR("b")), 3, "beside the list that it names, which has three by now");
    cr_assert_eq(names_find(&names, STR("")), 1);
    cr_assert_eq(names_find(&names, STR("b")), 3);
    cr_assert_eq(names_find(&names, STR("ab")), STR_NONE);
    cr_assert_eq(names.count, 4);
    arena_release(&arena);
}

Test(lookup, names_of_one_hash_are_told_apart)
{
    struct arena arena;
    struct names names;
    arena_init(&arena);
    names_init(&names, &arena);
    names_add(&names, STR("one"));
    names_add(&names, STR("two"));
    for (size_t i = 0; i <= names.table.mask; i++) /* as if "two" had the hash of "one" */
        if (names.table.slots[i].number == 1)
            names.table.slots[i].number = 2;
    cr_assert_eq(names_find(&names, STR("one")), STR_NONE);
    cr_assert_eq(names_add(&names, STR("one")), 2);
    cr_assert_eq(names_find(&names, STR("one")), 2);
    arena_release(&arena);
}

Test(lookup, a_million_names_are_found_in_linear_time)
{
    enum { NAMES = 1000000 };
    struct arena arena;
    struct names names;
    within(60);
    arena_init(&arena);
    names_init(&names, &arena);
    for (size_t i = 0; i < NAMES; i++)
        cr_assert_eq(names_add(&names, str_from(arena_printf(&arena, "name-%zu", i))), i);
    for (size_t i = 0; i < NAMES; i++)
        cr_assert_eq(names_find(&names, names.items[i]), i);
    arena_release(&arena);
}
