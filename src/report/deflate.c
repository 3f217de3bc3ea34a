#include "report/deflate.h"

#include "base/arena.h"

#include <stdlib.h>
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

void deflate_base64(struct buf *out, struct str bytes)
{
    uLongf room = compressBound(bytes.len);
    unsigned char *packed = memory_alloc(room);
    /* It fails only for lack of memory or room, and there is enough of both. */
    if (compress2(packed, &room, (const Bytef *)bytes.ptr, bytes.len, 6) != Z_OK)
        room = 0;
    base64_add(out, (struct str){(const char *)packed, room});
    free(packed);
}
