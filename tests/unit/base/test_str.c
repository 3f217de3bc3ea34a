#include "base/str.h"

#include "base/rng.h"

#include <criterion/criterion.h>
#include <string.h>

static size_t find_naively(struct str s, struct str needle)
{
    for (size_t i = 0; i + needle.len <= s.len; i++)
        if (needle.len == 0 || memcmp(s.ptr + i, needle.ptr, needle.len) == 0)
            return i;
    return STR_NONE;
}

Test(str, is_found_where_a_plain_search_finds_it)
{
    char text[80], needle[40];
    struct rng rng;
    rng_init(&rng, 3);
    for (size_t round = 0; round < 20000; round++) {
        struct str s = {text, rng_below(&rng, sizeof text)},
                   n = {needle, rng_below(&rng, round % 2 ? 5 : sizeof needle)};
        for (size_t i = 0; i < s.len; i++)
            text[i] = (char)('a' + rng_below(&rng, 2));
        for (size_t i = 0; i < n.len; i++)
            needle[i] = (char)('a' + rng_below(&rng, 2));
        if (round % 4 == 0 && n.len <= s.len) /* one that is there, also at the very end */
            memcpy(needle, text + (s.len - n.len), n.len);
        cr_assert_eq(str_find(s, n), find_naively(s, n), "%.*s in %.*s", STR_FORMAT(n), STR_FORMAT(s));
    }
}

Test(str, nothing_is_at_the_start_and_nothing_in_nothing)
{
    cr_expect_eq(str_find((struct str){0}, STR("")), 0);
    cr_expect_eq(str_find((struct str){0}, STR("a")), STR_NONE);
    cr_expect_eq(str_find(STR("a"), (struct str){0}), 0);
    cr_expect_eq(str_find(STR("客户"), STR("户")), 3);
}

Test(str, one_of_several_words)
{
    static const char *const words[] = {"客户", "he ", NULL}, *const none[] = {NULL};
    cr_expect(str_starts_any(STR("客户问"), words) && !str_starts_any(STR("问客户"), words));
    cr_expect(str_ends_any(STR("问客户"), words) && !str_ends_any(STR("客户问"), words));
    cr_expect(str_holds_any(STR("then he asks"), words) && !str_holds_any(STR("客人"), words));
    cr_expect(!str_starts_any(STR("客户"), none) && !str_ends_any(STR("客户"), none) &&
              !str_holds_any(STR("客户"), none));
}

Test(str, knows_a_text_among_words_and_how_long_the_word_is_that_begins_it)
{
    static const char *const words[] = {"ab", "abc", "x", NULL};
    cr_assert(str_is_any(STR("abc"), words));
    cr_assert_not(str_is_any(STR("abcd"), words));
    cr_assert_not(str_is_any(STR(""), words));
    cr_assert_eq(str_start_length(STR("abcd"), words), 2, "the first that fits, not the longest");
    cr_assert_eq(str_start_length(STR("xy"), words), 1);
    cr_assert_eq(str_start_length(STR("b"), words), 0);
}

Test(str, is_cut_at_marks_and_trimmed_of_words)
{
    static const char *const marks[] = {"；", "; ", NULL};
    struct str rest = STR("a；b; ；c"), part;
    const char *const parts[] = {"a", "b", "", "c"};
    size_t length;
    cr_expect_eq(str_find_any(rest, marks, &length), 1);
    cr_expect_eq(length, 3);
    cr_expect_eq(str_find_any(STR("a;b"), marks, &length), STR_NONE);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        cr_assert(str_next_part(&rest, marks, &part));
        cr_expect(str_eq_cstring(part, parts[i]), "%zu: %.*s", i, STR_FORMAT(part));
    }
    cr_expect_not(str_next_part(&rest, marks, &part));
    cr_expect(str_eq_cstring(str_trim_end(STR(" a; b；； ; "), marks), "a; b；； ;"));
    cr_expect(str_eq_cstring(str_trim_end(STR(" a; b； ；"), marks), "a; b"));
}
