/* The one event loop of the live wing (libuv): timers, signals, and what net/ puts on it. Single-threaded.
 *
 * Making a loop also raises the soft limit on open files to the hard one and ignores SIGPIPE: sockets that break are
 * errors to be handled, never the end of the process. */
#ifndef FIDELIO_NET_LOOP_H
#define FIDELIO_NET_LOOP_H

#include "base/error.h"

#include <stdint.h>

struct loop;
struct loop_timer;

struct loop *loop_new(struct error *err);
/* Close what stands on the loop first (http_close, httpd_close); timers that wait are given back unfired. */
void loop_free(struct loop *loop);
/* Until loop_stop or nothing is left to wait for: no timer, no call in flight, no server listening. */
void loop_run(struct loop *loop);
void loop_stop(struct loop *loop);
uint64_t loop_now_ms(const struct loop *loop); /* monotonic, as of the turn of the loop that is going on */
uint64_t loop_now_us(void);                    /* monotonic, now */
/* Calls once after `ms`; the timer frees itself then. Cancel gives it back unfired; it may not be used after either. */
struct loop_timer *loop_after(struct loop *loop, uint64_t ms, void (*call)(void *context), void *context);
void loop_cancel(struct loop_timer *timer);
/* SIGINT, SIGTERM and SIGHUP (unless the process was started with it ignored), each time they come. Does not keep the
 * loop running. One at a time: a second call replaces the first. What came before is interrupt_came's to tell. */
bool loop_on_interrupt(struct loop *loop, void (*call)(int signal_number, void *context), void *context,
                       struct error *err);
/* fdatasync(fd) on a thread of the pool; `done` gets 0 or an errno, on the loop's thread. `fd` stays open until then.
 */
bool loop_sync_file(struct loop *loop, int fd, void (*done)(int error_number, void *context), void *context,
                    struct error *err);

#endif
