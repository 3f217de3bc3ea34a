/* serve: the understudy on a loopback port, until it is interrupted. */
#include "cli/command.h"

#include "understudy/serve.h"

#include <stdio.h>

static void stop(int signal_number, void *context)
{
    (void)signal_number;
    loop_stop(context);
}

/* The address is the result: it is on stdout before the first request is served, so that scripts can read the port. */
static int serve(struct ui *ui, struct loop *loop, const struct understudy *understudy)
{
    struct buf out;
    buf_init(&out, 0);
    buf_printf(&out, "http://127.0.0.1:%u/v1\n", understudy_port(understudy));
    int status = ui_result(ui, buf_str(&out));
    buf_release(&out);
    if (status != EXIT_GOOD)
        return status;
    ui_note(ui, "%s",
            SAY(ui, "the understudy is a template player, no language model; Ctrl-C ends it",
                "替身只会按模板说话，不是语言模型；按 Ctrl-C 结束"));
    loop_run(loop);
    struct understudy_counts counts = understudy_counts(understudy);
    ui_note(ui, SAY(ui, "%llu requests, %llu answered, %llu refused", "%llu 个请求，应答 %llu，拒绝 %llu"),
            (unsigned long long)counts.requests, (unsigned long long)counts.answered,
            (unsigned long long)counts.failed);
    return EXIT_GOOD;
}

int cmd_serve(struct ui *ui, const struct args *args)
{
    struct error err = {0};
    struct understudy_options options = {
        .port = (uint16_t)args_size(args, OPTION_PORT),
        .seed = args_size(args, OPTION_SEED),
        .latency_ms = args_size(args, OPTION_LATENCY),
        .jitter_ms = args_size(args, OPTION_JITTER),
        .fail = args_text(args, OPTION_FAIL),
    };
    struct loop *loop = loop_new(&err);
    struct understudy *understudy =
        loop != NULL && loop_on_interrupt(loop, stop, loop, &err) ? understudy_open(loop, &options, &err) : NULL;
    int status = understudy != NULL ? serve(ui, loop, understudy) : ui_error(ui, &err);
    if (understudy != NULL)
        understudy_close(understudy);
    if (loop != NULL)
        loop_free(loop);
    return status;
}
