#include "report/deflate.h"

#include "base/arena.h"

#include <libdeflate.h>
#include <stdlib.h>

void base64_add(struct buf *out, struct str bytes)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    if (!buf_reserve(out, (bytes.len + 2) / 3 * 4))
        return;
    char *to = out->bytes + out->len;
    for (size_t i = 0; i < bytes.len; i += 3, to += 4) {
        size_t left = bytes.len - i;
        unsigned group = (unsigned)(unsigned char)bytes.ptr[i] << 16;
        if (left > 1)
            group |= (unsigned)(unsigned char)bytes.ptr[i + 1] << 8;
        if (left > 2)
            group |= (unsigned)(unsigned char)bytes.ptr[i + 2];
        to[0] = digits[group >> 18];
        to[1] = digits[group >> 12 & 63];
        to[2] = left > 1 ? digits[group >> 6 & 63] : '=';
        to[3] = left > 2 ? digits[group & 63] : '=';
    }
    *to = '\0';
    out->len = (size_t)(to - out->bytes);
}

void deflate_add(struct buf *out, struct str bytes)
{
    enum { LEVEL = 1 }; /* what level 2 saves of a page, a tenth, takes half as much time again */
    struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(LEVEL);
    if (compressor == NULL)
        memory_out();
    size_t room = libdeflate_zlib_compress_bound(compressor, bytes.len);
    char *packed = memory_grow(NULL, room, 1);
    size_t len = libdeflate_zlib_compress(compressor, bytes.ptr, bytes.len, packed, room);
    base64_add(out, (struct str){packed, len});
    free(packed);
    libdeflate_free_compressor(compressor);
}
