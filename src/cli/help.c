#include "cli/help.h"

#include "text/utf8.h"

enum { OPTION_COLUMN = 28 };

static void pad(struct buf *out, size_t columns)
{
    for (size_t i = 0; i < columns; i++)
        buf_add_byte(out, ' ');
}

static bool opens(uint32_t c)
{
    return c == 0xff08 || c == 0x201c || c == 0x2018 || c == 0x300a || c == 0x300c || c == 0x300e || c == 0x3010;
}

/* How many bytes of `text` fit into `width` columns: broken at a space, or behind any wide character. */
static size_t fitting(struct str text, size_t width)
{
    size_t columns = 0, break_at = 0;
    for (size_t at = 0; at < text.len;) {
        size_t start = at;
        uint32_t c = utf8_next(text, &at);
        size_t wide = utf8_width_of(c);
        if (c == ' ')
            break_at = start;
        if (columns + wide > width)
            return break_at > 0 ? break_at : start > 0 ? start : at;
        columns += wide;
        /* No line may begin with closing punctuation, nor end with what opens a bracket or a quotation. */
        size_t peek = at;
        uint32_t next = at < text.len ? utf8_next(text, &peek) : ' ';
        if (wide == 2 && !opens(c) && (opens(next) || !code_point_is_punctuation(next)))
            break_at = at;
    }
    return text.len;
}

/* Wraps `text`, whose first line begins at `column`, the others at `indent`. */
static void wrap(struct buf *out, const char *text, size_t column, size_t indent, size_t width)
{
    struct str rest = str_from(text);
    for (size_t from = column; rest.len > 0; from = indent) {
        size_t cut = fitting(rest, width > from + 20 ? width - from : 20);
        buf_add(out, str_slice(rest, 0, cut));
        rest = str_trim(str_slice(rest, cut, rest.len));
        buf_add_byte(out, '\n');
        if (rest.len > 0)
            pad(out, indent);
    }
}

static void heading(const struct ui *ui, struct buf *out, const char *text)
{
    buf_printf(out, ui->out.colour ? "\n\33[1m%s\33[0m\n" : "\n%s\n", text);
}

static void option_line(const struct ui *ui, const struct option *option, struct buf *out)
{
    size_t start = out->len;
    if (option->letter != 0)
        buf_printf(out, "  -%c, --%s", option->letter, option->name);
    else
        buf_printf(out, "      --%s", option->name);
    if (option->value != NULL)
        buf_printf(out, " %s", option->kind == VALUE_CHOICE ? option->choices : option->value);
    size_t column = out->len - start;
    if (column + 2 > OPTION_COLUMN) {
        buf_add_byte(out, '\n');
        column = 0;
    }
    pad(out, OPTION_COLUMN - column);
    struct buf text;
    buf_init(&text, 0);
    buf_add_cstring(&text, ui_pick(ui, option->help));
    if (option->otherwise != NULL)
        buf_printf(&text, SAY(ui, " (default: %s)", "（默认 %s）"), option->otherwise);
    wrap(out, text.bytes, OPTION_COLUMN, OPTION_COLUMN, ui->out.width);
    buf_release(&text);
}

void help_overview(const struct ui *ui, struct buf *out)
{
    buf_add_cstring(out, SAY(ui, "fidelio: how faithfully does a language model play a simulated customer?\n",
                             "fidelio：语言模型扮演模拟客户，扮得有多像？\n"));
    heading(ui, out, SAY(ui, "Usage", "用法"));
    buf_add_cstring(out,
                    SAY(ui, "  fidelio COMMAND [OPTION...] [OPERAND...]\n", "  fidelio 命令 [选项...] [参数...]\n"));
    heading(ui, out, SAY(ui, "Commands", "命令"));
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        buf_printf(out, "  %-10s", commands[i].name);
        wrap(out, ui_pick(ui, commands[i].summary), 12, 12, ui->out.width);
    }
    heading(ui, out, SAY(ui, "First steps", "上手"));
    buf_add_cstring(out, "  fidelio run personas/ --model understudy\n"
                         "  fidelio run personas/ --model NAME --base-url http://localhost:8000/v1\n");
    buf_add_cstring(out, SAY(ui, "\n`fidelio help COMMAND` tells all about one command.\n",
                             "\n`fidelio help 命令` 给出某个命令的说明。\n"));
}

void help_command(const struct ui *ui, enum command_id id, struct buf *out)
{
    const struct command *command = &commands[id];
    buf_printf(out, "fidelio %s: ", command->name);
    wrap(out, ui_pick(ui, command->summary), 11 + str_from(command->name).len, 4, ui->out.width);
    heading(ui, out, SAY(ui, "Usage", "用法"));
    buf_printf(out, SAY(ui, "  fidelio %s [OPTION...]%s%s\n", "  fidelio %s [选项...]%s%s\n"), command->name,
               command->operands[0] != '\0' ? " " : "", command->operands);
    if (ui_pick(ui, command->details) != NULL) {
        buf_add_cstring(out, "\n  ");
        wrap(out, ui_pick(ui, command->details), 2, 2, ui->out.width);
    }
    heading(ui, out, SAY(ui, "Options", "选项"));
    for (size_t i = 0; i < option_count; i++)
        if (option_of(id, option_table[i].id) == &option_table[i])
            option_line(ui, &option_table[i], out);
    heading(ui, out, SAY(ui, "Example", "例子"));
    buf_printf(out, "  %s\n", command->example);
}
