/* What libcurl is told of a call, and what it calls back while bytes go and come. */
#include "net/http_inner.h"

#include "base/arena.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    BUFFER_SIZE = 1024, /* libcurl's receive buffer: the default costs 12 KB more for each call in flight */
    UPLOAD_BUFFER = 16 << 10,
    DNS_SECONDS = 600,
};

/* As of this turn of the loop: exact enough for timeouts, and free. */
static uint64_t now_us(const struct http *http)
{
    return loop_now_ms(http->loop) * 1000;
}

static size_t on_header(char *bytes, size_t size, size_t count, void *context)
{
    struct http_call *call = context;
    (void)bytes;
    call->last_us = now_us(call->http);
    if (call->first_byte_us == 0) {
        call->first_byte_us = call->last_us;
    }
    return size * count;
}

/* As no JSON and no page does. */
static bool begins_as_events(const char *bytes, size_t len)
{
    return (len >= 5 && memcmp(bytes, "data:", 5) == 0) || (len >= 6 && memcmp(bytes, "event:", 6) == 0) ||
           (len >= 2 && memcmp(bytes, ": ", 2) == 0);
}

/* By its type, and by its first bytes where a gateway has lost the type. */
static bool is_event_stream(CURL *easy, const char *bytes, size_t len)
{
    const char *type = NULL;
    long status = 0;
    if (len > 0 && bytes[0] == '{') { /* whole JSON, as nearly all is */
        return false;
    }
    curl_easy_getinfo(easy, CURLINFO_CONTENT_TYPE, &type);
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    return status / 100 == 2 &&
           ((type != NULL && strncasecmp(type, "text/event-stream", 17) == 0) || begins_as_events(bytes, len));
}

static size_t on_body(char *bytes, size_t size, size_t count, void *context)
{
    struct http_call *call = context;
    size_t len = size * count;
    call->last_us = now_us(call->http);
    if (!call->judged) {
        call->judged = true;
        call->streamed = call->piece != NULL && is_event_stream(call->easy, bytes, len);
        call->body = call->http->spare;
        call->http->spare = (struct buf){0};
        buf_clear(&call->body);
    }
    if (len > call->ceiling - call->received) {
        call->too_large = true;
        return 0;
    }
    call->received += len;
    if (call->streamed) {
        call->stopped = !call->piece((struct str){bytes, len}, call->context);
        return call->stopped ? 0 : len;
    }
    return buf_add_bytes(&call->body, bytes, len) ? len : 0;
}

/* On a connection that was kept alive and breaks without a byte, libcurl would send the request again by itself.
 * Nothing may be asked twice unseen: whether it is asked again is decided, counted and recorded above. */
static int before_sending(void *context, char *remote, char *local, int remote_port, int local_port)
{
    struct http_call *call = context;
    (void)remote;
    (void)local;
    (void)remote_port;
    (void)local_port;
    host_connected(call);
    if (call->sends++ > 0) {
        return CURL_PREREQFUNC_ABORT;
    }
    if (!call->is_get) {
        upload_begin(call);
    }
    return CURL_PREREQFUNC_OK;
}

/* libcurl asks for a body that was let go. */
static size_t no_body(char *bytes, size_t size, size_t count, void *context)
{
    (void)bytes;
    (void)size;
    (void)count;
    (void)context;
    return CURL_READFUNC_ABORT;
}

CURL *easy_new(struct http *http, struct http_call *call)
{
    CURL *easy = curl_easy_init();
    if (easy == NULL) {
        return NULL;
    }
    curl_easy_setopt(easy, CURLOPT_PRIVATE, call);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, call);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, call);
    curl_easy_setopt(easy, CURLOPT_READFUNCTION, no_body);
    curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, before_sending);
    curl_easy_setopt(easy, CURLOPT_PREREQDATA, call);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, call->detail);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 1L);
    curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, (long)BUFFER_SIZE);
    curl_easy_setopt(easy, CURLOPT_UPLOAD_BUFFERSIZE, (long)UPLOAD_BUFFER);
    curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, HTTP_ENCODINGS);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_DNS_CACHE_TIMEOUT, (long)DNS_SECONDS);
    curl_easy_setopt(easy, CURLOPT_SHARE, http->share);
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
    if (http->ca_file != NULL) {
        curl_easy_setopt(easy, CURLOPT_CAINFO, http->ca_file);
    }
    sockets_attach(&http->sockets, easy);
    return easy;
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static void set_text(char **copy, const char *text)
{
    free(*copy);
    *copy = text != NULL ? memory_dup(text) : NULL;
}

/* True when it is another than that of the slot's last call. */
static bool set_route(struct http_call *call, const struct http_route *route)
{
    const char *ca_file = route->ca_file != NULL ? route->ca_file : call->http->ca_file;
    if (same_text(call->proxy, route->proxy) && same_text(call->ca_file, ca_file) &&
        call->http1_only == route->http1_only) {
        return false;
    }
    set_text(&call->proxy, route->proxy);
    set_text(&call->ca_file, ca_file);
    call->http1_only = route->http1_only;
    curl_easy_setopt(call->easy, CURLOPT_CAINFO, ca_file);
    curl_easy_setopt(call->easy, CURLOPT_HTTP_VERSION,
                     route->http1_only ? (long)CURL_HTTP_VERSION_1_1 : (long)CURL_HTTP_VERSION_2TLS);
    return true;
}

static void set_address(struct http_call *call, const struct address *address)
{
    call->address = address;
    call->host = address->host;
    curl_easy_setopt(call->easy, CURLOPT_URL, address->url);
    curl_easy_setopt(call->easy, CURLOPT_CURLU,
                     address->parsed); /* else it reads and prints the URL for each request */
    curl_easy_setopt(call->easy, CURLOPT_PROXY, call->proxy);
    curl_easy_setopt(call->easy, CURLOPT_NOPROXY, call->proxy == NULL && address->loopback ? "*" : NULL);
    /* Over TLS the first handshake tells whether a connection can be shared; the requests behind it wait so long.
     * Without TLS they would wait for the whole first answer. */
    bool may_share = !call->http1_only && strncasecmp(address->url, "https:", 6) == 0;
    curl_easy_setopt(call->easy, CURLOPT_PIPEWAIT, (long)may_share);
}

/* Only what differs from the slot's last call, the body's length aside. */
void easy_set(struct http_call *call, const struct http_request *request)
{
    struct curl_slist *headers = http_headers_list(request->headers);
    curl_off_t len = 0;
    bool rerouted = set_route(call, &request->route);
    if (rerouted || call->address == NULL || strcmp(call->address->url, request->url) != 0) {
        set_address(call, address_of(call->http, request->url));
    }
    call->is_get = strcmp(request->method, "GET") == 0;
    curl_easy_setopt(call->easy, call->is_get ? CURLOPT_HTTPGET : CURLOPT_POST, 1L);
    for (size_t i = 0; i < HTTP_PIECES; i++) {
        call->pieces[i] = request->body[i];
        len += (curl_off_t)request->body[i].len;
    }
    curl_easy_setopt(call->easy, CURLOPT_POSTFIELDSIZE_LARGE, len);
    if (call->headers != headers) {
        call->headers = headers;
        curl_easy_setopt(call->easy, CURLOPT_HTTPHEADER, headers);
    }
    if (call->connect_ms != request->timeouts.connect_ms) {
        call->connect_ms = request->timeouts.connect_ms;
        curl_easy_setopt(call->easy, CURLOPT_CONNECTTIMEOUT_MS, (long)call->connect_ms);
    }
}
