#include "report/text_findings.h"

#include "report/excerpt.h"
#include "report/names.h"
#include "text/utf8.h"

#include <criterion/criterion.h>
#include <string.h>

/* What is printed, until the next call. */
static char *quote(size_t width, struct str content, size_t start, size_t end)
{
    static char printed[4096];
    struct look look = {.width = width};
    struct buf out;
    buf_init(&out, 0);
    text_quote(&look, content, start, end, "reply 1 | ", &out);
    cr_assert_lt(out.len, sizeof printed);
    memcpy(printed, out.bytes, out.len + 1);
    buf_release(&out);
    return printed;
}

Test(text_quote, puts_the_carets_under_wide_characters)
{
    cr_assert_str_eq(quote(80, STR("嗯，都挺好的，没事。"), 2, 6), "reply 1 | 嗯，都挺好的，没事。\n"
                                                                   "              ^^^^^^^^\n");
}

Test(text_quote, counts_what_is_shown_not_what_is_stored)
{
    /* The escape is shown as one picture, the override as eight characters. */
    cr_assert_str_eq(quote(80, STR("a\33\342\200\256bad end"), 3, 6), "reply 1 | a␛<U+202E>bad end\n"
                                                                      "                    ^^^\n");
}

Test(text_quote, keeps_the_span_in_sight_of_a_long_reply)
{
    char text[3 * 400 + 1];
    for (size_t i = 0; i < 400; i++)
        memcpy(text + 3 * i, i == 300 ? "真" : "话", 3);
    text[sizeof text - 1] = '\0';
    char *out = quote(60, str_from(text), 300, 301);
    char *line_end = strchr(out, '\n');
    cr_assert_not_null(line_end);
    struct str first = {out, (size_t)(line_end - out)};
    cr_assert_leq(utf8_width(first), 60);
    char *mark = strstr(out, "真"), *caret = strchr(line_end, '^');
    cr_assert(mark != NULL && mark < line_end, "%s", out);
    cr_assert_not_null(caret);
    cr_assert_eq(utf8_width((struct str){out, (size_t)(mark - out)}), (size_t)(caret - line_end - 1), "%s", out);
}

Test(text_quote, marks_an_empty_span_with_one_caret)
{
    cr_assert_str_eq(quote(80, STR(""), 0, 0), "reply 1 | \n          ^\n");
}

Test(excerpt, a_rule_of_no_document_stands_in_words_and_not_in_a_file)
{
    struct arena arena;
    arena_init(&arena);
    struct rule common = {.file = STR("core")}, own = {.file = STR("催缴.md"), .line = 7};
    cr_expect(str_eq_cstring(excerpt_place(&arena, &common, 0, true), "各文档通用"));
    cr_expect(str_eq_cstring(excerpt_place(&arena, &common, 0, false), "common to all documents"));
    cr_expect(str_eq_cstring(excerpt_place(&arena, &own, 7, true), "催缴.md:7"));
    cr_expect(str_eq_cstring(name_of_attribution(STR("endpoint"), true), "服务端"));
    arena_release(&arena);
}
