#include "net/microhttpd_late.h"

#include "gen/libraries.h"

MICROHTTPD_FUNCTIONS(LATE_DEFINE)

static const struct late_function functions[] = {MICROHTTPD_FUNCTIONS(LATE_FIND)};
static struct late_library library = {
    .file = LIBMICROHTTPD_FILE,
    .functions = functions,
    .count = sizeof functions / sizeof *functions,
    .lock = PTHREAD_MUTEX_INITIALIZER,
};

bool microhttpd_load(struct error *err)
{
    return late_load(&library, err);
}
