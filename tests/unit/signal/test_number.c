#include "signal/number.h"

#include <criterion/criterion.h>

static uint64_t value_of(const char *text, enum unit unit)
{
    struct number number;
    cr_assert(number_at(str_from(text), 0, &number), "%s", text);
    cr_assert_eq(number.unit, unit, "%s has unit %d", text, (int)number.unit);
    return number.value;
}

Test(number, reads_chinese_numerals_as_they_are_spoken)
{
    cr_assert_eq(value_of("四十一岁", UNIT_AGE), 41);
    cr_assert_eq(value_of("十五天", UNIT_NONE), 15);
    cr_assert_eq(value_of("一万一千六百六", UNIT_NONE), 11660);
    cr_assert_eq(value_of("两百零五", UNIT_NONE), 205);
    cr_assert_eq(value_of("二〇二五年", UNIT_YEAR), 2025);
}

Test(number, reads_arabic_and_english_numbers)
{
    cr_assert_eq(value_of("46岁", UNIT_AGE), 46);
    cr_assert_eq(value_of("13,600", UNIT_NONE), 13600);
    cr_assert_eq(value_of("forty-six years old", UNIT_AGE), 46);
    cr_assert_eq(value_of("two hundred", UNIT_NONE), 200);
}

Test(number, finds_all_of_a_text_and_no_number_words_inside_words)
{
    struct arena arena;
    arena_init(&arena);
    cr_assert_eq(numbers_of(&arena, STR("none of the tenants, eightyish")).count, 0);
    struct numbers numbers = numbers_of(&arena, STR("3月7日, 还剩46节"));
    cr_assert_eq(numbers.count, 3);
    cr_assert_eq(numbers.items[0].unit, UNIT_MONTH);
    cr_assert_eq(numbers.items[2].value, 46);
    arena_release(&arena);
}
