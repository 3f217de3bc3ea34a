#include "text/printable.h"

#include <criterion/criterion.h>

static void check(struct str text, unsigned flags, const char *expected)
{
    struct buf out;
    buf_init(&out, 0);
    printable_add(&out, text, flags);
    cr_assert_str_eq(out.bytes != NULL ? out.bytes : "", expected);
    buf_release(&out);
}

Test(printable, leaves_ordinary_text_alone)
{
    check(STR("嗯，好的。Okay, 👨‍👩‍👧 é"), 0, "嗯，好的。Okay, 👨‍👩‍👧 é");
}

Test(printable, shows_escape_sequences_instead_of_sending_them)
{
    check(STR("\33]0;owned\7\33[2J"), 0, "␛]0;owned␇␛[2J");
    check(STR("\302\233"
              "31m"),
          0, "<U+009B>31m"); /* the one-byte CSI of C1 */
}

Test(printable, shows_what_turns_text_round_or_hides_in_it)
{
    check(STR("a\342\200\256b\342\201\246c\342\200\213d\357\273\277"), 0, "a<U+202E>b<U+2066>c<U+200B>d<U+FEFF>");
    check(STR("人\u034f工\u3164"), 0, "人<U+034F>工<U+3164>");
    check(STR("\363\240\201\201"), 0, "<U+E0041>"); /* a tag character */
}

Test(printable, keeps_lines_only_when_told)
{
    check(STR("一\r\n二\n三\r四\t五"), 0, "一⏎二⏎三⏎四 五");
    check(STR("一\r\n二"), PRINTABLE_KEEP_LINES, "一\n二");
}

Test(printable, replaces_bytes_that_are_no_text)
{
    check(STR("a\377b"), 0, "a\357\277\275b");
}
