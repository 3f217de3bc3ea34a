/* The parser over the table of options: long and short names, "--name value" and "--name=value", "--" before operands.
 */
#include "cli/option.h"

#include "base/nearest.h"

#include <errno.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"

enum { NAMES_MAX = 64 };

static bool unknown_option(const struct ui *ui, enum command_id command, struct str name, int *status)
{
    const char *names[NAMES_MAX + 1];
    size_t count = 0;
    for (size_t i = 0; i < option_count && count < NAMES_MAX; i++)
        if (option_of(command, option_table[i].id) == &option_table[i])
            names[count++] = option_table[i].name;
    names[count] = NULL;
    const char *nearest = nearest_of(name, names);
    const char *of = commands[command].name;
    if (nearest != NULL)
        *status = ui_misuse(
            ui, of, SAY(ui, "`%s` has no option --%.*s; did you mean --%s?", "`%s` 没有选项 --%.*s；是不是 --%s？"), of,
            STR_FORMAT(name), nearest);
    else
        *status = ui_misuse(ui, of, SAY(ui, "`%s` has no option --%.*s", "`%s` 没有选项 --%.*s"), of, STR_FORMAT(name));
    return false;
}

static bool is_choice(const struct option *option, struct str value)
{
    struct str rest = str_from(option->choices);
    for (;;) {
        size_t bar = str_find_byte(rest, '|');
        if (str_eq(value, str_slice(rest, 0, bar)))
            return true;
        if (bar == STR_NONE)
            return false;
        rest = str_slice(rest, bar + 1, rest.len);
    }
}

/* A decimal number: digits, one point, digits. strtod would follow the locale and take "nan" and "0x1p3" besides. */
static bool to_number(struct str text, double *value)
{
    double whole = 0, scale = 1;
    bool point = false, digit = false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == '.' && !point) {
            point = true;
            continue;
        }
        if (c < '0' || c > '9' || i > 15)
            return false;
        digit = true;
        whole = whole * 10 + (c - '0');
        scale = point ? scale * 10 : scale;
    }
    *value = whole / scale;
    return digit;
}

static bool value_fits(const struct ui *ui, enum command_id command, const struct option *option, const char *value,
                       int *status)
{
    const char *of = commands[command].name;
    size_t size = 0;
    double number = 0;
    switch (option->kind) {
    case VALUE_NONE:
        return true;
    case VALUE_TEXT:
    case VALUE_FILE:
    case VALUE_FOLDER:
        if (value[0] != '\0')
            return true;
        *status = ui_misuse(ui, of, SAY(ui, "--%s needs a value that is not empty", "--%s 的值不能为空"), option->name);
        return false;
    case VALUE_CHOICE:
        if (is_choice(option, str_from(value)))
            return true;
        *status = ui_misuse(ui, of, SAY(ui, "--%s is one of %s, not '%s'", "--%s 只能是 %s 之一，不能是 '%s'"),
                            option->name, option->choices, value);
        return false;
    case VALUE_SIZE:
        if (str_to_size(str_from(value), (size_t)option->max, &size) && (double)size >= option->min)
            return true;
        *status = ui_misuse(
            ui, of,
            SAY(ui, "--%s is a whole number from %.0f to %.0f, not '%s'", "--%s 是 %.0f 到 %.0f 的整数，不能是 '%s'"),
            option->name, option->min, option->max, value);
        return false;
    case VALUE_NUMBER:
        if (to_number(str_from(value), &number) && number >= option->min && number <= option->max)
            return true;
        *status =
            ui_misuse(ui, of, SAY(ui, "--%s is a number from %g to %g, not '%s'", "--%s 是 %g 到 %g 的数，不能是 '%s'"),
                      option->name, option->min, option->max, value);
        return false;
    }
    return false;
}

static bool add_given(struct args *args, const struct ui *ui, const struct option *option, const char *value,
                      int *status)
{
    const char *of = commands[args->command].name;
    if (!option->many && option->kind != VALUE_NONE && args_has(args, option->id)) {
        *status = ui_misuse(ui, of, SAY(ui, "--%s is given twice", "--%s 给出了两次"), option->name);
        return false;
    }
    if (!value_fits(ui, args->command, option, value, status))
        return false;
    struct given given = {option, value};
    VEC_PUSH(&args->given, given);
    return true;
}

struct cursor {
    int argc, at;
    char **argv;
};

/* The option's value: behind "=", or the next argument. */
static bool take_value(struct args *args, const struct ui *ui, const struct option *option, const char *attached,
                       struct cursor *cursor, int *status)
{
    const char *of = commands[args->command].name;
    if (option->kind == VALUE_NONE) {
        if (attached == NULL)
            return add_given(args, ui, option, "", status);
        *status = ui_misuse(ui, of, SAY(ui, "--%s takes no value", "--%s 不带值"), option->name);
        return false;
    }
    if (attached == NULL && cursor->at + 1 >= cursor->argc) {
        *status = ui_misuse(ui, of, SAY(ui, "--%s needs a value: --%s %s", "--%s 需要一个值：--%s %s"), option->name,
                            option->name, option->value);
        return false;
    }
    return add_given(args, ui, option, attached != NULL ? attached : cursor->argv[++cursor->at], status);
}

static bool parse_long(struct args *args, const struct ui *ui, struct cursor *cursor, int *status)
{
    const char *text = cursor->argv[cursor->at] + 2;
    const char *equals = strchr(text, '=');
    struct str name = {text, equals != NULL ? (size_t)(equals - text) : strlen(text)};
    const struct option *option = option_named(args->command, name);
    if (option == NULL)
        return unknown_option(ui, args->command, name, status);
    return take_value(args, ui, option, equals != NULL ? equals + 1 : NULL, cursor, status);
}

/* "-n 3", "-n3", and flags in a row: "-qa". */
static bool parse_short(struct args *args, const struct ui *ui, struct cursor *cursor, int *status)
{
    for (const char *at = cursor->argv[cursor->at] + 1; *at != '\0'; at++) {
        const struct option *option = option_lettered(args->command, *at);
        if (option == NULL) {
            const char *of = commands[args->command].name;
            *status = ui_misuse(ui, of, SAY(ui, "`%s` has no option -%c", "`%s` 没有选项 -%c"), of, *at);
            return false;
        }
        if (option->kind != VALUE_NONE)
            return take_value(args, ui, option, at[1] != '\0' ? at + 1 : NULL, cursor, status);
        if (!take_value(args, ui, option, NULL, cursor, status))
            return false;
    }
    return true;
}

bool args_parse(struct args *args, const struct ui *ui, enum command_id command, int argc, char **argv, int *status)
{
    *args = (struct args){.command = command};
    struct cursor cursor = {.argc = argc, .argv = argv};
    bool only_operands = false;
    for (; cursor.at < argc; cursor.at++) {
        const char *text = argv[cursor.at];
        bool fine = true;
        if (text[0] == '\0') { /* "$UNSET" */
            *status = ui_misuse(ui, commands[command].name, "%s",
                                SAY(ui, "an operand is empty: is a variable of the shell not set?",
                                    "有一个参数是空的：是不是某个 shell 变量没有设置？"));
            fine = false;
        } else if (only_operands || text[0] != '-' || text[1] == '\0')
            VEC_PUSH(&args->operands, text);
        else if (strcmp(text, "--") == 0)
            only_operands = true;
        else
            fine = text[1] == '-' ? parse_long(args, ui, &cursor, status) : parse_short(args, ui, &cursor, status);
        if (!fine) {
            args_release(args);
            return false;
        }
    }
    return true;
}

void args_release(struct args *args)
{
    VEC_RELEASE(&args->given);
    VEC_RELEASE(&args->operands);
}

bool args_has(const struct args *args, enum option_id id)
{
    for (size_t i = 0; i < args->given.count; i++)
        if (args->given.items[i].option->id == id)
            return true;
    return false;
}

const char *args_text(const struct args *args, enum option_id id)
{
    for (size_t i = args->given.count; i-- > 0;)
        if (args->given.items[i].option->id == id)
            return args->given.items[i].value;
    const struct option *option = option_of(args->command, id);
    return option != NULL ? option->otherwise : NULL;
}

size_t args_size(const struct args *args, enum option_id id)
{
    const char *text = args_text(args, id);
    size_t size = 0;
    if (text != NULL)
        str_to_size(str_from(text), SIZE_MAX, &size);
    return size;
}

double args_number(const struct args *args, enum option_id id, double otherwise)
{
    const char *text = args_text(args, id);
    double number = otherwise;
    if (text != NULL && !to_number(str_from(text), &number))
        return otherwise;
    return number;
}

const char *args_each(const struct args *args, enum option_id id, size_t *at)
{
    while (*at < args->given.count) {
        const struct given *given = &args->given.items[(*at)++];
        if (given->option->id == id)
            return given->value;
    }
    return NULL;
}
