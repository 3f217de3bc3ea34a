#include "net/loop_uv.h"

#include "base/arena.h"
#include "base/interrupt.h"
#include "base/language.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>

struct loop_timer {
    uv_timer_t uv; /* first: loop_close_and_free */
    struct loop *loop;
    void (*call)(void *context);
    void *context;
    struct loop_timer *next; /* in the list of idle ones */
};

struct loop {
    uv_loop_t uv;
    struct loop_timer *idle; /* timers are kept and used again: closing a libuv handle costs a turn of the loop */
    uv_signal_t interrupt, terminate, hang_up;
    bool has_signals;
    void (*on_interrupt)(int, void *);
    void *interrupt_context;
};

struct sync_request {
    uv_fs_t uv; /* first */
    void (*done)(int, void *);
    void *context;
};

uv_loop_t *loop_uv(struct loop *loop)
{
    return &loop->uv;
}

static void free_handle(uv_handle_t *handle)
{
    free(handle);
}

void loop_close_and_free(uv_handle_t *handle)
{
    uv_close(handle, free_handle);
}

static void raise_file_limit(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

struct loop *loop_new(struct error *err)
{
    struct loop *loop = memory_alloc(sizeof *loop);
    int status = uv_loop_init(&loop->uv);
    if (status != 0) {
        error_set(err, ERROR_INFRA, TEXT("cannot make an event loop: %s", "无法建立事件循环：%s"), uv_strerror(status));
        free(loop);
        return NULL;
    }
    raise_file_limit();
    signal(SIGPIPE, SIG_IGN);
    return loop;
}

static void close_handle(uv_handle_t *handle, void *context)
{
    struct loop *loop = context;
    if (uv_is_closing(handle)) {
        return;
    }
    bool ours = handle->type == UV_TIMER && handle->data == loop;
    uv_close(handle, ours ? free_handle : NULL);
}

void loop_free(struct loop *loop)
{
    if (loop == NULL) {
        return;
    }
    uv_walk(&loop->uv, close_handle, loop);
    while (uv_loop_close(&loop->uv) == UV_EBUSY) {
        uv_run(&loop->uv, UV_RUN_ONCE);
    }
    if (loop->has_signals) { /* which libuv leaves as the system has them */
        interrupt_watch_again();
    }
    free(loop);
}

void loop_run(struct loop *loop)
{
    uv_run(&loop->uv, UV_RUN_DEFAULT);
}

void loop_stop(struct loop *loop)
{
    uv_stop(&loop->uv);
}

uint64_t loop_now_ms(const struct loop *loop)
{
    return uv_now(&loop->uv);
}

uint64_t loop_now_us(void)
{
    return uv_hrtime() / 1000;
}

static void timer_fired(uv_timer_t *uv)
{
    struct loop_timer *timer = (struct loop_timer *)uv;
    void (*call)(void *) = timer->call;
    void *context = timer->context;
    loop_cancel(timer);
    call(context);
}

struct loop_timer *loop_after(struct loop *loop, uint64_t ms, void (*call)(void *context), void *context)
{
    struct loop_timer *timer = loop->idle;
    if (timer != NULL) {
        loop->idle = timer->next;
    } else {
        timer = memory_alloc(sizeof *timer);
        timer->loop = loop;
        uv_timer_init(&loop->uv, &timer->uv);
        timer->uv.data = loop; /* marks it as ours in close_handle */
    }
    timer->call = call;
    timer->context = context;
    timer->next = NULL;
    uv_update_time(&loop->uv); /* else a long turn of the loop makes timers early */
    uv_timer_start(&timer->uv, timer_fired, ms, 0);
    return timer;
}

void loop_cancel(struct loop_timer *timer)
{
    if (timer == NULL) {
        return;
    }
    uv_timer_stop(&timer->uv);
    timer->next = timer->loop->idle;
    timer->loop->idle = timer;
}

static void signal_came(uv_signal_t *handle, int number)
{
    struct loop *loop = handle->data;
    loop->on_interrupt(number, loop->interrupt_context);
}

static int watch_signal(struct loop *loop, uv_signal_t *handle, int number)
{
    int status = uv_signal_init(&loop->uv, handle);
    if (status == 0) {
        handle->data = loop;
        uv_unref((uv_handle_t *)handle);
        status = uv_signal_start(handle, signal_came, number);
    }
    return status;
}

bool loop_on_interrupt(struct loop *loop, void (*call)(int signal_number, void *context), void *context,
                       struct error *err)
{
    loop->on_interrupt = call;
    loop->interrupt_context = context;
    if (loop->has_signals) {
        return true;
    }
    loop->has_signals = true;
    int status = watch_signal(loop, &loop->interrupt, SIGINT);
    if (status == 0) {
        status = watch_signal(loop, &loop->terminate, SIGTERM);
    }
    if (status == 0 && !interrupt_is_ignored(SIGHUP)) {
        status = watch_signal(loop, &loop->hang_up, SIGHUP);
    }
    return status == 0 ||
           error_set(err, ERROR_INFRA, TEXT("cannot watch for signals: %s", "无法监视信号：%s"), uv_strerror(status));
}

static void synced(uv_fs_t *uv)
{
    struct sync_request *request = (struct sync_request *)uv;
    int number = uv->result < 0 ? (int)-uv->result : 0;
    uv_fs_req_cleanup(uv);
    request->done(number, request->context);
    free(request);
}

bool loop_sync_file(struct loop *loop, int fd, void (*done)(int error_number, void *context), void *context,
                    struct error *err)
{
    struct sync_request *request = memory_alloc(sizeof *request);
    request->done = done;
    request->context = context;
    int status = uv_fs_fdatasync(&loop->uv, &request->uv, fd, synced);
    if (status != 0) {
        free(request);
        return error_set(err, ERROR_INFRA,
                         TEXT("cannot ask for a file to be synced: %s", "无法请求把文件同步到磁盘：%s"),
                         uv_strerror(status));
    }
    return true;
}
