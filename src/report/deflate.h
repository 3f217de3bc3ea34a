/* Bytes compressed by zlib and written as base64, as a page's DecompressionStream('deflate') reads them. */
#ifndef FIDELIO_REPORT_DEFLATE_H
#define FIDELIO_REPORT_DEFLATE_H

#include "base/buf.h"

void base64_add(struct buf *out, struct str bytes); /* RFC 4648, with padding */

struct deflater;
struct deflater *deflater_new(void);
void deflater_free(struct deflater *deflater); /* NULL is fine */
void deflater_add(struct deflater *deflater, struct str bytes);
/* Adds what was given to `out`, and begins anew. */
void deflater_end(struct deflater *deflater, struct buf *out);

#endif
