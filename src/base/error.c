#include "base/error.h"

#include "base/language.h"

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

const char *error_reason(int number)
{
    static const struct {
        int number;
        const char *zh;
    } known[] = {{ENOENT, "文件或目录不存在"},      {EACCES, "没有权限"},
                 {EPERM, "不允许这样做"},           {EISDIR, "这是一个目录"},
                 {ENOTDIR, "路径里有一段不是目录"}, {ENAMETOOLONG, "名称太长"},
                 {EROFS, "文件系统是只读的"},       {ENOSPC, "磁盘空间不足"},
                 {EDQUOT, "超出磁盘配额"},          {EFBIG, "文件太大"},
                 {EMFILE, "打开的文件太多"},        {EIO, "读写磁盘出错"},
                 {EADDRINUSE, "端口已被占用"}};
    for (size_t i = 0; language_is_chinese() && i < sizeof known / sizeof *known; i++)
        if (known[i].number == number)
            return known[i].zh;
    return strerror(number);
}

bool error_errno(struct error *err, int number, const char *path, const char *what)
{
    bool user = number == ENOENT || number == EACCES || number == EISDIR || number == ENOTDIR || number == EPERM ||
                number == ENAMETOOLONG || number == EROFS;
    return error_at(err, user ? ERROR_USER : ERROR_INFRA, path, 0, 0, TEXT("cannot %s: %s", "无法%s：%s"), what,
                    error_reason(number));
}
