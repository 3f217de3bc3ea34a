/* A request's body in one of the wires, and what its answer says. Pure: bytes in, message out, nothing remembered.
 *
 * A body grows with the conversation: wire_begin once, then wire_add for each message, and wire_tail behind it when it
 * is sent. So the history is never written anew, and the prompt, which many conversations share, is in none of them. */
#ifndef FIDELIO_ENDPOINT_WIRE_H
#define FIDELIO_ENDPOINT_WIRE_H

#include "base/buf.h"
#include "endpoint/endpoint.h"

/* Returns the place in `body` where the system prompt belongs, as a JSON string in its quotation marks. `prompt` false:
 * there is none. */
size_t wire_begin(const struct endpoint *endpoint, bool prompt, struct buf *body);
/* Returns where the content stands in `body` as a JSON string, which ends a byte before the body does; 0: this wire has
 * no such message. */
size_t wire_add(const struct endpoint *endpoint, bool from_model, struct str content, struct buf *body);
struct str wire_tail(const struct endpoint *endpoint);

/* What the model said. */
struct wire_reply {
    struct str content;   /* as it came, think parts and all */
    struct str reasoning; /* what the wire tells apart as reasoning; think parts inside the content are not in it */
    enum finish finish;
    struct usage usage;
    bool has_usage;
    struct str model, fingerprint, id; /* as the server names them; "" = not told */
};

/* Why there is no reply, and what may be done about it. */
enum wire_retry {
    WIRE_NO_RETRY,  /* asking again gives the same */
    WIRE_RETRY,     /* it may be gone next time */
    WIRE_SLOW_DOWN, /* rate limit or overload: retry, and send less */
    WIRE_SPENT,     /* the quota is used up; where it has answered before, perhaps only that of this minute */
};
struct wire_failure {
    enum wire_retry retry;
    unsigned status;
    bool of_the_text; /* it is about what was said (a filter, its length), not about how the endpoint is set up */
    char why[512];    /* a finished sentence, one line; what the server said is quoted and cut */
};

/* A whole body. False: `failure` says why. The reply lives in `arena`; `scratch` may be cleared afterwards. */
bool wire_decode(const struct endpoint *endpoint, struct arena *scratch, struct arena *arena, unsigned status,
                 struct str content_type, struct str body, struct wire_reply *reply, struct wire_failure *failure);

/* The same from server-sent events, one after the other (net/sse cuts them). */
struct wire_stream;
struct wire_stream *wire_stream_new(const struct endpoint *endpoint); /* the endpoint must outlive it */
void wire_stream_free(struct wire_stream *stream);
/* False when the stream needs no more: it ended, or it failed. */
bool wire_stream_event(struct wire_stream *stream, struct str event, struct str data);
/* The last one, whose end did not come: it counts when it is whole, and is left out when it was cut. */
void wire_stream_last_event(struct wire_stream *stream, struct str event, struct str data);
bool wire_stream_is_over(const struct wire_stream *stream); /* the reply is whole, whatever the connection does now */
/* The stream is over: by [DONE] or its like, or because the connection closed. */
bool wire_stream_end(struct wire_stream *stream, struct arena *arena, struct wire_reply *reply,
                     struct wire_failure *failure);

/* Splits think parts (<think>...</think>, or all up to a lone </think>) off a content: true when there were any.
 * `speech` is what is left, `thoughts` what was cut. Both in `arena` when true; else `speech` is `content`. */
bool wire_split_thoughts(struct arena *arena, struct str content, struct str *speech, struct str *thoughts);

#endif
