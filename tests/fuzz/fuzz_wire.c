/* Whatever a server sends, there is a reply of valid UTF-8 or a why of one line. First byte: the wire; second: whole or
 * stream, status. */
#include "endpoint/wire.h"
#include "fuzz/fuzz.h"
#include "net/sse.h"
#include "text/utf8.h"

#include <string.h>

static bool hear(struct str name, struct str data, void *context)
{
    return wire_stream_event(context, name, data);
}

static bool decode_stream(const struct endpoint *endpoint, struct arena *arena, struct str body,
                          struct wire_reply *reply, struct wire_failure *failure)
{
    struct wire_stream *stream = wire_stream_new(endpoint);
    struct sse sse;
    sse_init(&sse, 1 << 20);
    sse_feed(&sse, body, hear, stream);
    bool good = wire_stream_end(stream, arena, reply, failure);
    sse_release(&sse);
    wire_stream_free(stream);
    return good;
}

static void check_reply(const struct endpoint *endpoint, struct arena *arena, const struct wire_reply *reply)
{
    struct str speech, thoughts;
    struct buf body;
    MUST(utf8_valid(reply->content, NULL) && utf8_valid(reply->reasoning, NULL) && utf8_valid(reply->model, NULL));
    wire_split_thoughts(arena, reply->content, &speech, &thoughts);
    MUST(speech.len + thoughts.len <= reply->content.len);
    buf_init(&body, 0);
    size_t hole = wire_begin(endpoint, true, &body);
    wire_add(endpoint, true, reply->content, &body);
    MUST(hole > 0 && hole < body.len && utf8_valid(buf_str(&body), NULL));
    buf_release(&body);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const unsigned statuses[] = {200, 200, 400, 401, 429, 500, 307, 204};
    struct endpoint endpoint;
    struct wire_reply reply;
    struct wire_failure failure;
    struct arena arena;
    if (size < 2)
        return 0;
    endpoint_init(&endpoint);
    endpoint.name = STR("m");
    endpoint.wire = (enum wire)(data[0] % 3);
    arena_init(&arena);
    struct str body = {(const char *)data + 2, size - 2};
    bool good = data[1] % 2 == 0 ? decode_stream(&endpoint, &arena, body, &reply, &failure)
                                 : wire_decode(&endpoint, &arena, &arena, statuses[data[1] / 2 % 8],
                                               STR("application/json"), body, &reply, &failure);
    if (good)
        check_reply(&endpoint, &arena, &reply);
    else
        MUST(failure.why[0] != '\0' && strchr(failure.why, '\n') == NULL && strchr(failure.why, '\x1b') == NULL);
    arena_release(&arena);
    return 0;
}
