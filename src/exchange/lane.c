#include "exchange/lane.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    CONNECT_MS = 10000,
    FIRST_BYTE_MS = 300000, /* a reasoning model that does not stream is silent until it has finished */
    STALL_MS = 60000,
    TOTAL_MS = 600000,
};

static uint32_t either(uint32_t given, uint32_t otherwise)
{
    return given > 0 ? given : otherwise;
}

static const char *text_or_null(struct str text, struct arena *arena)
{
    return text.len > 0 ? str_cstring(arena, text) : NULL;
}

struct lane *lane_new(const struct endpoint *endpoint, size_t in_flight, uint64_t now_ms)
{
    struct lane *lane = memory_alloc(sizeof *lane);
    struct error err = {0};
    arena_init(&lane->arena);
    lane->endpoint = endpoint;
    lane->url = endpoint_url(endpoint, &lane->arena);
    lane->place = endpoint_place(endpoint, &lane->arena);
    lane->timeouts =
        (struct http_timeouts){either(endpoint->connect_ms, CONNECT_MS), either(endpoint->first_byte_ms, FIRST_BYTE_MS),
                               either(endpoint->stall_ms, STALL_MS), either(endpoint->total_ms, TOTAL_MS)};
    lane->route = (struct http_route){text_or_null(endpoint->proxy, &lane->arena),
                                      text_or_null(endpoint->ca_file, &lane->arena), endpoint->http1_only};
    size_t limit = endpoint->in_flight > 0 && endpoint->in_flight < in_flight ? endpoint->in_flight : in_flight;
    admission_init(&lane->admission, limit, endpoint->requests_per_minute, endpoint->tokens_per_minute, now_ms);
    if (endpoint_check(endpoint, &err) && endpoint_secret_init(&lane->secret, endpoint, &err))
        lane->headers = http_headers_new(lane->secret.headers, &err);
    if (lane->headers == NULL)
        snprintf(lane->dead_why, sizeof lane->dead_why, "%.500s", err.message);
    return lane;
}

bool lane_serves(const struct lane *lane, const struct endpoint *endpoint)
{
    const struct endpoint *own = lane->endpoint;
    return own == endpoint ||
           (own->wire == endpoint->wire && own->stream == endpoint->stream && own->headers == endpoint->headers &&
            own->http1_only == endpoint->http1_only && str_eq(own->proxy, endpoint->proxy) &&
            str_eq(own->ca_file, endpoint->ca_file) && str_eq(own->name, endpoint->name) &&
            str_eq(own->base_url, endpoint->base_url) && str_eq(own->path, endpoint->path) &&
            str_eq(own->query, endpoint->query) && str_eq(own->api_key_env, endpoint->api_key_env) &&
            str_eq(own->key_header, endpoint->key_header));
}

void lane_free(struct lane *lane)
{
    http_headers_free(lane->headers);
    endpoint_secret_release(&lane->secret);
    arena_release(&lane->arena);
    free(lane);
}
