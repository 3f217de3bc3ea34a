#include "base/arena.h"
#include "text/gram_index.h"
#include "text/normalise.h"

#include <criterion/criterion.h>

TestSuite(gram_index, .timeout = 10);

/* Sets of n-grams of texts that share some. */
static const char *const texts[] = {"包装破了一个角", "", "这个角是你们送来就破了", "一个", "破了破了破了", "nothing"};
enum { COUNT = sizeof texts / sizeof *texts };

Test(gram_index, counts_what_walking_each_pair_of_sets_counts)
{
    struct arena arena;
    struct grams sets[COUNT];
    struct gram_index index;
    arena_init(&arena);
    for (size_t i = 0; i < COUNT; i++)
        sets[i] = grams_of(&arena, str_from(texts[i]), 2);
    gram_index_init(&index, &arena, sets, COUNT);
    for (size_t i = 0; i < COUNT; i++) {
        uint32_t common[COUNT] = {0}, met[COUNT];
        const size_t count = gram_index_count(&index, sets[i], common, met);
        size_t held = 0;
        for (size_t s = 0; s < COUNT; s++) {
            cr_assert_eq(common[s], grams_common(sets[i], sets[s]), "sets %zu and %zu", i, s);
            held += common[s] > 0;
        }
        cr_assert_eq(count, held);
        for (size_t k = 0; k < count; k++)
            cr_assert_gt(common[met[k]], 0);
    }
    arena_release(&arena);
}

Test(gram_index, names_the_sets_of_a_gram_in_their_order_and_none_for_another)
{
    struct arena arena;
    struct grams sets[COUNT];
    struct gram_index index;
    size_t count;
    arena_init(&arena);
    for (size_t i = 0; i < COUNT; i++)
        sets[i] = grams_of(&arena, str_from(texts[i]), 2);
    gram_index_init(&index, &arena, sets, COUNT);
    uint64_t broken = grams_of(&arena, STR("破了"), 2).hashes[0], other = grams_of(&arena, STR("再见"), 2).hashes[0];
    const uint32_t *of = gram_index_find(&index, broken, &count);
    cr_assert_eq(count, 3);
    cr_assert(of[0] == 0 && of[1] == 2 && of[2] == 4);
    gram_index_find(&index, other, &count);
    cr_assert_eq(count, 0);
    gram_index_init(&index, &arena, NULL, 0);
    gram_index_find(&index, broken, &count);
    cr_assert_eq(count, 0);
    arena_release(&arena);
}
