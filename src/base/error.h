/* One error, filled once by whoever found it, handed up unchanged, printed once by cli.
 *
 * Invariants: a function that can fail returns bool (or an enum with a third outcome) and takes `struct error *` last;
 * on success the error is untouched; on failure it holds a finished sentence and, for the user's files, the place.
 * `err` may be NULL where the caller does not care for the text. */
#ifndef FIDELIO_BASE_ERROR_H
#define FIDELIO_BASE_ERROR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

enum error_kind {
    ERROR_NONE,
    ERROR_USER,        /* the user's mistake: file, flag, document; exit status 2 */
    ERROR_LIMIT,       /* a named ceiling was hit; exit status 2 */
    ERROR_INFRA,       /* disk, network, endpoint, memory; exit status 3 */
    ERROR_INTERRUPTED, /* a signal asked us to stop; exit status 3 */
};

struct error {
    enum error_kind kind;
    size_t line, column; /* from 1, column in code points; 0 = unknown */
    char path[512];      /* the user's file as they named it; "" = none */
    char message[1024];  /* a finished sentence without a final full stop: what, where, what to do */
    char excerpt[512];   /* the source line for the caret; "" = none */
};

/* All return false, so that `return error_set(...)` reads well. */
bool error_set(struct error *err, enum error_kind kind, const char *format, ...) __attribute__((format(printf, 3, 4)));
bool error_at(struct error *err, enum error_kind kind, const char *path, size_t line, size_t column, const char *format,
              ...) __attribute__((format(printf, 6, 7)));
bool error_vset(struct error *err, enum error_kind kind, const char *format, va_list args)
    __attribute__((format(printf, 3, 0)));
/* strerror, in Chinese for the usual ones when the process speaks Chinese. */
const char *error_reason(int number);
/* "PATH: cannot WHAT: error_reason(number)"; WHAT in the process's language; kind is ERROR_USER for missing files and
 * permissions, else ERROR_INFRA. */
bool error_errno(struct error *err, int number, const char *path, const char *what);

#endif
