#include "base/file.h"

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
            return error_errno(err, errno, path, "read the file");
        if (got == 0)
            return buf_reserve(into, 0);
        if (!buf_add_bytes(into, chunk, (size_t)got))
            return error_at(err, ERROR_LIMIT, path, 0, 0, "the file is larger than %zu bytes, the most that is read",
                            into->ceiling);
    }
}

bool file_read(const char *path, struct buf *into, struct error *err)
{
    if (strcmp(path, "-") == 0)
        return read_fd(STDIN_FILENO, "standard input", into, err);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return error_errno(err, errno, path, "open the file");
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
            return error_errno(err, errno, path, "write the file");
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
        return error_errno(err, errno, folder, "open the folder");
    bool ok = fsync(fd) == 0 || errno == EINVAL; /* some file systems cannot sync a folder */
    int number = errno;
    close(fd);
    return ok || error_errno(err, number, folder, "sync the folder");
}

bool file_write(const char *path, struct str bytes, struct error *err)
{
    char temp[4096];
    int n = snprintf(temp, sizeof temp, "%s.tmp.%ld", path, (long)getpid());
    if (n < 0 || (size_t)n >= sizeof temp)
        return error_errno(err, ENAMETOOLONG, path, "write the file");
    int fd = open(temp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0)
        return error_errno(err, errno, path, "create the file");
    bool ok = file_write_fd(fd, bytes, path, err);
    if (ok && fsync(fd) != 0)
        ok = error_errno(err, errno, path, "sync the file");
    if (close(fd) != 0 && ok)
        ok = error_errno(err, errno, path, "close the file");
    if (ok && rename(temp, path) != 0)
        ok = error_errno(err, errno, path, "rename the file into place");
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
        return error_errno(err, ENAMETOOLONG, path, "create the folder");
    for (char *at = part + 1;; at++) {
        char was = *at;
        if (was != '/' && was != '\0')
            continue;
        *at = '\0';
        if (mkdir(part, 0777) != 0 && errno != EEXIST)
            return error_errno(err, errno, path, "create the folder");
        if (was == '\0')
            break;
        *at = was;
    }
    return file_is_dir(path) || error_errno(err, ENOTDIR, path, "create the folder");
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
