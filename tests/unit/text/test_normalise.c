#include "base/arena.h"
#include "text/normalise.h"
#include "text/utf8.h"

#include <criterion/criterion.h>

static struct arena arena;

static void open_arena(void)
{
    arena_init(&arena);
}

static void close_arena(void)
{
    arena_release(&arena);
}

TestSuite(normalise, .init = open_arena, .fini = close_arena);

static void becomes(const char *stored, const char *normal)
{
    struct str got = normalise_text(&arena, str_from(stored));
    cr_expect(str_eq_cstring(got, normal), "%s became %s, not %s", stored, got.ptr, normal);
}

Test(normalise, folds_width_case_punctuation_and_traditional_forms)
{
    becomes("您好，請問是張強嗎？", "您好,请问是张强吗?");
    becomes("ＡＢＣ１２３", "abc123");
    becomes("「好」…『嗎』", "\"好\"...\"吗\"");
    becomes("那個……諮詢", "那个......咨询");
    becomes("妳說", "你说");
    becomes("a\u200bb\u3000c", "ab c");
    becomes("人\u034f工\u3164智\U000e0041能", "人工智能");
    becomes("Café ﬁne", "cafe\u0301 fine");
    becomes("\u212a", "k");
}

Test(normalise, leads_back_to_the_stored_code_points)
{
    struct str stored = STR("呃…ﬁ好");
    struct normal normal = normalise(&arena, stored);
    cr_assert(str_eq_cstring(normal.text, "呃...fi好"));
    cr_expect_eq(normal.at[0], 0);
    cr_expect_eq(normal.at[3], 1);
    cr_expect_eq(normal.at[5], 1);
    cr_expect_eq(normal.at[6], 2);
    cr_expect_eq(normal.at[7], 2);
    cr_expect_eq(normal.at[8], 3);
    cr_expect_eq(normal.at[normal.text.len], 4);
}

Test(normalise, is_idempotent_for_every_code_point)
{
    for (uint32_t c = 1; c < 0x30000; c++) {
        if (c >= 0xd800 && c < 0xe000)
            continue;
        struct buf one;
        buf_init(&one, 0);
        utf8_add(&one, c);
        struct str once = normalise_text(&arena, buf_str(&one));
        struct str twice = normalise_text(&arena, once);
        cr_assert(str_eq(once, twice), "U+%04X", c);
        buf_release(&one);
        arena_clear(&arena);
    }
}

Test(normalise, bare_text_has_letters_and_digits_only)
{
    struct str bare = normalise_bare(&arena, STR("“行，那就 这样吧。” OK!"));
    cr_assert(str_eq_cstring(bare, "行那就这样吧ok"));
}

Test(normalise, drops_the_same_from_stored_text_and_from_normal_text)
{
    for (uint32_t c = 1; c < 0x30000; c++) {
        struct buf one;
        if (c >= 0xd800 && c < 0xe000)
            continue;
        buf_init(&one, 0);
        utf8_add(&one, c);
        struct str bare = normalise_bare(&arena, buf_str(&one));
        cr_assert(str_eq(bare, normal_bare(&arena, normalise_text(&arena, buf_str(&one)))), "U+%04X", c);
        cr_assert(str_eq(normalise(&arena, buf_str(&one)).text, normalise_text(&arena, buf_str(&one))), "U+%04X", c);
        buf_release(&one);
        arena_clear(&arena);
    }
}

Test(normalise, makes_room_for_what_grows)
{
    enum { TIMES = 500 };
    struct buf stored, expected;
    buf_init(&stored, 0);
    buf_init(&expected, 0);
    struct str one = normalise_text(&arena, STR("ﷺ")); /* one code point of three bytes becomes eighteen */
    cr_assert_gt(one.len, 20);
    for (size_t i = 0; i < TIMES; i++) {
        buf_add_cstring(&stored, "ﷺ好");
        buf_add(&expected, one);
        buf_add_cstring(&expected, "好");
    }
    struct normal normal = normalise(&arena, buf_str(&stored));
    cr_assert(str_eq(normal.text, buf_str(&expected)));
    cr_assert_eq(normal.at[normal.text.len], 2 * TIMES);
    buf_release(&stored);
    buf_release(&expected);
}
