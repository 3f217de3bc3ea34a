/* Where calls go. A URL is read once for all of them; the first call to a host goes alone until its name is resolved,
 * and the others wait for it. */
#include "net/http_inner.h"

#include "base/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static bool is_loopback(const char *host)
{
    return strcasecmp(host, "localhost") == 0 || strncmp(host, "127.", 4) == 0 || strcmp(host, "[::1]") == 0;
}

static bool is_address(const char *host)
{
    return host[0] == '[' || host[strspn(host, "0123456789.")] == '\0';
}

static struct host *find_host(struct http *http, const char *name)
{
    for (size_t i = 0; i < http->hosts.count; i++) {
        if (strcasecmp(http->hosts.items[i]->name, name) == 0) {
            return http->hosts.items[i];
        }
    }
    struct host *host = memory_alloc(sizeof *host);
    host->name = memory_dup(name);
    VEC_PUSH(&http->hosts, host);
    return host;
}

static struct address *address_new(struct http *http, const char *url)
{
    struct address *address = memory_alloc(sizeof *address);
    char *name = NULL;
    address->url = memory_dup(url);
    address->parsed = curl_url();
    if (address->parsed == NULL || curl_url_set(address->parsed, CURLUPART_URL, url, 0) != CURLUE_OK ||
        curl_url_get(address->parsed, CURLUPART_HOST, &name, 0) != CURLUE_OK) {
        curl_url_cleanup(address->parsed);
        address->parsed = NULL;
        return address;
    }
    address->loopback = is_loopback(name);
    if (!address->loopback && !is_address(name)) {
        address->host = find_host(http, name);
    }
    curl_free(name);
    return address;
}

const struct address *address_of(struct http *http, const char *url)
{
    for (size_t i = 0; i < http->addresses.count; i++) {
        if (strcmp(http->addresses.items[i]->url, url) == 0) {
            return http->addresses.items[i];
        }
    }
    VEC_PUSH(&http->addresses, address_new(http, url));
    return http->addresses.items[http->addresses.count - 1];
}

static void go(struct http_call *call)
{
    CURLMcode code = curl_multi_add_handle(call->shard->multi, call->easy);
    call->parked = false;
    if (code != CURLM_OK) {
        call->finished = true;
        snprintf(call->detail, sizeof call->detail, "libcurl: %s", curl_multi_strerror(code));
        VEC_PUSH(&call->http->finished, ((struct finished){call, CURLE_FAILED_INIT}));
        uv_timer_start(call->shard->timer, call->shard->timer->timer_cb, 0, 0);
    }
}

void host_go_or_park(struct http_call *call)
{
    struct host *host = call->host;
    call->parked = host != NULL && !host->known && host->probe != NULL;
    if (call->parked) {
        return;
    }
    if (host != NULL && !host->known) {
        host->probe = call;
    }
    go(call);
}

void host_connected(struct http_call *call)
{
    if (call->host != NULL && !call->host->known) {
        call->host->known = true;
        call->http->unpark = true;
    }
}

void host_leave(struct http_call *call, enum http_outcome outcome)
{
    struct host *host = call->host;
    curl_off_t looked_up = 0;
    call->parked = false;
    if (host == NULL || host->probe != call) {
        return;
    }
    curl_easy_getinfo(call->easy, CURLINFO_NAMELOOKUP_TIME_T, &looked_up);
    host->probe = NULL;
    host->known = host->known || (looked_up > 0 && outcome != HTTP_UNRESOLVED);
    host->unresolved = outcome == HTTP_UNRESOLVED;
    call->http->unpark = true;
}

/* Calls that waited for a host's probe: on, or told that there is no such host, or one of them is the next probe. */
void host_unpark(struct http *http)
{
    http->unpark = false;
    for (size_t i = 0; i < http->calls.count; i++) {
        struct http_call *call = http->calls.items[i];
        if (!call->live || !call->parked) {
            continue;
        }
        if (call->host->unresolved && !call->host->known) {
            http_give_up(call, HTTP_UNRESOLVED, "no such host");
        } else {
            host_go_or_park(call);
        }
    }
    for (size_t i = 0; i < http->hosts.count; i++) {
        http->hosts.items[i]->unresolved = false;
    }
}

void hosts_release(struct http *http)
{
    for (size_t i = 0; i < http->addresses.count; i++) {
        curl_url_cleanup(http->addresses.items[i]->parsed);
        free(http->addresses.items[i]->url);
        free(http->addresses.items[i]);
    }
    VEC_RELEASE(&http->addresses);
    for (size_t i = 0; i < http->hosts.count; i++) {
        free(http->hosts.items[i]->name);
        free(http->hosts.items[i]);
    }
    VEC_RELEASE(&http->hosts);
}
