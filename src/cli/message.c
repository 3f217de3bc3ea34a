#include "cli/message.h"

#include "text/printable.h"
#include "text/utf8.h"
#include "transcript/reason.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

const char *ui_pick(const struct ui *ui, struct texts texts)
{
    return ui->chinese ? texts.zh : texts.en;
}

void ui_init(struct ui *ui)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    *ui = (struct ui){.out = terminal_of(stdout), .err = terminal_of(stderr)};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        if (value == NULL || value[0] == '\0')
            continue;
        ui->chinese = strncasecmp(value, "zh", 2) == 0;
        break;
    }
    language_set_chinese(ui->chinese);
}

bool ui_set_language(struct ui *ui, const char *name)
{
    bool chinese = strncasecmp(name, "zh", 2) == 0;
    if (!chinese && strncasecmp(name, "en", 2) != 0)
        return false;
    ui->chinese = chinese;
    language_set_chinese(chinese);
    ui->language_said = true;
    return true;
}

int exit_status_of(enum error_kind kind)
{
    switch (kind) {
    case ERROR_NONE:
        return EXIT_GOOD;
    case ERROR_USER:
    case ERROR_LIMIT:
        return EXIT_USER;
    case ERROR_INFRA:
    case ERROR_INTERRUPTED:
        return EXIT_INFRA;
    }
    return EXIT_INFRA;
}

/* stderr is best effort: when it cannot be written there is nobody left to tell. */
static void to_stderr(const struct ui *ui, const struct buf *line)
{
    fwrite(line->bytes, 1, line->len, ui->err.file);
    fflush(ui->err.file);
}

__attribute__((format(printf, 2, 0))) static void add_formatted(struct buf *out, const char *format, va_list args)
{
    char text[2048];
    vsnprintf(text, sizeof text, format, args);
    printable_add(out, str_from(text), PRINTABLE_KEEP_LINES);
}

__attribute__((format(printf, 3, 0))) static void say_line(const struct ui *ui, const char *label, const char *format,
                                                           va_list args)
{
    struct buf line;
    buf_init(&line, 0);
    buf_printf(&line, "fidelio: %s", label);
    add_formatted(&line, format, args);
    buf_add_byte(&line, '\n');
    to_stderr(ui, &line);
    buf_release(&line);
}

void ui_note(const struct ui *ui, const char *format, ...)
{
    if (ui->quiet)
        return;
    va_list args;
    va_start(args, format);
    say_line(ui, "", format, args);
    va_end(args);
}

void ui_warn(const struct ui *ui, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    say_line(ui, SAY(ui, "warning: ", "警告："), format, args);
    va_end(args);
}

void ui_failure(const struct ui *ui, struct str id, struct str reason)
{
    struct arena arena;
    arena_init(&arena);
    struct str said = ui->chinese ? reason_in_chinese(&arena, reason) : reason;
    ui_warn(ui, SAY(ui, "%.*s: %.*s", "%.*s：%.*s"), STR_FORMAT(id), STR_FORMAT(said));
    arena_release(&arena);
}

/* The excerpt, cut around the column when it is long, and a caret below it. */
static void add_excerpt(struct buf *out, const struct error *err, bool colour)
{
    enum { SHOWN = 90, BEFORE = 40 };
    struct str line = str_from(err->excerpt);
    size_t count = utf8_count(line), at = err->column > 0 ? err->column - 1 : 0;
    size_t from = count > SHOWN && at > BEFORE ? at - BEFORE : 0;
    char number[32];
    int gutter = snprintf(number, sizeof number, "%5zu", err->line);
    struct buf clean;
    buf_init(&clean, 0);
    printable_add(&clean, utf8_slice(line, from, from + SHOWN), 0);
    buf_printf(out, "%s | %s\n", number, clean.bytes != NULL ? clean.bytes : "");
    if (err->column > 0 && at <= count) {
        buf_clear(&clean);
        printable_add(&clean, utf8_slice(line, from, at), 0);
        buf_printf(out, "%*s | %*s%s^%s\n", gutter, "", (int)utf8_width(buf_str(&clean)), "", colour ? "\33[1;32m" : "",
                   colour ? "\33[0m" : "");
    }
    buf_release(&clean);
}

void error_render(struct buf *out, const struct error *err, const char *label, bool colour)
{
    if (err->path[0] != '\0') {
        printable_add(out, str_from(err->path), 0);
        if (err->line > 0)
            buf_printf(out, ":%zu", err->line);
        if (err->line > 0 && err->column > 0)
            buf_printf(out, ":%zu", err->column);
    } else {
        buf_add_cstring(out, "fidelio");
    }
    /* of no file it is a sentence as others are; behind a place stands what editors look for */
    const char *colon = err->path[0] == '\0' && (label[0] & 0x80) != 0 ? "：" : ": ";
    buf_printf(out, ": %s%s%s%s", colour ? "\33[1;31m" : "", label, colon, colour ? "\33[0m" : "");
    printable_add(out, str_from(err->message), 0);
    buf_add_byte(out, '\n');
    if (err->excerpt[0] != '\0')
        add_excerpt(out, err, colour);
}

int ui_error(const struct ui *ui, const struct error *err)
{
    struct buf out;
    buf_init(&out, 0);
    bool warning = err->kind == ERROR_NONE; /* something was read all the same */
    error_render(&out, err, warning ? SAY(ui, "warning", "警告") : SAY(ui, "error", "错误"), ui->err.colour);
    to_stderr(ui, &out);
    buf_release(&out);
    return exit_status_of(err->kind);
}

int ui_misuse(const struct ui *ui, const char *command, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    say_line(ui, SAY(ui, "error: ", "错误："), format, args);
    va_end(args);
    bool of_command = command != NULL && command[0] != '\0';
    ui_note(ui, SAY(ui, "see `fidelio help%s%s`", "请看 `fidelio help%s%s`"), of_command ? " " : "",
            of_command ? command : "");
    return EXIT_USER;
}

void add_shell_quoted(struct buf *out, const char *text, const char *special)
{
    for (; *text != '\0'; text++) {
        if (*text == '\'')
            buf_add_cstring(out, "'\\''");
        else if (strchr(special, *text) != NULL)
            buf_printf(out, "\\%c", *text);
        else
            buf_add_byte(out, *text);
    }
}

static void add_shell_word(struct buf *out, const char *word)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+=:,./-";
    bool bare = word[0] != '\0';
    for (const char *c = word; *c != '\0' && bare; c++)
        bare = (*c & 0x80) != 0 || strchr(plain, *c) != NULL;
    const char *mark = bare ? "" : "'";
    buf_add_cstring(out, mark);
    add_shell_quoted(out, word, "");
    buf_add_cstring(out, mark);
}

void ui_same_command(const struct ui *ui)
{
    struct buf words, line;
    buf_init(&words, 0);
    buf_init(&line, 0);
    for (char **word = ui->command_line; word != NULL && *word != NULL; word++) {
        buf_add_cstring(&words, words.len > 0 ? " " : "  ");
        add_shell_word(&words, *word);
    }
    buf_add_byte(&words, '\n');
    printable_add(&line, buf_str(&words), PRINTABLE_KEEP_LINES);
    to_stderr(ui, &line);
    buf_release(&line);
    buf_release(&words);
}

int ui_result(const struct ui *ui, struct str bytes)
{
    bool written = fwrite(bytes.ptr != NULL ? bytes.ptr : "", 1, bytes.len, ui->out.file) == bytes.len;
    if (written && fflush(ui->out.file) == 0)
        return EXIT_GOOD;
    if (errno == EPIPE)
        return EXIT_GOOD;
    struct error err = {0};
    error_set(&err, ERROR_INFRA, SAY(ui, "cannot write to standard output: %s", "无法写到标准输出：%s"),
              error_reason(errno));
    return ui_error(ui, &err);
}
