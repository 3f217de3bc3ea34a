#include "base/late.h"

#include "base/language.h"

#include <dlfcn.h>
#include <string.h>

/* A symbol is looked for in all libraries that are opened together, so those that hold most of them come first, by
 * themselves. One that is not there is none of this library's. */
static void *open_library(const struct late_library *library)
{
    for (const char *const *file = library->first; file != NULL && *file != NULL; file++) {
        dlopen(*file, RTLD_LAZY | RTLD_LOCAL);
    }
    return dlopen(library->file, RTLD_LAZY | RTLD_LOCAL);
}

static bool find_all(const struct late_library *library)
{
    void *handle = open_library(library);
    bool good = handle != NULL;
    for (size_t i = 0; i < library->count && good; i++) {
        void *function = dlsym(handle, library->functions[i].name);
        memcpy(library->functions[i].pointer, &function, sizeof function);
        good = function != NULL;
    }
    return good;
}

bool late_load(struct late_library *library, struct error *err)
{
    pthread_mutex_lock(&library->lock);
    if (!library->tried && !find_all(library)) {
        error_set(&library->failure, ERROR_INFRA,
                  TEXT("this command needs the library %s, which cannot be used: install or update it (%s)",
                       "这个命令需要程序库 %s，而它无法使用：请安装或更新（%s）"),
                  library->file, dlerror());
    }
    library->tried = true;
    pthread_mutex_unlock(&library->lock);
    if (library->failure.kind != ERROR_NONE && err != NULL) {
        *err = library->failure;
    }
    return library->failure.kind == ERROR_NONE;
}
