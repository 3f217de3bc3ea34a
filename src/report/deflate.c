#include "report/deflate.h"

#include "base/arena.h"

#include <stdlib.h>
#define ZLIB_CONST
#include <zlib.h>

void base64_add(struct buf *out, struct str bytes)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    buf_reserve(out, (bytes.len + 2) / 3 * 4);
    for (size_t i = 0; i < bytes.len; i += 3) {
        size_t left = bytes.len - i;
        unsigned group = (unsigned)(unsigned char)bytes.ptr[i] << 16;
        if (left > 1)
            group |= (unsigned)(unsigned char)bytes.ptr[i + 1] << 8;
        if (left > 2)
            group |= (unsigned)(unsigned char)bytes.ptr[i + 2];
        char four[4] = {digits[group >> 18], digits[group >> 12 & 63], left > 1 ? digits[group >> 6 & 63] : '=',
                        left > 2 ? digits[group & 63] : '='};
        buf_add_bytes(out, four, sizeof four);
    }
}

struct deflater {
    z_stream stream;
    struct buf packed;
};

enum {
    LEVEL = 2, /* the pages of real runs grow by a tenth against level 6, which takes twice the time */
    STEP = 64 << 10,
};

static voidpf grab(voidpf context, uInt count, uInt size)
{
    (void)context;
    return memory_grow(NULL, count, size);
}

static void give_back(voidpf context, voidpf memory)
{
    (void)context;
    free(memory);
}

struct deflater *deflater_new(void)
{
    struct deflater *deflater = memory_alloc(sizeof *deflater);
    deflater->stream.zalloc = grab;
    deflater->stream.zfree = give_back;
    deflateInit(&deflater->stream, LEVEL); /* it fails only for lack of memory */
    buf_init(&deflater->packed, 0);
    return deflater;
}

void deflater_free(struct deflater *deflater)
{
    if (deflater == NULL)
        return;
    deflateEnd(&deflater->stream);
    buf_release(&deflater->packed);
    free(deflater);
}

static void pack(struct deflater *deflater, struct str bytes, int flush)
{
    z_stream *stream = &deflater->stream;
    struct buf *packed = &deflater->packed;
    stream->next_in = (const Bytef *)bytes.ptr;
    stream->avail_in = (uInt)bytes.len;
    do {
        buf_reserve(packed, STEP);
        stream->next_out = (Bytef *)packed->bytes + packed->len;
        stream->avail_out = STEP;
        deflate(stream, flush);
        packed->len += STEP - stream->avail_out;
    } while (stream->avail_out == 0);
}

void deflater_add(struct deflater *deflater, struct str bytes)
{
    enum { MOST = 1 << 30 }; /* zlib counts in 32 bits */
    for (size_t from = 0; from < bytes.len; from += MOST)
        pack(deflater, str_slice(bytes, from, bytes.len - from > MOST ? from + MOST : bytes.len), Z_NO_FLUSH);
}

void deflater_end(struct deflater *deflater, struct buf *out)
{
    pack(deflater, (struct str){0}, Z_FINISH);
    base64_add(out, buf_str(&deflater->packed));
    buf_clear(&deflater->packed);
    deflateReset(&deflater->stream);
}
