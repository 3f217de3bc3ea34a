/* The shared folder with documents and recorded conversations that are no part of the repository: $FIDELIO_SHARED, else
 * ../shared. */
#ifndef FIDELIO_TESTS_SUPPORT_SHARED_H
#define FIDELIO_TESTS_SUPPORT_SHARED_H

#include <stdbool.h>
#include <stddef.h>

/* The path of a file in the shared folder; false when it is not there: say so with cr_skip_test. */
bool shared_path(const char *name, char *path, size_t size);

#endif
