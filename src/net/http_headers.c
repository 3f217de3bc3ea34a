#include "net/http_inner.h"

#include "base/arena.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define ENCODINGS "Accept-Encoding: " HTTP_ENCODINGS

struct http_headers {
    struct curl_slist *list;
};

static bool header_is_clean(const char *line)
{
    for (; *line != '\0'; line++) {
        if ((unsigned char)*line < 0x20 || *line == 0x7f) {
            return false;
        }
    }
    return true;
}

static bool names_encodings(const char *line)
{
    return strncasecmp(line, ENCODINGS, strlen("Accept-Encoding:")) == 0;
}

struct http_headers *http_headers_new(const char *const *lines, struct error *err)
{
    if (!curl_load(err)) {
        return NULL;
    }
    struct http_headers *headers = memory_alloc(sizeof *headers);
    bool encodings = false;
    headers->list = curl_slist_append(NULL, "Expect:");
    for (; lines != NULL && *lines != NULL; lines++) {
        if (!header_is_clean(*lines)) {
            error_set(
                err, ERROR_USER,
                "a request header holds a line break or another control character: look at the key's variable and the "
                "extra headers");
            http_headers_free(headers);
            return NULL;
        }
        encodings = encodings || names_encodings(*lines);
        headers->list = curl_slist_append(headers->list, *lines);
    }
    if (!encodings) { /* libcurl's own would be printed anew for each request, which is costly */
        headers->list = curl_slist_append(headers->list, ENCODINGS);
    }
    return headers;
}

void http_headers_free(struct http_headers *headers)
{
    if (headers == NULL) {
        return;
    }
    for (struct curl_slist *line = headers->list; line != NULL; line = line->next) {
        explicit_bzero(line->data, strlen(line->data));
    }
    curl_slist_free_all(headers->list);
    free(headers);
}

struct curl_slist *http_headers_list(const struct http_headers *headers)
{
    return headers != NULL ? headers->list : NULL;
}
