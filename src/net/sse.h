/* Server-sent events out of bytes that come in any pieces (WHATWG HTML, "Server-sent events", 9.2.6). Pure. */
#ifndef FIDELIO_NET_SSE_H
#define FIDELIO_NET_SSE_H

#include "base/buf.h"

struct sse {
    struct buf line, event, data; /* of the event that is coming */
    bool has_data, after_cr, started;
    bool too_long; /* a line or an event passed the ceiling: nothing more is taken */
};

/* `name` is "" when the event has none. Return false to stop. */
typedef bool sse_event(struct str name, struct str data, void *context);

void sse_init(struct sse *sse, size_t ceiling); /* bytes of a line, and of an event's data */
void sse_release(struct sse *sse);
/* Calls `event` for each event that these bytes complete. False when `event` said stop or the ceiling was reached. */
bool sse_feed(struct sse *sse, struct str bytes, sse_event *event, void *context);
/* The stream has ended: calls `event` for one that began and has no blank line behind it. The standard drops it, and
 * some servers send their last event so; whether it is whole is for `event` to see. */
void sse_end(struct sse *sse, sse_event *event, void *context);

#endif
