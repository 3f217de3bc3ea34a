#include "report/escape.h"

#include <criterion/criterion.h>

typedef void escaper(struct buf *out, struct str text);

static void becomes(escaper *escape, struct str text, const char *want)
{
    struct buf out;
    buf_init(&out, 0);
    escape(&out, text);
    cr_expect_str_eq(buf_str(&out).ptr, want);
    buf_release(&out);
}

Test(escape, xml_is_harmless)
{
    becomes(escape_xml, STR("<script>alert('x')</script>"), "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;");
    becomes(escape_xml, STR("]]>&\"\n\x01\xff"), "]]&gt;&amp;&quot;\n‹U+0001›\xef\xbf\xbd");
    becomes(escape_xml, STR("好\u202e坏"), "好‹U+202E›坏");
    becomes(escape_xml, STR("“是”——嗯…，３！｡"), "“是”——嗯…，３！｡");
    becomes(escape_xml, STR("\u200f\u2028\ufeff\uffff\xef\xbc"), "‹U+200F›‹U+2028›‹U+FEFF›‹U+FFFF›\ufffd\ufffd");
    becomes(escape_xml, STR("怎\u200b么\u3164办\u034f👨‍👩‍👧❤️"),
            "怎‹U+200B›么‹U+3164›办‹U+034F›👨‍👩‍👧❤️");
    becomes(escape_xml_attribute, STR("a\n\"b"), "a&#10;&quot;b");
}

Test(escape, markdown_keeps_to_one_line_of_plain_text)
{
    becomes(escape_markdown, STR("**粗** <b>&\n[x](javascript:1)"),
            "\\*\\*粗\\*\\* &lt;b\\>&amp; \\[x\\]\\(javascript:1\\)");
}

Test(escape, csv_runs_no_formula)
{
    becomes(escape_csv, STR("=1+1"), "\"'=1+1\"");
    becomes(escape_csv, STR("@SUM(A1)"), "\"'@SUM(A1)\"");
    becomes(escape_csv, STR("a,\"b\"\n"), "\"a,\"\"b\"\"\n\"");
    becomes(escape_csv, STR("平常话"), "平常话");
    becomes(escape_csv, STR(""), "");
    becomes(escape_csv, STR("\x1b[31m红\u202e\xc2\x9b"), "‹U+001B›[31m红‹U+202E›‹U+009B›");
}

Test(escape, a_terminal_line_has_no_control_sequence)
{
    becomes(escape_line, STR("\x1b[31m红\x1b]0;t\x07\r\n\u2066"), "‹U+001B›[31m红‹U+001B›]0;t‹U+0007›  ‹U+2066›");
}
