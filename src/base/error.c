#include "base/error.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

bool error_vset(struct error *err, enum error_kind kind, const char *format, va_list args)
{
    if (err == NULL)
        return false;
    *err = (struct error){.kind = kind};
    vsnprintf(err->message, sizeof err->message, format, args);
    return false;
}

bool error_set(struct error *err, enum error_kind kind, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    error_vset(err, kind, format, args);
    va_end(args);
    return false;
}

bool error_at(struct error *err, enum error_kind kind, const char *path, size_t line, size_t column, const char *format,
              ...)
{
    va_list args;
    va_start(args, format);
    error_vset(err, kind, format, args);
    va_end(args);
    if (err != NULL) {
        snprintf(err->path, sizeof err->path, "%s", path != NULL ? path : "");
        err->line = line;
        err->column = column;
    }
    return false;
}

bool error_errno(struct error *err, int number, const char *path, const char *what)
{
    bool user = number == ENOENT || number == EACCES || number == EISDIR || number == ENOTDIR || number == EPERM ||
                number == ENAMETOOLONG || number == EROFS;
    return error_at(err, user ? ERROR_USER : ERROR_INFRA, path, 0, 0, "cannot %s: %s", what, strerror(number));
}
