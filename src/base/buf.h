/* A growing buffer with a named ceiling.
 *
 * Invariants: bytes[len] is always NUL once anything was added; len never passes the ceiling. Reaching the ceiling sets
 * `overflow`, drops the addition whole and makes that and every later addition return false: check once at the end. */
#ifndef FIDELIO_BASE_BUF_H
#define FIDELIO_BASE_BUF_H

#include "base/str.h"

struct buf {
    char *bytes; /* owned */
    size_t len, room;
    size_t ceiling; /* bytes; 0 = no ceiling, for what does not grow from input */
    bool overflow;
};

void buf_init(struct buf *buf, size_t ceiling);
void buf_release(struct buf *buf);
void buf_clear(struct buf *buf);
bool buf_grow(struct buf *buf, size_t more);                 /* where there is no room: buf_reserve's */
static inline bool buf_reserve(struct buf *buf, size_t more) /* room for `more` bytes and a NUL behind len */
{
    return (!buf->overflow && more < buf->room - buf->len) || buf_grow(buf, more);
}
bool buf_add(struct buf *buf, struct str text);
bool buf_add_cstring(struct buf *buf, const char *text);
bool buf_add_bytes(struct buf *buf, const void *bytes, size_t len);
static inline bool buf_add_byte(struct buf *buf, char byte)
{
    if (!buf_reserve(buf, 1))
        return false;
    buf->bytes[buf->len++] = byte;
    buf->bytes[buf->len] = '\0';
    return true;
}
bool buf_printf(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
struct str buf_str(const struct buf *buf); /* borrowed until the next addition */

#endif
