/* Wherever a stream is cut into pieces, its events are the same. */
#include "fuzz/fuzz.h"
#include "net/sse.h"

static bool hear(struct str name, struct str data, void *context)
{
    struct buf *out = context;
    buf_add(out, name);
    buf_add_byte(out, '\x01');
    buf_add(out, data);
    buf_add_byte(out, '\x02');
    return true;
}

static bool feed(struct buf *out, struct str stream, size_t piece)
{
    struct sse sse;
    bool good = true;
    buf_init(out, 0);
    sse_init(&sse, 4096);
    for (size_t at = 0; good && at < stream.len; at += piece)
        good = sse_feed(&sse, str_slice(stream, at, at + piece), hear, out);
    MUST(good == !sse.too_long);
    sse_release(&sse);
    return good;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    struct str stream = {(const char *)data + 1, size - 1};
    struct buf whole, pieces;
    bool one = feed(&whole, stream, stream.len + 1), other = feed(&pieces, stream, (size_t)data[0] % 16 + 1);
    MUST(one == other);
    MUST(str_eq(buf_str(&whole), buf_str(&pieces)));
    buf_release(&whole);
    buf_release(&pieces);
    return 0;
}
