/* Libraries that are loaded when they are first needed. Most commands need no network, and the forty libraries behind
 * libcurl take longer to load than a document takes to be read. */
#ifndef FIDELIO_BASE_LATE_H
#define FIDELIO_BASE_LATE_H

#include "base/error.h"

#include <pthread.h>

struct late_function {
    const char *name;
    void *pointer; /* where its address goes: to a pointer to such a function */
};
struct late_library {
    const char *file;
    const char *const *first; /* libraries behind it, up to a NULL, that are opened before it; NULL = none */
    const struct late_function *functions;
    size_t count;
    pthread_mutex_t lock;
    bool tried;
    struct error failure; /* why it cannot be used; ERROR_NONE = it can */
};
/* Once a process, on any thread; whoever else comes waits, as does in the GNU library who begins a thread. False for
 * good when the library, or one of the functions, is not there: `err` says what to install. Nothing unloads it. */
bool late_load(struct late_library *library, struct error *err);

/* For a function `name` that the library's header declares: a pointer to one of its type, and where to find it. */
#define LATE_DECLARE(name) extern __typeof__(name) *late_##name;
#define LATE_DEFINE(name) __typeof__(late_##name) late_##name; /* declared before */
#define LATE_STATIC(name) static __typeof__(name) *late_##name;
#define LATE_FIND(name) {#name, &late_##name},

#endif
