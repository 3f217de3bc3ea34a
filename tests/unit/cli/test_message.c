#include "cli/message.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void check(const struct error *err, const char *expected)
{
    struct buf out;
    buf_init(&out, 0);
    error_render(&out, err, "error", false);
    cr_expect_str_eq(out.bytes, expected, "%s", out.bytes);
    buf_release(&out);
}

Test(message, shows_the_source_line_and_a_caret_below_the_right_character)
{
    struct error err = {.line = 3, .column = 5, .path = "某.yaml", .message = "unknown key", .excerpt = "  规则: 3"};
    check(&err, "某.yaml:3:5: error: unknown key\n"
                "    3 |   规则: 3\n"
                "      |       ^\n");
}

Test(message, names_the_program_when_there_is_no_file)
{
    struct error err = {.message = "there is no model to run"};
    check(&err, "fidelio: error: there is no model to run\n");
    struct error chinese = {.message = "没有可运行的模型"};
    struct buf out;
    buf_init(&out, 0);
    error_render(&out, &chinese, "错误", false); /* as ui_misuse has it */
    cr_expect_str_eq(out.bytes, "fidelio: 错误：没有可运行的模型\n", "%s", out.bytes);
    buf_release(&out);
}

Test(message, keeps_the_column_of_a_long_line_in_sight)
{
    struct error err = {.line = 1, .column = 151, .path = "a", .message = "m"};
    memset(err.excerpt, '-', 200);
    err.excerpt[150] = '!';
    struct buf out;
    buf_init(&out, 0);
    error_render(&out, &err, "error", false);
    const char *mark = strchr(out.bytes, '!'), *caret = strrchr(out.bytes, '^');
    cr_assert(mark != NULL && caret != NULL);
    const char *line_end = strchr(mark, '\n'), *line = mark;
    while (line[-1] != '\n')
        line--;
    cr_assert_eq(mark - line, caret - line_end - 1, "%s", out.bytes);
    buf_release(&out);
}

Test(message, makes_what_a_file_holds_harmless)
{
    struct error err = {.line = 1, .column = 2, .path = "\33[2Jx", .message = "no \33]0;t\7", .excerpt = "\33[31mred"};
    check(&err, "␛[2Jx:1:2: error: no ␛]0;t␇\n"
                "    1 | ␛[31mred\n"
                "      |  ^\n");
}

/* A CI server takes a line that begins with "::" for a command. */
Test(message, holds_no_line_of_a_file_s)
{
    struct error err = {.line = 2, .path = "a", .message = "there is no conversation \"x\n::error::y\""};
    check(&err, "a:2: error: there is no conversation \"x⏎::error::y\"\n");
}

Test(message, gives_each_kind_of_error_its_exit_status)
{
    cr_assert_eq(exit_status_of(ERROR_NONE), 0);
    cr_assert_eq(exit_status_of(ERROR_USER), 2);
    cr_assert_eq(exit_status_of(ERROR_LIMIT), 2);
    cr_assert_eq(exit_status_of(ERROR_INFRA), 3);
    cr_assert_eq(exit_status_of(ERROR_INTERRUPTED), 3);
}

Test(message, takes_its_language_from_the_first_locale_that_is_set)
{
    struct ui ui;
    unsetenv("LC_ALL");
    setenv("LC_MESSAGES", "", 1);
    setenv("LANG", "zh_TW.UTF-8", 1);
    ui_init(&ui);
    cr_assert(ui.chinese);
    setenv("LC_ALL", "en_GB.UTF-8", 1);
    ui_init(&ui);
    cr_assert_not(ui.chinese);
    cr_assert_not(ui.language_said);
    cr_assert(ui_set_language(&ui, "zh"));
    cr_assert(ui.chinese && ui.language_said);
    cr_assert_not(ui_set_language(&ui, "fr"));
}

Test(terminal, is_plain_when_it_is_none)
{
    FILE *file = fopen("/dev/null", "w");
    unsetenv("COLUMNS");
    struct terminal terminal = terminal_of(file);
    cr_assert_not(terminal.interactive || terminal.colour);
    cr_assert_eq(terminal.width, 100);
    setenv("COLUMNS", "72", 1);
    cr_assert_eq(terminal_of(file).width, 72);
    setenv("COLUMNS", "7", 1);
    cr_assert_eq(terminal_of(file).width, 40, "narrower than that nothing can be laid out");
    fclose(file);
}
