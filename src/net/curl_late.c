#include "net/curl_late.h"

#include "base/language.h"
#include "gen/libraries.h"

#include <stdarg.h>

CURL_FUNCTIONS(LATE_DEFINE)
static CURLcode (*setopt)(CURL *easy, CURLoption option, ...);
static CURLcode (*getinfo)(CURL *easy, CURLINFO info, ...);

static const struct late_function functions[] = {
    {"curl_easy_setopt", &setopt}, {"curl_easy_getinfo", &getinfo}, CURL_FUNCTIONS(LATE_FIND)};
static const char *const first[] = {LIBCURL_FIRST NULL};
static struct late_library library = {
    .file = LIBCURL_FILE,
    .first = first,
    .functions = functions,
    .count = sizeof functions / sizeof *functions,
    .lock = PTHREAD_MUTEX_INITIALIZER,
};

static CURLcode started; /* written once, by start() */

static void start(void)
{
    if (late_load(&library, NULL))
        started = curl_global_init(CURL_GLOBAL_DEFAULT);
}

bool curl_start(struct error *err)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, start);
    return late_load(&library, err) &&
           (started == CURLE_OK || error_set(err, ERROR_INFRA, TEXT("cannot start libcurl", "无法启动 libcurl")));
}

/* One argument comes behind the option: a curl_off_t, or a long or a pointer, which are passed on alike. */
CURLcode(curl_easy_setopt)(CURL *easy, CURLoption option, ...)
{
    va_list list;
    va_start(list, option);
    CURLcode code = option / 10000 == CURLOPTTYPE_OFF_T / 10000 ? setopt(easy, option, va_arg(list, curl_off_t))
                                                                : setopt(easy, option, va_arg(list, void *));
    va_end(list);
    return code;
}

CURLcode(curl_easy_getinfo)(CURL *easy, CURLINFO info, ...)
{
    va_list list;
    va_start(list, info);
    CURLcode code = getinfo(easy, info, va_arg(list, void *));
    va_end(list);
    return code;
}
