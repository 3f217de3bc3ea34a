/* The table of commands. One cmd_NAME.c each. */
#ifndef FIDELIO_CLI_COMMAND_H
#define FIDELIO_CLI_COMMAND_H

#include "cli/option.h"

struct command {
    const char *name;
    const char *operands; /* as in the synopsis: "SCENARIO..."; "" = none */
    size_t min_operands, max_operands;
    struct texts summary; /* one line, lower case */
    struct texts details; /* a paragraph or two; may be NULL */
    const char *example;
    int (*run)(struct ui *ui, const struct args *args); /* returns the exit status */
};

extern const struct command commands[COMMAND_COUNT];

/* COMMAND_COUNT when there is none. */
enum command_id command_named(struct str name);
/* Says so, with the nearest command; returns EXIT_USER. */
int ui_unknown_command(const struct ui *ui, const char *name);

int cmd_agree(struct ui *ui, const struct args *args);
int cmd_bless(struct ui *ui, const struct args *args);
int cmd_check(struct ui *ui, const struct args *args);
int cmd_compare(struct ui *ui, const struct args *args);
int cmd_help(struct ui *ui, const struct args *args);
int cmd_judge(struct ui *ui, const struct args *args);
int cmd_merge(struct ui *ui, const struct args *args);
int cmd_play(struct ui *ui, const struct args *args);
int cmd_report(struct ui *ui, const struct args *args);
int cmd_review(struct ui *ui, const struct args *args);
int cmd_run(struct ui *ui, const struct args *args);
int cmd_score(struct ui *ui, const struct args *args);
int cmd_serve(struct ui *ui, const struct args *args);
int cmd_show(struct ui *ui, const struct args *args);
int cmd_version(struct ui *ui, const struct args *args);

#endif
