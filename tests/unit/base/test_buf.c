#include "base/buf.h"

#include <criterion/criterion.h>

Test(buf, keeps_what_it_was_given_and_a_nul_behind_it)
{
    struct buf buf;
    buf_init(&buf, 0);
    cr_assert(buf_add(&buf, STR("您好")));
    cr_assert(buf_printf(&buf, " %d", 7));
    cr_assert_str_eq(buf.bytes, "您好 7");
    cr_assert_eq(buf.len, 8);
    buf_release(&buf);
}

Test(buf, refuses_to_pass_its_ceiling_and_says_so_at_the_end)
{
    struct buf buf;
    buf_init(&buf, 4);
    cr_assert(buf_add(&buf, STR("abcd")));
    cr_assert_not(buf_add(&buf, STR("e")));
    cr_assert_not(buf_add(&buf, STR("")));
    cr_assert(buf.overflow);
    cr_assert_str_eq(buf.bytes, "abcd");
    buf_release(&buf);
}

Test(buf, drops_a_printed_text_whole_that_passes_the_ceiling)
{
    struct buf buf;
    buf_init(&buf, 8);
    cr_assert(buf_printf(&buf, "%s", "abcd"));
    cr_assert_not(buf_printf(&buf, "%s", "efghi"));
    cr_assert_not(buf_printf(&buf, "%s", ""));
    cr_assert(buf.overflow);
    cr_assert_str_eq(buf.bytes, "abcd");
    buf_release(&buf);
}

Test(buf, prints_what_needs_more_room_than_there_is)
{
    struct buf buf;
    buf_init(&buf, 0);
    for (int i = 0; i < 100; i++)
        cr_assert(buf_printf(&buf, "%030d", i));
    cr_assert_eq(buf.len, 3000);
    cr_assert_str_eq(buf.bytes + 2970, "000000000000000000000000000099");
    buf_release(&buf);
}
