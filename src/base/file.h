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
/* All of `bytes` to `fd`, through EINTR and short writes. */
bool file_write_fd(int fd, struct str bytes, const char *path, struct error *err);
/* mkdir -p. */
bool file_make_dir(const char *path, struct error *err);
bool file_exists(const char *path);
bool file_is_dir(const char *path);

#endif
