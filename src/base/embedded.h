/* Files that the program carries within itself (made by tools/embed.sh at build time). */
#ifndef FIDELIO_BASE_EMBEDDED_H
#define FIDELIO_BASE_EMBEDDED_H

#include <stddef.h>

struct embedded {
    const char *path; /* as in the repository: "rubrics/core/zh.yaml" */
    const char *bytes;
    size_t len;
    const char *sha256; /* 64 hexadecimal digits */
};

extern const struct embedded embedded_files[];          /* ends with path == NULL */
const struct embedded *embedded_find(const char *path); /* NULL when there is none */

#endif
