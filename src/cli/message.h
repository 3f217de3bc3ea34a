/* What the program says to a person: in English or Chinese, results on stdout, chatter and errors on stderr.
 *
 * Both wordings stand at the place of use (SAY; below cli TEXT of base/language.h, which follows the same choice), so
 * that they cannot drift apart and the compiler checks both formats. */
#ifndef FIDELIO_CLI_MESSAGE_H
#define FIDELIO_CLI_MESSAGE_H

#include "base/buf.h"
#include "base/error.h"
#include "base/language.h"
#include "cli/terminal.h"

/* Exit statuses. A run without a gate ends with 0 however the persona did. */
enum { EXIT_GOOD = 0, EXIT_GATE = 1, EXIT_USER = 2, EXIT_INFRA = 3 };

struct ui {
    struct terminal out, err;
    bool chinese;        /* of messages, as the process's language */
    bool language_said;  /* by --lang: then reports follow it too, else they follow their scenario */
    bool quiet;          /* no chatter; errors are still said */
    char **command_line; /* the process's, up to a NULL; borrowed */
};

#define SAY(ui, english, chinese_text) ((ui)->chinese ? (chinese_text) : (english))
const char *ui_pick(const struct ui *ui, struct texts texts);

/* Language and terminals from the environment: LC_ALL, LC_MESSAGES, LANG in that order. */
void ui_init(struct ui *ui);
/* "en" or "zh"... ; false when it is neither. */
bool ui_set_language(struct ui *ui, const char *name);

/* A line of chatter on stderr ("fidelio: " before it, line end behind it); nothing when quiet. */
void ui_note(const struct ui *ui, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* "fidelio: warning: ..." on stderr, quiet or not. */
void ui_warn(const struct ui *ui, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A warning of a conversation that was not held: its id, and the reason as a transcript keeps it. */
void ui_failure(const struct ui *ui, struct str id, struct str reason);
/* "path:line:col: error: message", the source line and a caret; returns the exit status of the error's kind. */
int ui_error(const struct ui *ui, const struct error *err);
/* The user's mistake on the command line, with a pointer to help. Returns EXIT_USER. */
int ui_misuse(const struct ui *ui, const char *command, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* As it stands between a shell's single quotes, with a backslash before each of the `special` characters. */
void add_shell_quoted(struct buf *out, const char *text, const char *special);
/* The command that the process was given, on a line of its own, as a shell reads it: what "the same command" is. */
void ui_same_command(const struct ui *ui);
/* The result on stdout, whole. Returns EXIT_GOOD; EXIT_INFRA (said) when it cannot be written; a reader that went away
 * is no error. */
int ui_result(const struct ui *ui, struct str bytes);

int exit_status_of(enum error_kind kind);

/* "path:line:col: ERROR-OR-WARNING: message", excerpt and caret, into `out`; what terminal sequences it holds is made
 * harmless. */
void error_render(struct buf *out, const struct error *err, const char *label, bool colour);

#endif
