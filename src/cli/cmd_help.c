/* help: the overview, one command, the man page, completions. */
#include "cli/help.h"

#include <string.h>

int cmd_help(struct ui *ui, const struct args *args)
{
    const char *format = args_text(args, OPTION_FORMAT);
    struct buf out;
    buf_init(&out, 0);
    int status = EXIT_GOOD;
    if (strcmp(format, "roff") == 0) {
        help_manual(ui, &out);
    } else if (strcmp(format, "bash") == 0) {
        help_bash(&out);
    } else if (strcmp(format, "zsh") == 0) {
        help_zsh(ui, &out);
    } else if (strcmp(format, "fish") == 0) {
        help_fish(ui, &out);
    } else if (args->operands.count == 0) {
        help_overview(ui, &out);
    } else {
        enum command_id command = command_named(str_from(args->operands.items[0]));
        if (command == COMMAND_COUNT)
            status = ui_unknown_command(ui, args->operands.items[0]);
        else
            help_command(ui, command, &out);
    }
    if (status == EXIT_GOOD)
        status = ui_result(ui, buf_str(&out));
    buf_release(&out);
    return status;
}
