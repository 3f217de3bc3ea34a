#include "base/file.h"

#include "base/arena.h"
#include "base/language.h"
#include "base/parallel.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
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
        if (got < 0 && errno == EISDIR)
            return error_at(err, ERROR_USER, path, 0, 0,
                            TEXT("this is a folder where a file is wanted: name the file",
                                 "这里要的是文件，而这是一个目录：请写明文件"));
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

bool file_sync_folder(const char *path, struct error *err)
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

enum { DRAFT_HELD = 128 << 10, DRAFT_RESTING = 4 << 20 };

/* Nothing more is written; what there was goes, so that others may have the room. */
void file_draft_spoil(struct file_draft *draft, int number, const char *doing)
{
    if (draft->err.kind == ERROR_NONE)
        error_errno(&draft->err, number, draft->path, doing);
    if (draft->fd >= 0) {
        close(draft->fd);
        unlink(draft->temp);
    }
    draft->fd = -1;
    buf_release(&draft->held);
}

void file_draft_open(struct file_draft *draft, const char *path)
{
    size_t room = strlen(path) + 32;
    *draft = (struct file_draft){.path = memory_alloc(room), .temp = memory_alloc(room), .fd = -1};
    snprintf(draft->path, room, "%s", path);
    snprintf(draft->temp, room, "%s.tmp.%ld", path, (long)getpid());
    buf_init(&draft->held, 0);
    draft->fd = open(draft->temp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (draft->fd < 0)
        file_draft_spoil(draft, errno, TEXT("create the file", "创建文件"));
}

static void write_out(struct file_draft *draft, struct str bytes)
{
    while (draft->fd >= 0 && bytes.len > 0) {
        ssize_t done = write(draft->fd, bytes.ptr, bytes.len);
        if (done >= 0)
            bytes = str_slice(bytes, (size_t)done, bytes.len);
        else if (errno != EINTR)
            file_draft_spoil(draft, errno, TEXT("write the file", "写入文件"));
    }
}

/* The disk is told now and then, and waits for nobody: at the end there is little left to be waited for. */
static void begin_sync(struct file_draft *draft)
{
    if (draft->fd >= 0)
        sync_file_range(draft->fd, 0, 0, SYNC_FILE_RANGE_WRITE);
    draft->resting = 0;
}

static void write_held(struct file_draft *draft)
{
    write_out(draft, buf_str(&draft->held));
    draft->resting += draft->held.len;
    buf_clear(&draft->held);
    if (draft->resting >= DRAFT_RESTING)
        begin_sync(draft);
}

void file_draft_add(struct file_draft *draft, struct str bytes)
{
    if (draft->fd < 0)
        return;
    if (draft->held.len + bytes.len > DRAFT_HELD)
        write_held(draft);
    if (bytes.len > DRAFT_HELD)
        write_out(draft, bytes);
    else if (draft->fd >= 0 && buf_reserve(&draft->held, DRAFT_HELD - draft->held.len))
        buf_add(&draft->held, bytes);
}

void file_draft_end(struct file_draft *draft)
{
    write_held(draft);
    begin_sync(draft);
}

/* All of it is on the disk, under the draft's name. */
static void finish(size_t index, void *context)
{
    struct file_draft *draft = ((struct file_draft **)context)[index];
    if (draft->fd >= 0 && fsync(draft->fd) != 0)
        file_draft_spoil(draft, errno, TEXT("sync the file", "把文件同步到磁盘"));
    int fd = draft->fd;
    draft->fd = -1;
    if (fd < 0 || close(fd) == 0)
        return;
    file_draft_spoil(draft, errno, TEXT("close the file", "关闭文件"));
    unlink(draft->temp);
}

static bool put_in_place(struct file_draft *draft)
{
    if (rename(draft->temp, draft->path) != 0)
        file_draft_spoil(draft, errno, TEXT("rename the file into place", "把文件改名到位"));
    return draft->err.kind == ERROR_NONE;
}

bool file_drafts_commit(struct file_draft **drafts, size_t count, struct error *err)
{
    const struct file_draft *wrong = NULL;
    size_t placed = 0;
    for (size_t i = 0; i < count; i++)
        file_draft_end(drafts[i]);
    /* Side by side: a disk that has several to wait for is waited for once. */
    parallel_end(parallel_begin(count, count - 1, finish, drafts));
    for (size_t i = count; i-- > 0;)
        if (drafts[i]->err.kind != ERROR_NONE)
            wrong = drafts[i];
    while (wrong == NULL && placed < count)
        if (put_in_place(drafts[placed]))
            placed++;
        else
            wrong = drafts[placed];
    for (size_t i = placed; i < count; i++)
        unlink(drafts[i]->temp);
    if (wrong != NULL && err != NULL)
        *err = wrong->err;
    bool fine = wrong == NULL && file_sync_folder(drafts[0]->path, err);
    for (size_t i = 0; i < count; i++)
        file_draft_close(drafts[i]);
    return fine;
}

bool file_draft_commit(struct file_draft *draft, struct error *err)
{
    return file_drafts_commit(&draft, 1, err);
}

void file_draft_close(struct file_draft *draft)
{
    if (draft->path == NULL)
        return;
    if (draft->fd >= 0) {
        close(draft->fd);
        unlink(draft->temp);
    }
    buf_release(&draft->held);
    free(draft->path);
    free(draft->temp);
    *draft = (struct file_draft){.fd = -1};
}

void file_draft_clear(const char *path)
{
    glob_t found;
    char pattern[4096];
    /* The path's own signs are no pattern: a folder may be called "[a]*". */
    size_t len = 0;
    for (const char *at = path; *at != '\0' && len + 16 < sizeof pattern; at++) {
        if (strchr("*?[\\", *at) != NULL)
            pattern[len++] = '\\';
        pattern[len++] = *at;
    }
    snprintf(pattern + len, sizeof pattern - len, ".tmp.[0-9]*");
    if (glob(pattern, GLOB_NOSORT, NULL, &found) != 0)
        return;
    for (size_t i = 0; i < found.gl_pathc; i++)
        unlink(found.gl_pathv[i]);
    globfree(&found);
}

int file_nameless(const char *folder)
{
    return open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
}

bool file_write(const char *path, struct str bytes, struct error *err)
{
    struct file_draft draft;
    file_draft_open(&draft, path);
    write_out(&draft, bytes);
    return file_draft_commit(&draft, err);
}

/* Something of that name is there already. */
static bool explain_no_folder(const char *path, struct error *err)
{
    char target[4096];
    ssize_t len = file_exists(path) ? -1 : readlink(path, target, sizeof target);
    if (len < 0)
        return error_errno(err, ENOTDIR, path, TEXT("create the folder", "创建目录"));
    return error_at(err, ERROR_USER, path, 0, 0,
                    TEXT("this is a symbolic link to %.*s, which is not there: make that folder, or remove the link",
                         "这是指向 %.*s 的符号链接，而那里什么也没有：请建好那个目录，或删掉这个链接"),
                    (int)len, target);
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
    return file_is_dir(path) || explain_no_folder(path, err);
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
