/* The one event loop of the live wing (libuv): timers, signals, and what net/ puts on it. Single-threaded. */
#ifndef FIDELIO_NET_LOOP_H
#define FIDELIO_NET_LOOP_H

#include "base/error.h"

#include <stdint.h>

struct loop;
struct loop_timer;

struct loop *loop_new(struct error *err);
void loop_free(struct loop *loop);
void loop_run(struct loop *loop); /* until loop_stop or nothing is left to wait for */
void loop_stop(struct loop *loop);
uint64_t loop_now_ms(const struct loop *loop);
/* Calls once after `ms`; the timer frees itself then. Cancel gives it back unfired. */
struct loop_timer *loop_after(struct loop *loop, uint64_t ms, void (*call)(void *context), void *context);
void loop_cancel(struct loop_timer *timer);
/* SIGINT and SIGTERM, each time they come. */
bool loop_on_interrupt(struct loop *loop, void (*call)(int signal_number, void *context), void *context, struct error *err);

#endif
