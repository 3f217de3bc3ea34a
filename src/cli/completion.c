/* Completions for bash, zsh and fish, from the same tables as the parser. */
#include "cli/help.h"
#include "cli/message.h"

static bool row_of(enum command_id command, const struct option *option)
{
    return option_of(command, option->id) == option;
}

static void words_of_choices(struct buf *out, const char *choices)
{
    for (; *choices != '\0'; choices++)
        buf_add_byte(out, *choices == '|' ? ' ' : *choices);
}

static void add_commands(struct buf *out)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        buf_printf(out, "%s%s", i > 0 ? " " : "", commands[i].name);
}

/* What bash offers behind an option with a value. */
static void bash_value(struct buf *out, const struct option *option)
{
    buf_printf(out, "        --%s", option->name);
    if (option->letter != 0)
        buf_printf(out, "|-%c", option->letter);
    buf_add_cstring(out, ") COMPREPLY=(");
    if (option->kind == VALUE_CHOICE) {
        buf_add_cstring(out, "$(compgen -W '");
        words_of_choices(out, option->choices);
        buf_add_cstring(out, "' -- \"$current\")");
    } else if (option->kind == VALUE_FILE) {
        buf_add_cstring(out, "$(compgen -f -- \"$current\")");
    } else if (option->kind == VALUE_FOLDER) {
        buf_add_cstring(out, "$(compgen -d -- \"$current\")");
    }
    buf_add_cstring(out, "); return ;;\n");
}

static void bash_command(struct buf *out, enum command_id command)
{
    buf_printf(out, "    %s)\n        case $previous in\n", commands[command].name);
    for (size_t i = 0; i < option_count; i++)
        if (row_of(command, &option_table[i]) && option_table[i].kind != VALUE_NONE)
            bash_value(out, &option_table[i]);
    buf_add_cstring(out, "        esac\n        words='");
    for (size_t i = 0; i < option_count; i++)
        if (row_of(command, &option_table[i]))
            buf_printf(out, " --%s", option_table[i].name);
    if (command == COMMAND_HELP) {
        buf_add_cstring(out, "'\n        operands='");
        add_commands(out);
    }
    buf_add_cstring(out, "' ;;\n");
}

void help_bash(struct buf *out)
{
    buf_add_cstring(
        out, "# bash completion for fidelio, written by `fidelio help --format bash`\n"
             "_fidelio() {\n"
             "    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} words= operands=\n"
             "    COMPREPLY=()\n"
             "    # bash takes --option=value for three words\n"
             "    if [ \"$current\" = = ]; then current=; elif [ \"$previous\" = = ]; then "
             "previous=${COMP_WORDS[COMP_CWORD-2]}; fi\n"
             "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n        COMPREPLY=($(compgen -W '");
    add_commands(out);
    buf_add_cstring(out, "' -- \"$current\"))\n        return\n    fi\n    case ${COMP_WORDS[1]} in\n");
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        bash_command(out, (enum command_id)i);
    buf_add_cstring(out,
                    "    esac\n"
                    "    case $current in\n"
                    "    -*) COMPREPLY=($(compgen -W \"$words\" -- \"$current\")) ;;\n"
                    "    *) COMPREPLY=($(if [ -n \"$operands\" ]; then compgen -W \"$operands\" -- \"$current\"; else "
                    "compgen -f -- \"$current\"; fi)) ;;\n"
                    "    esac\n"
                    "}\n"
                    "complete -o filenames -F _fidelio fidelio\n");
}

static void zsh_option(const struct ui *ui, struct buf *out, const struct option *option)
{
    const char *equals = option->value != NULL ? "=" : "";
    buf_add_cstring(out, "            ");
    if (option->letter == 0)
        buf_printf(out, "'%s--%s%s[", option->many ? "*" : "", option->name, equals);
    else if (option->many)
        buf_printf(out, "'*'{-%c,--%s%s}'[", option->letter, option->name, equals);
    else
        buf_printf(out, "'(-%c --%s)'{-%c,--%s%s}'[", option->letter, option->name, option->letter, option->name,
                   equals);
    add_shell_quoted(out, ui_pick(ui, option->help), "[]:\\");
    buf_add_byte(out, ']');
    if (option->value != NULL)
        buf_printf(out, ":%s:", option->value[0] == 'T' ? "TEXT" : option->value);
    if (option->kind == VALUE_CHOICE) {
        buf_add_byte(out, '(');
        words_of_choices(out, option->choices);
        buf_add_byte(out, ')');
    } else if (option->kind == VALUE_FILE) {
        buf_add_cstring(out, "_files");
    } else if (option->kind == VALUE_FOLDER) {
        buf_add_cstring(out, "_files -/");
    }
    buf_add_cstring(out, "' \\\n");
}

void help_zsh(const struct ui *ui, struct buf *out)
{
    buf_add_cstring(
        out, "#compdef fidelio\n# zsh completion for fidelio, written by `fidelio help --format zsh`\n_fidelio() {\n"
             "    local -a verbs=(\n");
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        buf_printf(out, "        '%s:", commands[i].name);
        add_shell_quoted(out, ui_pick(ui, commands[i].summary), ":\\");
        buf_add_cstring(out, "'\n");
    }
    buf_add_cstring(out,
                    "    )\n    if (( CURRENT == 2 )); then\n        _describe command verbs\n        return\n    fi\n"
                    "    local verb=$words[2]\n    shift words\n    (( CURRENT-- ))\n    case $verb in\n");
    for (size_t c = 0; c < COMMAND_COUNT; c++) {
        buf_printf(out, "    %s)\n        _arguments \\\n", commands[c].name);
        for (size_t i = 0; i < option_count; i++)
            if (row_of((enum command_id)c, &option_table[i]))
                zsh_option(ui, out, &option_table[i]);
        buf_add_cstring(out, "            '");
        if (c == COMMAND_HELP) {
            buf_add_cstring(out, "1:command:(");
            add_commands(out);
            buf_add_cstring(out, ")' ;;\n");
        } else {
            buf_add_cstring(out, "*:file:_files' ;;\n");
        }
    }
    buf_add_cstring(out, "    esac\n}\n_fidelio \"$@\"\n");
}

static void fish_description(const char *text, struct buf *out)
{
    buf_add_cstring(out, " -d '");
    for (; *text != '\0'; text++) {
        if (*text == '\'' || *text == '\\')
            buf_add_byte(out, '\\');
        buf_add_byte(out, *text);
    }
    buf_add_cstring(out, "'\n");
}

static void fish_option(const struct ui *ui, struct buf *out, enum command_id command, const struct option *option)
{
    buf_printf(out, "complete -c fidelio -n '__fish_seen_subcommand_from %s' -l %s", commands[command].name,
               option->name);
    if (option->letter != 0)
        buf_printf(out, " -s %c", option->letter);
    if (option->kind != VALUE_NONE)
        buf_add_cstring(out, option->kind == VALUE_FILE || option->kind == VALUE_FOLDER ? " -r -F" : " -x");
    if (option->kind == VALUE_CHOICE) {
        buf_add_cstring(out, " -a '");
        words_of_choices(out, option->choices);
        buf_add_byte(out, '\'');
    }
    fish_description(ui_pick(ui, option->help), out);
}

void help_fish(const struct ui *ui, struct buf *out)
{
    buf_add_cstring(out, "# fish completion for fidelio, written by `fidelio help --format fish`\n");
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        buf_printf(out, "complete -c fidelio -n __fish_use_subcommand -f -a %s", commands[i].name);
        fish_description(ui_pick(ui, commands[i].summary), out);
    }
    buf_add_cstring(out, "complete -c fidelio -n '__fish_seen_subcommand_from help' -f -a '");
    add_commands(out);
    buf_add_cstring(out, "'\n");
    for (size_t c = 0; c < COMMAND_COUNT; c++)
        for (size_t i = 0; i < option_count; i++)
            if (row_of((enum command_id)c, &option_table[i]))
                fish_option(ui, out, (enum command_id)c, &option_table[i]);
}
