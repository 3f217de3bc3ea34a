#include "text/utf8.h"

#include <criterion/criterion.h>

Test(utf8, tells_well_formed_text_from_broken)
{
    size_t bad = 99;
    cr_expect(utf8_valid(STR("好 ok 🙂"), &bad));
    cr_expect_not(utf8_valid(STR("ok\xff"), &bad));
    cr_expect_eq(bad, 2);
    cr_expect_not(utf8_valid(STR("\xed\xa0\x80"), NULL), "a surrogate");
    cr_expect_not(utf8_valid(STR("\xc0\x80"), NULL), "an overlong NUL");
    cr_expect_not(utf8_valid(STR("\xf4\x90\x80\x80"), NULL), "past U+10FFFF");
    cr_expect_not(utf8_valid(STR("\xe4\xbd"), NULL), "cut short");
}

Test(utf8, walks_both_ways_and_over_broken_bytes)
{
    struct str text = STR("a好\xff🙂");
    uint32_t want[] = {'a', 0x597d, 0xfffd, 0x1f642};
    size_t at = 0;
    for (size_t i = 0; i < 4; i++)
        cr_expect_eq(utf8_next(text, &at), want[i]);
    cr_expect_eq(at, text.len);
    for (size_t i = 4; i-- > 0;)
        cr_expect_eq(utf8_prev(text, &at), want[i]);
    cr_expect_eq(at, 0);
    cr_expect_eq(utf8_count(text), 4);
}

Test(utf8, ideographs_are_skipped_up_to_what_is_none)
{
    cr_expect_eq(utf8_skip_han(STR("你们说，好"), 0), 9);
    cr_expect_eq(utf8_skip_han(STR("你们"), 3), 6);
    cr_expect_eq(utf8_skip_han(STR("a你"), 0), 0);
    cr_expect_eq(utf8_skip_han(STR("你\xe5\xa5"), 0), 3, "half a character");
    cr_expect_eq(utf8_skip_han(STR("\xe5 \xa5"), 0), 0, "none at all");
    cr_expect_eq(utf8_skip_han(STR("\xe5\xa5!"), 0), 0);
}

/* Every two bytes that a character can begin with, in each of the five places. */
Test(utf8, fives_are_skipped_where_all_are_theirs)
{
    struct str wide = STR("你好，客户们（一）");
    char text[32];
    for (unsigned k = 0; k < 5 << 16; k++) {
        const unsigned char lead = k >> 8 & 0xff, second = k & 0xff;
        memcpy(text, wide.ptr, wide.len);
        text[3 * (k >> 16)] = (char)lead;
        text[3 * (k >> 16) + 1] = (char)second;
        bool theirs = lead > 0xe0 && lead < 0xf0 && lead != 0xe2 && lead != 0xed && (second & 0xc0) == 0x80;
        cr_assert_eq(utf8_skip_fives((struct str){text, wide.len}, 0), theirs ? 15 : 0, "%x", k);
    }
    cr_expect_eq(utf8_skip_fives(str_slice(wide, 0, 15), 0), 0, "nothing is read behind the end");
}

/* What is counted by fives is counted as by ones: across every kind of neighbour, cut short, and broken. */
Test(utf8, counts_what_a_walk_counts)
{
    static const char text[] =
        "你们，好ab你好们å¥ 가나你好ê你í あ你å你們好ã说说说ð呢吗";
    for (size_t from = 0; from < sizeof text; from++)
        for (size_t to = from; to < sizeof text; to++) {
            const struct str part = {text + from, to - from};
            size_t walked = 0;
            for (size_t at = 0; at < part.len; walked++)
                utf8_next_any(part, &at);
            cr_assert_eq(utf8_count(part), walked, "bytes %zu to %zu", from, to);
        }
}

Test(utf8, counts_columns_as_a_terminal_does)
{
    cr_expect_eq(utf8_width(STR("您好，ok")), 8);
    cr_expect_eq(utf8_width(STR("e\u0301")), 1);
}

Test(utf8, slices_by_code_points)
{
    cr_expect(str_eq_cstring(utf8_slice(STR("您好世界"), 1, 3), "好世"));
    cr_expect(str_eq_cstring(utf8_slice(STR("您好"), 1, 9), "好"));
    cr_expect(str_eq_cstring(utf8_slice(STR("您好"), 5, 9), ""));
}
