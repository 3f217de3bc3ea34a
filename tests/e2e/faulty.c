/* Preloaded: makes the Nth file operation on a run's folder go wrong. For tests of what a run does then.
 *
 *   FAULTY_PATH  only files whose path holds this text
 *   FAULTY_AT    which operation, counted from 1 (open for writing, write, sync, rename together)
 *   FAULTY_HOW   enospc, eio, erofs, eintr (once), short (a write of one byte), exit (the process ends there, as if
 * killed), SIGKILL, SIGTERM, SIGINT, SIGHUP (the process gets that signal there, the operation itself is let through)
 * FAULTY_KIND  only operations of this kind: open, write, sync, rename (default: all) FAULTY_CLOCK seconds that the
 * wall clock is ahead at every other look at it FAULTY_LOG   a file that receives one byte an operation, so that the
 * test knows how many there are: '!' for the one that is struck, '.' for the others */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

enum kind { OPEN, WRITE, SYNC, RENAME };

static atomic_ulong operations, looks;

static void *next_of(const char *name)
{
    return dlsym(RTLD_NEXT, name);
}

static int is_watched(const char *path)
{
    const char *part = getenv("FAULTY_PATH");
    return part != NULL && strstr(path, part) != NULL;
}

static int is_watched_fd(int fd)
{
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t len = readlink(link, path, sizeof path - 1);
    if (len < 0)
        return 0;
    path[len] = '\0';
    return is_watched(path);
}

static int is_meant(enum kind kind)
{
    static const char *const names[] = {"open", "write", "sync", "rename"};
    const char *only = getenv("FAULTY_KIND");
    return only == NULL || strcmp(only, names[kind]) == 0;
}

/* 0: `how` names no signal. */
static int signal_named(const char *how)
{
    return strcmp(how, "SIGKILL") == 0   ? SIGKILL
           : strcmp(how, "SIGTERM") == 0 ? SIGTERM
           : strcmp(how, "SIGINT") == 0  ? SIGINT
           : strcmp(how, "SIGHUP") == 0  ? SIGHUP
                                         : 0;
}

/* Counts the operation. 0: let it through; 1: it fails with errno set; 2: write one byte only. */
static int strike(enum kind kind)
{
    ssize_t (*real_write)(int, const void *, size_t) = (ssize_t(*)(int, const void *, size_t))next_of("write");
    const char *at = getenv("FAULTY_AT"), *how = getenv("FAULTY_HOW"), *log = getenv("FAULTY_LOG");
    if (!is_meant(kind))
        return 0;
    unsigned long number = atomic_fetch_add(&operations, 1) + 1;
    int is_struck = at != NULL && how != NULL && number == strtoul(at, NULL, 10);
    if (log != NULL) {
        int (*real_open)(const char *, int, ...) = (int (*)(const char *, int, ...))next_of("open");
        int fd = real_open(log, O_WRONLY | O_CREAT | O_APPEND, 0600);
        if (fd >= 0 && real_write(fd, is_struck ? "!" : ".", 1) == 1)
            close(fd);
    }
    if (!is_struck)
        return 0;
    if (strcmp(how, "exit") == 0)
        _exit(99);
    if (signal_named(how) != 0) {
        kill(getpid(), signal_named(how));
        return 0;
    }
    if (strcmp(how, "short") == 0)
        return kind == WRITE ? 2 : 0;
    if (strcmp(how, "eintr") == 0 && kind != WRITE)
        return 0; /* only a write may be interrupted on a regular file system */
    errno = strcmp(how, "enospc") == 0  ? ENOSPC
            : strcmp(how, "erofs") == 0 ? EROFS
            : strcmp(how, "eintr") == 0 ? EINTR
                                        : EIO;
    return 1;
}

static int open_as(const char *name, const char *path, int flags, mode_t mode)
{
    int (*real)(const char *, int, ...) = (int (*)(const char *, int, ...))next_of(name);
    if ((flags & (O_WRONLY | O_RDWR)) != 0 && is_watched(path) && strike(OPEN) == 1)
        return -1;
    return real(path, flags, mode);
}

int open(const char *path, int flags, ...)
{
    va_list args;
    va_start(args, flags);
    mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(args, mode_t) : 0;
    va_end(args);
    return open_as("open", path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
    va_list args;
    va_start(args, flags);
    mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(args, mode_t) : 0;
    va_end(args);
    return open_as("open64", path, flags, mode);
}

ssize_t write(int fd, const void *bytes, size_t len)
{
    ssize_t (*real)(int, const void *, size_t) = (ssize_t(*)(int, const void *, size_t))next_of("write");
    if (!is_watched_fd(fd))
        return real(fd, bytes, len);
    int struck = strike(WRITE);
    return struck == 1 ? -1 : real(fd, bytes, struck == 2 && len > 1 ? 1 : len);
}

int fsync(int fd)
{
    int (*real)(int) = (int (*)(int))next_of("fsync");
    return is_watched_fd(fd) && strike(SYNC) == 1 ? -1 : real(fd);
}

int fdatasync(int fd)
{
    int (*real)(int) = (int (*)(int))next_of("fdatasync");
    return is_watched_fd(fd) && strike(SYNC) == 1 ? -1 : real(fd);
}

int rename(const char *from, const char *to)
{
    int (*real)(const char *, const char *) = (int (*)(const char *, const char *))next_of("rename");
    return is_watched(to) && strike(RENAME) == 1 ? -1 : real(from, to);
}

/* The wall clock jumps there and back. */
int clock_gettime(clockid_t clock, struct timespec *now)
{
    int (*real)(clockid_t, struct timespec *) = (int (*)(clockid_t, struct timespec *))next_of("clock_gettime");
    const char *ahead = getenv("FAULTY_CLOCK");
    int status = real(clock, now);
    if (status == 0 && clock == CLOCK_REALTIME && ahead != NULL && atomic_fetch_add(&looks, 1) % 2 == 1)
        now->tv_sec += strtol(ahead, NULL, 10);
    return status;
}
