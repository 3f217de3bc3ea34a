#include "support/shared.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

bool shared_path(const char *name, char *path, size_t size)
{
    const char *folder = getenv("FIDELIO_SHARED");
    int len = snprintf(path, size, "%s/%s", folder != NULL && folder[0] != '\0' ? folder : "../shared", name);
    return len > 0 && (size_t)len < size && access(path, R_OK) == 0;
}
