#include "base/file.h"

#include "base/language.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool read_fd(int fd, const char *path, struct buf *into, struct error *err)
{
    for (;;) {
        char chunk[1 << 16];
        ssize_t got = read(fd, chunk, sizeof chunk);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return error_errno(err, errno, path, TEXT("read the file", "读取文件"));
        if (got == 0)
            return buf_reserve(into, 0);
        if (!buf_add_bytes(into, chunk, (size_t)got))
            return error_at(
                err, ERROR_LIMIT, path, 0, 0,
                TEXT("the file is larger than %zu bytes, the most that is read", "文件超过 %zu 字节，这是能读取的上限"),
                into->ceiling);
    }
}

bool file_read(const char *path, struct buf *into, struct error *err)
{
    if (strcmp(path, "-") == 0)
        return read_fd(STDIN_FILENO, TEXT("standard input", "标准输入"), into, err);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return error_errno(err, errno, path, TEXT("open the file", "打开文件"));
    bool ok = read_fd(fd, path, into, err);
    close(fd);
    return ok;
}

bool file_write_fd(int fd, struct str bytes, const char *path, struct error *err)
{
    while (bytes.len > 0) {
        ssize_t done = write(fd, bytes.ptr, bytes.len);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return error_errno(err, errno, path, TEXT("write the file", "写入文件"));
        bytes = str_slice(bytes, (size_t)done, bytes.len);
    }
    return true;
}

static bool sync_folder(const char *path, struct error *err)
{
    char folder[4096];
    const char *slash = strrchr(path, '/');
    if (slash == NULL)
        snprintf(folder, sizeof folder, ".");
    else
        snprintf(folder, sizeof folder, "%.*s", slash == path ? 1 : (int)(slash - path), path);
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return error_errno(err, errno, folder, TEXT("open the folder", "打开目录"));
    bool ok = fsync(fd) == 0 || errno == EINVAL; /* some file systems cannot sync a folder */
    int number = errno;
    close(fd);
    return ok || error_errno(err, number, folder, TEXT("sync the folder", "把目录同步到磁盘"));
}

bool file_write(const char *path, struct str bytes, struct error *err)
{
    char temp[4096];
    int n = snprintf(temp, sizeof temp, "%s.tmp.%ld", path, (long)getpid());
    if (n < 0 || (size_t)n >= sizeof temp)
        return error_errno(err, ENAMETOOLONG, path, TEXT("write the file", "写入文件"));
    int fd = open(temp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0)
        return error_errno(err, errno, path, TEXT("create the file", "创建文件"));
    bool ok = file_write_fd(fd, bytes, path, err);
    if (ok && fsync(fd) != 0)
        ok = error_errno(err, errno, path, TEXT("sync the file", "把文件同步到磁盘"));
    if (close(fd) != 0 && ok)
        ok = error_errno(err, errno, path, TEXT("close the file", "关闭文件"));
    if (ok && rename(temp, path) != 0)
        ok = error_errno(err, errno, path, TEXT("rename the file into place", "把文件改名到位"));
    if (!ok) {
        unlink(temp);
        return false;
    }
    return sync_folder(path, err);
}

bool file_make_dir(const char *path, struct error *err)
{
    char part[4096];
    if (snprintf(part, sizeof part, "%s", path) >= (int)sizeof part)
        return error_errno(err, ENAMETOOLONG, path, TEXT("create the folder", "创建目录"));
    for (char *at = part + 1;; at++) {
        char was = *at;
        if (was != '/' && was != '\0')
            continue;
        *at = '\0';
        if (mkdir(part, 0777) != 0 && errno != EEXIST)
            return error_errno(err, errno, path, TEXT("create the folder", "创建目录"));
        if (was == '\0')
            break;
        *at = was;
    }
    return file_is_dir(path) || error_errno(err, ENOTDIR, path, TEXT("create the folder", "创建目录"));
}

bool file_exists(const char *path)
{
    return access(path, F_OK) == 0;
}

bool file_is_dir(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}
