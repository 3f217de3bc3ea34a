/* Bytes compressed by libdeflate and written as base64, as a page's DecompressionStream('deflate') reads them. */
#ifndef FIDELIO_REPORT_DEFLATE_H
#define FIDELIO_REPORT_DEFLATE_H

#include "base/buf.h"

void base64_add(struct buf *out, struct str bytes); /* RFC 4648, with padding */
void deflate_add(struct buf *out, struct str bytes);

#endif
