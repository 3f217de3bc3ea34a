/* The help in all its forms, written from the tables of commands and options. */
#ifndef FIDELIO_CLI_HELP_H
#define FIDELIO_CLI_HELP_H

#include "cli/command.h"

void help_overview(const struct ui *ui, struct buf *out);
void help_command(const struct ui *ui, enum command_id command, struct buf *out);
void help_manual(const struct ui *ui, struct buf *out); /* roff, man(7) */
void help_bash(struct buf *out);
void help_zsh(const struct ui *ui, struct buf *out);
void help_fish(const struct ui *ui, struct buf *out);

#endif
