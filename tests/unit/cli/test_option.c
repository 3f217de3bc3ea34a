#include "base/nearest.h"
#include "cli/command.h"
#include "cli/help.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

/* The tests make mistakes on purpose; what is said about them stands in the log. */
static struct ui quiet_ui(void)
{
    struct ui ui;
    ui_init(&ui);
    ui.chinese = false;
    ui.out.width = 100;
    ui.out.colour = false;
    ui.quiet = true;
    ui.err.file = stderr;
    ui.err.colour = false;
    return ui;
}

static bool parse(enum command_id command, struct args *args, const char *const *words)
{
    static char copies[32][64]; /* argv is not const */
    struct ui ui = quiet_ui();
    char *argv[32];
    int argc = 0, status = 0;
    for (; words[argc] != NULL; argc++) {
        snprintf(copies[argc], sizeof copies[argc], "%s", words[argc]);
        argv[argc] = copies[argc];
    }
    bool parsed = args_parse(args, &ui, command, argc, argv, &status);
    cr_assert(parsed || status == EXIT_USER);
    return parsed;
}
#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

Test(option, reads_long_short_attached_and_separate_values)
{
    struct args args;
    cr_assert(parse(COMMAND_RUN, &args,
                    WORDS("a.md", "--model=understudy", "--model", "other", "-n", "3", "-j16", "-q", "--", "--b.md")));
    size_t at = 0;
    cr_assert_str_eq(args_each(&args, OPTION_MODEL, &at), "understudy");
    cr_assert_str_eq(args_each(&args, OPTION_MODEL, &at), "other");
    cr_assert_null(args_each(&args, OPTION_MODEL, &at));
    cr_assert_eq(args_size(&args, OPTION_REPEATS), 3);
    cr_assert_eq(args_size(&args, OPTION_IN_FLIGHT), 16);
    cr_assert(args_has(&args, OPTION_QUIET));
    cr_assert_eq(args.operands.count, 2);
    cr_assert_str_eq(args.operands.items[1], "--b.md");
    args_release(&args);
}

Test(option, gives_the_default_of_the_table_when_nothing_was_said)
{
    struct args args;
    cr_assert(parse(COMMAND_RUN, &args, WORDS("a.md")));
    cr_assert_eq(args_size(&args, OPTION_MAX_TURNS), 30);
    cr_assert_str_eq(args_text(&args, OPTION_FORMAT), "text");
    cr_assert_null(args_text(&args, OPTION_OUT));
    cr_assert_float_eq(args_number(&args, OPTION_TEMPERATURE, -1), -1, 0);
    args_release(&args);
}

Test(option, refuses_what_the_table_does_not_allow)
{
    struct args args;
    cr_assert_not(parse(COMMAND_RUN, &args, WORDS("--repeets", "3")));
    cr_assert_not(parse(COMMAND_RUN, &args, WORDS("--repeats", "0")));
    cr_assert_not(parse(COMMAND_RUN, &args, WORDS("--repeats", "-1")));
    cr_assert_not(parse(COMMAND_RUN, &args, WORDS("--repeats", "3x")));
    cr_assert_not(parse(COMMAND_RUN, &args, WORDS("--repeats")));
    cr_assert_not(parse(COMMAND_RUN, &args, WORDS("--repeats", "1", "--repeats", "2")));
    cr_assert_not(parse(COMMAND_RUN, &args, WORDS("--temperature", "nan")));
    cr_assert_not(parse(COMMAND_RUN, &args, WORDS("--temperature", "9")));
    cr_assert_not(parse(COMMAND_RUN, &args, WORDS("--out", "")));
    cr_assert_not(parse(COMMAND_RUN, &args, WORDS("--offline=yes")));
    cr_assert_not(parse(COMMAND_RUN, &args, WORDS("-Z")));
    cr_assert_not(parse(COMMAND_SHOW, &args, WORDS("--as", "pictures")));
    cr_assert_not(parse(COMMAND_CHECK, &args, WORDS("--repeats", "3")));
}

Test(option, has_one_row_an_id_for_each_command_and_both_languages)
{
    for (size_t i = 0; i < option_count; i++) {
        const struct option *option = &option_table[i];
        cr_assert(option->help.en[0] != '\0' && option->help.zh[0] != '\0', "%s", option->name);
        cr_assert_neq(option->commands, 0, "%s belongs to no command", option->name);
        cr_assert_eq(option->kind == VALUE_NONE, option->value == NULL, "%s", option->name);
        cr_assert_eq(option->kind == VALUE_CHOICE, option->choices != NULL, "%s", option->name);
        for (size_t j = i + 1; j < option_count; j++) {
            bool shared = (option_table[j].commands & option->commands) != 0;
            cr_assert_not(shared && option_table[j].id == option->id, "%s twice", option->name);
            cr_assert_not(shared && strcmp(option_table[j].name, option->name) == 0, "--%s twice", option->name);
            cr_assert_not(shared && option->letter != 0 && option_table[j].letter == option->letter, "-%c twice",
                          option->letter);
        }
    }
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        cr_assert_not_null(commands[i].name, "command %zu has no row", i);
        cr_assert_not_null(commands[i].run);
        cr_assert(commands[i].summary.en[0] != '\0' && commands[i].summary.zh[0] != '\0');
    }
}

Test(option, every_default_is_a_value_that_the_parser_takes)
{
    for (size_t c = 0; c < COMMAND_COUNT; c++)
        for (size_t i = 0; i < option_count; i++) {
            const struct option *option = &option_table[i];
            if (option->otherwise == NULL || option_of((enum command_id)c, option->id) != option)
                continue;
            char flag[64];
            struct args args;
            snprintf(flag, sizeof flag, "--%s=%s", option->name, option->otherwise);
            cr_assert(parse((enum command_id)c, &args, WORDS(flag)), "%s", flag);
            args_release(&args);
        }
}

/* Help, man page and completions name every option of every command: a flag that is in one is in all. */
Test(option, stands_in_help_man_page_and_completions)
{
    struct ui ui = quiet_ui();
    struct buf manual, bash, zsh, fish;
    buf_init(&manual, 0), buf_init(&bash, 0), buf_init(&zsh, 0), buf_init(&fish, 0);
    help_manual(&ui, &manual);
    help_bash(&bash);
    help_zsh(&ui, &zsh);
    help_fish(&ui, &fish);
    for (size_t c = 0; c < COMMAND_COUNT; c++) {
        struct buf help;
        char text[160], section[80];
        buf_init(&help, 0);
        help_command(&ui, (enum command_id)c, &help);
        snprintf(section, sizeof section, ".SS fidelio %s ", commands[c].name);
        const char *page = strstr(manual.bytes, section);
        cr_assert_not_null(page, "%s is not in the man page", commands[c].name);
        const char *page_end = strstr(page + 1, "\n.S");
        for (size_t i = 0; i < option_count; i++) {
            const struct option *option = &option_table[i];
            bool has = option_of((enum command_id)c, option->id) == option;
            if (!has)
                continue;
            snprintf(text, sizeof text, "--%s", option->name);
            cr_assert_not_null(strstr(help.bytes, text), "%s %s in help", commands[c].name, text);
            cr_assert_not_null(strstr(bash.bytes, text));
            cr_assert_not_null(strstr(zsh.bytes, text));
            snprintf(text, sizeof text, "__fish_seen_subcommand_from %s' -l %s", commands[c].name, option->name);
            cr_assert_not_null(strstr(fish.bytes, text), "%s", text);
            char roff[160] = "\\fB\\-\\-";
            for (const char *at = option->name; *at != '\0'; at++)
                snprintf(roff + strlen(roff), sizeof roff - strlen(roff), *at == '-' ? "\\-" : "%c", *at);
            const char *found = strstr(page, roff);
            cr_assert(found != NULL && (page_end == NULL || found < page_end), "%s %s in the man page",
                      commands[c].name, option->name);
        }
        buf_release(&help);
    }
    buf_release(&manual), buf_release(&bash), buf_release(&zsh), buf_release(&fish);
}

Test(nearest, suggests_what_was_probably_meant)
{
    static const char *const names[] = {"repeats", "rubric", "max-turns", "model", NULL};
    cr_assert_str_eq(nearest_of(STR("repeat"), names), "repeats");
    cr_assert_str_eq(nearest_of(STR("rubirc"), names), "rubric");
    cr_assert_str_eq(nearest_of(STR("max"), names), "max-turns");
    cr_assert_null(nearest_of(STR("zebra"), names));
    cr_assert_eq(edit_distance(STR("model"), STR("mdoel")), 1);
    cr_assert_eq(edit_distance(STR(""), STR("abc")), 3);
}

/* Whatever the width: an opening bracket stays with what it opens. */
Test(option, breaks_no_line_of_chinese_help_behind_an_opening_bracket)
{
    struct ui ui = quiet_ui();
    ui.chinese = true;
    for (ui.out.width = 60; ui.out.width <= 110; ui.out.width++)
        for (size_t c = 0; c < COMMAND_COUNT; c++) {
            struct buf help;
            buf_init(&help, 0);
            help_command(&ui, (enum command_id)c, &help);
            cr_expect_null(strstr(help.bytes, "（\n"), "%s at %zu columns", commands[c].name, (size_t)ui.out.width);
            buf_release(&help);
        }
}
