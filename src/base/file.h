/* Whole files in and out. */
#ifndef FIDELIO_BASE_FILE_H
#define FIDELIO_BASE_FILE_H

#include "base/buf.h"
#include "base/error.h"

enum { FILE_CEILING = 64 << 20 }; /* the default ceiling for a file that is read whole, bytes */

/* Adds the whole file to `into`; "-" is standard input. The ceiling is `into`'s; reaching it is ERROR_LIMIT. */
bool file_read(const char *path, struct buf *into, struct error *err);
/* Writes PATH.tmp.PID, syncs it, renames it to PATH, syncs the folder. On error PATH is as it was. */
bool file_write(const char *path, struct str bytes, struct error *err);
/* A file that is written bit by bit under another name, PATH.tmp.PID, and is there only when it is whole. */
struct file_draft {
    char *path, *temp; /* owned; NULL: none was opened, or it is closed */
    int fd;            /* -1: it went wrong */
    struct buf held;   /* not written yet */
    size_t resting;    /* bytes written that the disk was not told of yet */
    struct error err;  /* the first that went wrong */
};
/* What goes wrong while it is opened and written is kept, frees the disk at once, and is told by the commit. */
void file_draft_open(struct file_draft *draft, const char *path);
void file_draft_add(struct file_draft *draft, struct str bytes);
/* It went wrong for another reason, an errno's: nothing more is written. */
void file_draft_spoil(struct file_draft *draft, int number, const char *doing);
/* No more comes: the disk begins to write it, which the commit then waits for. */
void file_draft_end(struct file_draft *draft);
/* Syncs it, renames it to PATH, syncs the folder, and closes it. On error PATH is as it was. */
bool file_draft_commit(struct file_draft *draft, struct error *err);
/* The same with several of one folder, in order; the folder is synced once. Where one cannot be written none is put in
 * place, and where one cannot be put in place none behind it. */
bool file_drafts_commit(struct file_draft **drafts, size_t count, struct error *err);
void file_draft_close(struct file_draft *draft); /* nothing is left of it; fine for one that was committed */
/* Removes what processes that were killed left of drafts for PATH; nobody may be at work on one. */
void file_draft_clear(const char *path);
/* A file without a name in the folder, to be read and written, that is gone when it is closed. -1: none can be had. */
int file_nameless(const char *folder);
/* All of `bytes` to `fd`, through EINTR and short writes. */
bool file_write_fd(int fd, struct str bytes, const char *path, struct error *err);
/* Brings the names in the folder that holds `path` to the disk, where its file system can. */
bool file_sync_folder(const char *path, struct error *err);
/* mkdir -p. */
bool file_make_dir(const char *path, struct error *err);
bool file_exists(const char *path);
bool file_is_dir(const char *path);

#endif
