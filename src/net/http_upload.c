/* A body is put together when libcurl is about to send it, and let go when it has gone out: of many requests in flight
 * nearly all wait for their answers, and what their bodies are made of lies with their owners anyway.
 *
 * Sound because no body goes out twice: libcurl's own second sending is refused before it begins (before_sending), and
 * a body that is let go is taken from libcurl, too, whose read function then ends the transfer. */
#include "net/http_inner.h"

enum { SPARE_ROOM = 64 << 10 };

static bool is_out(const struct http_call *call)
{
    curl_off_t out = 0;
    curl_easy_getinfo(call->easy, CURLINFO_SIZE_UPLOAD_T, &out);
    return out >= (curl_off_t)call->upload.len;
}

static void keep_or_free(struct http *http, struct buf *upload)
{
    if (http->spare_upload.bytes == NULL && upload->room <= SPARE_ROOM) {
        http->spare_upload = *upload;
        buf_clear(&http->spare_upload);
    } else {
        buf_release(upload);
    }
    *upload = (struct buf){0};
}

/* Lets the body go of the call that `link` points at. */
static void let_go(struct http_call **link)
{
    struct http_call *call = *link;
    *link = call->next_sending;
    curl_easy_setopt(call->easy, CURLOPT_POSTFIELDS, NULL);
    keep_or_free(call->http, &call->upload);
}

void upload_begin(struct http_call *call)
{
    struct http *http = call->http;
    if (http->sending != NULL && is_out(http->sending)) /* most are, as soon as the next one begins */
        let_go(&http->sending);
    size_t len = 0;
    for (size_t i = 0; i < HTTP_PIECES; i++)
        len += call->pieces[i].len;
    if (len == 0) {
        curl_easy_setopt(call->easy, CURLOPT_POSTFIELDS, "");
        return;
    }
    call->upload = http->spare_upload;
    http->spare_upload = (struct buf){0};
    buf_reserve(&call->upload, len);
    for (size_t i = 0; i < HTTP_PIECES; i++)
        buf_add(&call->upload, call->pieces[i]);
    curl_easy_setopt(call->easy, CURLOPT_POSTFIELDS, call->upload.bytes);
    call->next_sending = http->sending;
    http->sending = call;
}

void uploads_let_go(struct http *http)
{
    for (struct http_call **link = &http->sending; *link != NULL;) {
        if (is_out(*link))
            let_go(link);
        else
            link = &(*link)->next_sending;
    }
}

void upload_end(struct http_call *call)
{
    if (call->upload.bytes == NULL)
        return;
    struct http_call **link = &call->http->sending;
    while (*link != call)
        link = &(*link)->next_sending;
    let_go(link);
}
