#include "base/arena.h"
#include "base/rng.h"
#include "text/similarity.h"

#include <criterion/criterion.h>
#include <string.h>

Test(similarity, counts_grams_once_each)
{
    struct arena arena;
    arena_init(&arena);
    struct grams a = grams_of(&arena, STR("好的好的"), 2), b = grams_of(&arena, STR("好的"), 2);
    cr_expect_eq(a.count, 2);
    cr_expect_eq(b.count, 1);
    cr_expect_eq(grams_common(a, b), 1);
    cr_expect_float_eq(grams_dice(a, b), 2.0 / 3, 1e-12);
    cr_expect_float_eq(grams_coverage(b, a), 1, 1e-12);
    cr_expect_eq(grams_of(&arena, STR(""), 2).count, 0);
    cr_expect_eq(grams_of(&arena, STR("好"), 2).count, 1);
    arena_release(&arena);
}

Test(similarity, tells_whether_a_set_has_a_gram)
{
    struct arena arena;
    arena_init(&arena);
    struct grams all = grams_of(&arena, STR("包装破了一个角，你们看着办"), 2), none = grams_of(&arena, STR(""), 2);
    for (size_t i = 0; i < all.count; i++) {
        cr_expect(grams_have(all, all.hashes[i]));
        cr_expect_not(grams_have(all, all.hashes[i] + 1));
        cr_expect_not(grams_have(none, all.hashes[i]));
    }
    arena_release(&arena);
}

Test(similarity, a_gram_is_all_of_its_code_points)
{
    struct arena arena;
    arena_init(&arena);
    for (size_t n = 1; n <= GRAM_LONGEST; n++) {
        struct grams a = grams_of(&arena, STR("abcdefghi"), n), b = grams_of(&arena, STR("xbcdefgyi"), n);
        cr_expect_eq(a.count, 10 - n);
        cr_expect_eq(grams_common(a, b), n == 1 ? 7 : 7 - n, "%zu", n);
    }
    arena_release(&arena);
}

Test(similarity, finds_the_longest_copied_run_in_code_points)
{
    struct common_run run = longest_common_run(STR("嗯，平台挺好的吧"), STR("说平台挺好的，没有"));
    cr_expect_eq(run.length, 5);
    cr_expect_eq(run.a, 6);
    cr_expect_eq(run.b, 3);
    cr_expect_eq(run.bytes, 15);
    cr_expect_eq(longest_common_run(STR("甲"), STR("乙")).length, 0);
}

/* The textbook's table of all pairs of places. */
static size_t longest_by_table(const char *a, const char *b)
{
    enum { MOST = 64 };
    size_t row[MOST] = {0}, best = 0;
    for (size_t i = 0; a[i] != '\0'; i++)
        for (size_t j = strlen(b); j-- > 0;) {
            row[j + 1] = a[i] == b[j] ? row[j] + 1 : 0;
            best = row[j + 1] > best ? row[j + 1] : best;
        }
    return best;
}

Test(similarity, the_longest_run_is_the_tables_and_stands_where_it_is_said)
{
    struct rng rng;
    rng_init(&rng, 3);
    for (size_t round = 0; round < 2000; round++) {
        char a[48], b[48];
        size_t na = rng_below(&rng, 40), nb = rng_below(&rng, 40);
        for (size_t i = 0; i < na; i++)
            a[i] = (char)('a' + rng_below(&rng, 3));
        for (size_t i = 0; i < nb; i++)
            b[i] = (char)('a' + rng_below(&rng, 3));
        a[na] = b[nb] = '\0';
        struct common_run run = longest_common_run(str_from(a), str_from(b));
        cr_assert_eq(run.length, longest_by_table(a, b), "%s and %s", a, b);
        cr_assert_eq(strncmp(a + run.a, b + run.b, run.bytes), 0, "%s and %s", a, b);
    }
}
