#include "meaning/terms.h"

#include <criterion/criterion.h>

/* Do the two texts share a term? */
static bool meet(const char *a, const char *b)
{
    struct arena arena;
    arena_init(&arena);
    struct terms one = terms_of(&arena, str_from(a)), other = terms_of(&arena, str_from(b));
    bool met = false;
    for (size_t i = 0; i < one.count; i++)
        met = met || terms_have(other, one.items[i]);
    arena_release(&arena);
    return met;
}

Test(terms, a_figure_is_the_same_in_digits_and_as_it_is_said)
{
    cr_expect(meet("320", "三百二"));
    cr_expect(meet("320", "三百二十"));
    cr_expect(meet("1360", "一千三百六"));
    cr_expect(meet("302", "三百零二"));
    cr_expect(meet("12000", "一万二"));
    cr_expect(meet("15", "十五"));
    cr_expect(meet("$59", "59 dollars"));
    cr_expect_not(meet("302", "三百二"));
    cr_expect_not(meet("320", "3200"));
    cr_expect_not(meet("7", "7"), "a single figure is no term");
    cr_expect_not(meet("23", "两三"), "two or three are not 23");
}
