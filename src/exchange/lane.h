/* One endpoint as the exchange sees it: its address and secret headers, its limits, and the asks that wait for it.
 * Inner part. */
#ifndef FIDELIO_EXCHANGE_LANE_H
#define FIDELIO_EXCHANGE_LANE_H

#include "endpoint/endpoint.h"
#include "exchange/admission.h"
#include "exchange/queue.h"
#include "net/http.h"

struct lane {
    const struct endpoint *endpoint; /* borrowed; the first that came */
    struct arena arena;
    const char *url;
    struct str place; /* the URL for messages */
    struct endpoint_secret secret;
    struct http_headers *headers;
    struct http_timeouts timeouts;
    struct http_route route;
    struct admission admission;
    struct queue waiting;
    uint64_t successes;
    unsigned lost_in_a_row; /* final failures that any request would meet */
    char dead_why[512];     /* not "": asking is pointless, say this at once */
};

/* An endpoint that cannot be used (no key, bad header) makes a lane that is dead from the start and says why. */
/* Does this endpoint go to the same place with the same key, so that it shares the limits? Models' parameters may
 * differ. */
bool lane_serves(const struct lane *lane, const struct endpoint *endpoint);
struct lane *lane_new(const struct endpoint *endpoint, size_t in_flight, uint64_t now_ms);
void lane_free(struct lane *lane);

#endif
