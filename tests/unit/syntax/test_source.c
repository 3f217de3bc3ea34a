#include "base/arena.h"
#include "syntax/source.h"

#include <criterion/criterion.h>
#include <string.h>
#include <time.h>

static struct arena arena;

static void set_up(void)
{
    arena_init(&arena);
}

static void tear_down(void)
{
    arena_release(&arena);
}

TestSuite(source, .init = set_up, .fini = tear_down);

Test(source, counts_lines_from_one_and_columns_in_code_points)
{
    struct source source;
    struct error err = {0};
    cr_assert(source_from(&source, &arena, "a.md", STR("一二\r\n三四五\n\n六"), &err));
    cr_assert_eq(source.line_count, 4);
    cr_assert_eq(source_line(&source, 0), 1);
    cr_assert_eq(source_line(&source, 7), 1);
    cr_assert_eq(source_line(&source, 8), 2);
    cr_assert_eq(source_column(&source, 8), 1);
    cr_assert_eq(source_column(&source, 14), 3);
    cr_assert(str_eq(source_line_text(&source, 1), STR("一二")));
    cr_assert(str_eq(source_line_text(&source, 3), STR("")));
    cr_assert(str_eq(source_line_text(&source, 4), STR("六")));
    cr_assert(str_eq(source_line_text(&source, 5), STR("")));
    cr_assert_eq(source_line(&source, source.text.len), 4);
}

/* What it takes to be given the first line many times. */
static double cost_of_lines(size_t line_length)
{
    struct source source;
    char *text = arena_alloc(&arena, line_length);
    size_t given = 0;
    memset(text, 'a', line_length);
    cr_assert(source_from(&source, &arena, "a.md", (struct str){text, line_length}, NULL));
    const clock_t begun = clock();
    for (size_t i = 0; i < 20000; i++)
        given += source_line_text(&source, 1).len == line_length;
    cr_assert_eq(given, 20000);
    return (double)(clock() - begun) + 1;
}

/* A document may be one line, and a place in it be asked for by each of its hundred thousand findings. */
Test(source, a_long_line_is_given_as_fast_as_a_short_one)
{
    const double brief = cost_of_lines(1 << 10);
    cr_assert_lt(cost_of_lines(4 << 20), 50 * (brief < 500 ? 500 : brief));
}

Test(source, a_last_line_end_does_not_begin_another_line)
{
    struct source source;
    cr_assert(source_from(&source, &arena, "a.md", STR("a\nb\n"), NULL));
    cr_assert_eq(source.line_count, 2);
    cr_assert_eq(source_line(&source, 4), 2);
}

Test(source, an_error_carries_path_line_column_and_the_line)
{
    struct source source;
    struct error err = {0};
    cr_assert(source_from(&source, &arena, "文件.md", STR("头\n您好吗\n"), NULL));
    cr_assert_not(source_error(&source, 7, &err, "no %s here", "greeting"));
    cr_assert_eq(err.kind, ERROR_USER);
    cr_assert_str_eq(err.path, "文件.md");
    cr_assert_eq(err.line, 2);
    cr_assert_eq(err.column, 2);
    cr_assert_str_eq(err.message, "no greeting here");
    cr_assert_str_eq(err.excerpt, "您好吗");
}

static void assert_refused(struct str text, const char *part, size_t line, size_t column)
{
    struct source source;
    struct error err = {0};
    cr_assert_not(source_from(&source, &arena, "x", text, &err));
    cr_assert_not_null(strstr(err.message, part), "%s", err.message);
    cr_assert_eq(err.line, line);
    cr_assert_eq(err.column, column);
}

Test(source, refuses_what_is_no_utf8_text_and_says_where)
{
    assert_refused(STR(""), "empty", 0, 0);
    assert_refused(STR("\xff\xfeh\0i\0"), "UTF-16", 0, 0);
    assert_refused(STR("ab\nc\0d"), "NUL", 2, 2);
    assert_refused(STR("好\n好\xc4\xe3"), "0xc4", 2, 2);
    assert_refused(STR("\xed\xa0\x80"), "0xed", 1, 1);
}

Test(source, reading_names_missing_and_over_large_files)
{
    struct source source;
    struct error err = {0};
    cr_assert_not(source_read(&source, &arena, "tests/no such file", 100, &err));
    cr_assert_eq(err.kind, ERROR_USER);
    cr_assert_str_eq(err.path, "tests/no such file");
    cr_assert_not(source_read(&source, &arena, "Makefile", 100, &err));
    cr_assert_eq(err.kind, ERROR_LIMIT);
    cr_assert(source_read(&source, &arena, "Makefile", 1 << 20, &err));
    cr_assert(source.line_count > 50);
}
