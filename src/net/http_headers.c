#include "net/http_inner.h"

#include "base/arena.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define ENCODINGS "Accept-Encoding: " HTTP_ENCODINGS

/* Libcurl's list is made without libcurl: what is replayed from a tape never loads it. */
struct http_headers {
    struct curl_slist *list, **end;
};

static void add_line(struct http_headers *headers, const char *line)
{
    struct curl_slist *added = memory_alloc(sizeof *added);
    added->data = memory_dup(line);
    *headers->end = added;
    headers->end = &added->next;
}

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
    struct http_headers *headers = memory_alloc(sizeof *headers);
    bool encodings = false;
    headers->end = &headers->list;
    add_line(headers, "Expect:");
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
        add_line(headers, *lines);
    }
    if (!encodings) { /* libcurl's own would be printed anew for each request, which is costly */
        add_line(headers, ENCODINGS);
    }
    return headers;
}

void http_headers_free(struct http_headers *headers)
{
    if (headers == NULL) {
        return;
    }
    for (struct curl_slist *line = headers->list, *next; line != NULL; line = next) {
        next = line->next;
        explicit_bzero(line->data, strlen(line->data));
        free(line->data);
        free(line);
    }
    free(headers);
}

struct curl_slist *http_headers_list(const struct http_headers *headers)
{
    return headers != NULL ? headers->list : NULL;
}
