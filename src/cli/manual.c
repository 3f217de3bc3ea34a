/* The man page, from the same tables as the parser. */
#include "cli/help.h"

#include "gen/version.h"

/* Text for roff: backslashes and hyphens escaped, and no line may begin with a control character. */
static void roff(struct buf *out, const char *text)
{
    bool line_start = out->len == 0 || out->bytes[out->len - 1] == '\n';
    for (; *text != '\0'; text++) {
        if (line_start && (*text == '.' || *text == '\''))
            buf_add_cstring(out, "\\&");
        if (*text == '\\')
            buf_add_cstring(out, "\\e");
        else if (*text == '-')
            buf_add_cstring(out, "\\-");
        else
            buf_add_byte(out, *text);
        line_start = *text == '\n';
    }
}

static void option_entry(const struct ui *ui, const struct option *option, struct buf *out)
{
    buf_add_cstring(out, ".TP\n");
    if (option->letter != 0)
        buf_printf(out, "\\fB\\-%c\\fR, ", option->letter);
    buf_add_cstring(out, "\\fB\\-\\-");
    roff(out, option->name);
    buf_add_cstring(out, "\\fR");
    if (option->value != NULL) {
        buf_add_cstring(out, " \\fI");
        roff(out, option->kind == VALUE_CHOICE ? option->choices : option->value);
        buf_add_cstring(out, "\\fR");
    }
    buf_add_byte(out, '\n');
    roff(out, ui_pick(ui, option->help));
    if (option->otherwise != NULL) {
        buf_add_cstring(out, SAY(ui, " (default: ", "（默认 "));
        roff(out, option->otherwise);
        buf_add_cstring(out, SAY(ui, ")", "）"));
    }
    buf_add_byte(out, '\n');
}

static void command_section(const struct ui *ui, enum command_id id, struct buf *out)
{
    const struct command *command = &commands[id];
    buf_printf(out, ".SS fidelio %s [OPTION...]%s%s\n", command->name, command->operands[0] != '\0' ? " " : "",
               command->operands);
    roff(out, ui_pick(ui, command->summary));
    buf_add_cstring(out, ".\n");
    if (ui_pick(ui, command->details) != NULL) {
        buf_add_cstring(out, ".PP\n");
        roff(out, ui_pick(ui, command->details));
        buf_add_byte(out, '\n');
    }
    for (size_t i = 0; i < option_count; i++)
        if (option_of(id, option_table[i].id) == &option_table[i])
            option_entry(ui, &option_table[i], out);
    buf_add_cstring(out, ".PP\n\\fB");
    roff(out, command->example);
    buf_add_cstring(out, "\\fR\n");
}

void help_manual(const struct ui *ui, struct buf *out)
{
    buf_printf(out, ".TH FIDELIO 1 \"\" \"fidelio %s\"\n.SH %s\nfidelio \\- ", FIDELIO_VERSION,
               SAY(ui, "NAME", "名称"));
    roff(out, SAY(ui, "how faithfully does a language model play a simulated customer?\n",
                  "语言模型扮演模拟客户，扮得有多像？\n"));
    buf_printf(out, ".SH %s\n\\fBfidelio\\fR \\fICOMMAND\\fR [\\fIOPTION...\\fR] [\\fIOPERAND...\\fR]\n",
               SAY(ui, "SYNOPSIS", "概要"));
    buf_printf(out, ".SH %s\n", SAY(ui, "COMMANDS", "命令"));
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        command_section(ui, (enum command_id)i, out);
    buf_printf(out, ".SH %s\n", SAY(ui, "EXIT STATUS", "退出状态"));
    roff(out,
         SAY(ui, "0 good; 1 a gate failed, or check found an error; 2 the user's mistake; 3 the infrastructure's.\n",
             "0 正常；1 未过门槛，或 check 发现错误；2 使用有误；3 基础设施出错。\n"));
    buf_printf(out, ".SH %s\n", SAY(ui, "ENVIRONMENT", "环境变量"));
    roff(out,
         SAY(ui,
             "NO_COLOR switches colour off. LC_ALL, LC_MESSAGES and LANG choose the language of messages. "
             "OPENAI_API_KEY is the key for the "
             "default endpoint.\n",
             "NO_COLOR 关闭着色。LC_ALL、LC_MESSAGES、LANG 决定消息的语言。OPENAI_API_KEY 是默认服务端的密钥。\n"));
}
