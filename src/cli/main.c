/* fidelio's front door: which command, which options, which language; the exit status is the command's. */
#include "cli/command.h"
#include "cli/help.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

/* What every command understands alike. */
static void apply_common(struct ui *ui, const struct args *args)
{
    const char *colour = args_text(args, OPTION_COLOUR);
    if (args_has(args, OPTION_LANG))
        ui_set_language(ui, args_text(args, OPTION_LANG));
    ui->quiet = args_has(args, OPTION_QUIET);
    if (strcmp(colour, "auto") != 0)
        ui->out.colour = ui->err.colour = strcmp(colour, "always") == 0;
}

static int run_command(struct ui *ui, enum command_id id, int argc, char **argv)
{
    const struct command *command = &commands[id];
    struct args args;
    int status = EXIT_USER;
    if (!args_parse(&args, ui, id, argc, argv, &status))
        return status;
    apply_common(ui, &args);
    if (args_has(&args, OPTION_HELP)) {
        struct buf out;
        buf_init(&out, 0);
        help_command(ui, id, &out);
        status = ui_result(ui, buf_str(&out));
        buf_release(&out);
    } else if (args.operands.count < command->min_operands) {
        status =
            args.operands.count == 0
                ? ui_misuse(ui, command->name, SAY(ui, "`%s` needs %s", "`%s` 需要参数 %s"), command->name,
                            command->operands)
                : ui_misuse(ui, command->name, SAY(ui, "`%s` needs at least %zu of %s", "`%s` 需要至少 %zu 个参数 %s"),
                            command->name, command->min_operands, command->operands);
    } else if (args.operands.count > command->max_operands) {
        status = ui_misuse(ui, command->name,
                           SAY(ui, "`%s` does not know what to do with '%s'", "`%s` 不知道拿 '%s' 做什么"),
                           command->name, args.operands.items[command->max_operands]);
    } else {
        status = command->run(ui, &args);
    }
    args_release(&args);
    return status;
}

/* A mistake on the command line is told in the language that it asks for, wherever --lang stands. */
static void find_language(struct ui *ui, int argc, char **argv)
{
    static const char option[] = "--lang";
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        const char *behind = argv[i] + strlen(option);
        if (strncmp(argv[i], option, strlen(option)) != 0)
            continue;
        if (*behind == '=')
            ui_set_language(ui, behind + 1);
        else if (*behind == '\0' && i + 1 < argc)
            ui_set_language(ui, argv[i + 1]);
    }
}

/* The first file that is opened would take the number of a standard stream that was closed (`2>&-`), and messages would
 * go into it. Such a stream is held the wrong way round, so that using it fails as it did. */
static bool hold_closed_streams(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd)
            return false;
    return true;
}

int main(int argc, char **argv)
{
    struct ui ui;
    if (!hold_closed_streams())
        return EXIT_INFRA;
    /* A reader that went away shows as EPIPE where it is written, and a peer that hung up is a failed request. */
    signal(SIGPIPE, SIG_IGN);
    ui_init(&ui);
    ui.command_line = argv;
    find_language(&ui, argc, argv);
    /* `fidelio --lang zh help`: the language may come before the command. */
    while (argc > 2 && strcmp(argv[1], "--lang") == 0 && ui_set_language(&ui, argv[2]))
        argc -= 2, argv += 2;
    if (argc < 2) {
        struct buf out;
        buf_init(&out, 0);
        help_overview(&ui, &out);
        fputs(out.bytes, stderr);
        buf_release(&out);
        return EXIT_USER;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
        return run_command(&ui, COMMAND_HELP, argc - 2, argv + 2);
    if (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0)
        return run_command(&ui, COMMAND_VERSION, argc - 2, argv + 2);
    enum command_id id = command_named(str_from(argv[1]));
    if (id == COMMAND_COUNT)
        return ui_unknown_command(&ui, argv[1]);
    return run_command(&ui, id, argc - 2, argv + 2);
}
