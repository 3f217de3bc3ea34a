#include "base/buf.h"

#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SMALL = 4096 }; /* bytes; below, room doubles */

void buf_init(struct buf *buf, size_t ceiling)
{
    *buf = (struct buf){.ceiling = ceiling};
}

void buf_release(struct buf *buf)
{
    free(buf->bytes);
    *buf = (struct buf){.ceiling = buf->ceiling};
}

void buf_clear(struct buf *buf)
{
    buf->len = 0;
    buf->overflow = false;
    if (buf->bytes != NULL)
        buf->bytes[0] = '\0';
}

bool buf_grow(struct buf *buf, size_t more)
{
    size_t limit = buf->ceiling > 0 ? buf->ceiling : SIZE_MAX / 4;
    if (buf->overflow || more > limit || buf->len > limit - more) {
        buf->overflow = true;
        return false;
    }
    size_t need = buf->len + more + 1;
    size_t grown = buf->room < SMALL ? buf->room * 2 : buf->room + buf->room / 4;
    size_t room = grown > 64 ? grown : 64;
    room = room > need ? room : need;
    buf->room = room < limit + 1 ? room : limit + 1; /* so there is room for what the ceiling allows, and no more */
    buf->bytes = memory_grow(buf->bytes, buf->room, 1);
    return true;
}

bool buf_add_bytes(struct buf *buf, const void *bytes, size_t len)
{
    if (!buf_reserve(buf, len))
        return false;
    if (len > 0)
        memcpy(buf->bytes + buf->len, bytes, len);
    buf->len += len;
    buf->bytes[buf->len] = '\0';
    return true;
}

bool buf_add(struct buf *buf, struct str text)
{
    return buf_add_bytes(buf, text.ptr, text.len);
}

bool buf_add_cstring(struct buf *buf, const char *text)
{
    return buf_add(buf, str_from(text));
}

bool buf_printf(struct buf *buf, const char *format, ...)
{
    va_list args, again;
    size_t room = buf->room - buf->len;
    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(room > 0 ? buf->bytes + buf->len : NULL, room, format, args);
    bool ok = len >= 0 && buf_reserve(buf, (size_t)len);
    if (ok && (size_t)len >= room)
        vsnprintf(buf->bytes + buf->len, (size_t)len + 1, format, again);
    va_end(args);
    va_end(again);
    buf->len += ok ? (size_t)len : 0;
    if (!ok && room > 0)
        buf->bytes[buf->len] = '\0';
    return ok;
}

struct str buf_str(const struct buf *buf)
{
    return (struct str){buf->bytes != NULL ? buf->bytes : "", buf->len};
}
