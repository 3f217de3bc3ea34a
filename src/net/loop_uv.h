/* What the files of net/ share of the loop: libuv's own. No other room sees this header. */
#ifndef FIDELIO_NET_LOOP_UV_H
#define FIDELIO_NET_LOOP_UV_H

#include "net/loop.h"

#include <uv.h>

uv_loop_t *loop_uv(struct loop *loop);
/* uv_close for a handle that is the first member of a heap object: frees the object when libuv lets go of it. */
void loop_close_and_free(uv_handle_t *handle);

#endif
