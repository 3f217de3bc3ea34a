#include "cli/progress.h"

#include "text/utf8.h"

#include <stdarg.h>
#include <stdio.h>

enum { BAR = 16, TEXT_LEAST = 23, BEHIND_MAX = 120 }; /* columns, columns, bytes */

/* " · more", when there is room for it. */
__attribute__((format(printf, 3, 4))) static void add(struct buf *out, size_t width, const char *format, ...)
{
    char text[BEHIND_MAX];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (utf8_width(buf_str(out)) + 3 + utf8_width(str_from(text)) <= width)
        buf_printf(out, "%s%s", out->len > 0 ? " · " : "", text);
}

/* 950, 12.3k, 4.5M */
static const char *count_text(uint64_t count, char text[24])
{
    if (count < 1000)
        snprintf(text, 24, "%llu", (unsigned long long)count);
    else if (count < 1000000)
        snprintf(text, 24, "%.1fk", (double)count / 1000);
    else
        snprintf(text, 24, "%.1fM", (double)count / 1000000);
    return text;
}

/* 42s, 3m05s, 2h10m */
static const char *duration_text(double seconds, char text[24])
{
    unsigned long s = seconds < 1e9 ? (unsigned long)(seconds + 0.5) : 1000000000;
    if (s < 60)
        snprintf(text, 24, "%lus", s);
    else if (s < 3600)
        snprintf(text, 24, "%lum%02lus", s / 60, s % 60);
    else
        snprintf(text, 24, "%luh%02lum", s / 3600, s / 60 % 60);
    return text;
}

static void add_bar(struct buf *out, const struct run_progress *progress)
{
    size_t ended = progress->done + progress->failed;
    size_t full = progress->planned > 0 ? ended * BAR / progress->planned : BAR;
    for (size_t i = 0; i < BAR; i++)
        buf_add_cstring(out, i < full ? "█" : "░");
}

/* The latency of the last seconds, lowest to highest, and its last value. */
static void add_latency(struct buf *out, size_t width, const struct meter *meter)
{
    static const char *const steps[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    uint32_t low = UINT32_MAX, high = 0;
    char line[METER_BUCKETS * 3 + 1] = "";
    if (meter->buckets == 0)
        return;
    for (size_t i = 0; i < meter->buckets; i++) {
        low = meter->latency[i] < low ? meter->latency[i] : low;
        high = meter->latency[i] > high ? meter->latency[i] : high;
    }
    for (size_t i = 0; i < meter->buckets; i++) {
        size_t step = high > low ? (size_t)(meter->latency[i] - low) * 7 / (high - low) : 0;
        snprintf(line + i * 3, sizeof line - i * 3, "%s", steps[step]);
    }
    add(out, width, "%s %.2fs", line, meter->latency[meter->buckets - 1] / 1000.0);
}

/* The line's text, no wider than `width` columns: what does not fit is left out from the end. */
static void progress_text(const struct ui *ui, const struct run_progress *progress, struct str currency, size_t width,
                          struct buf *out)
{
    char in[24], back[24], left[24];
    double rate = meter_replies_per_second(progress->meter, progress->now_ms);
    size_t rest = progress->planned - progress->done - progress->failed;
    double seconds = meter_seconds_left(progress->meter, progress->now_ms, rest, progress->in_flight);
    add(out, width, SAY(ui, "%zu of %zu done", "%zu / %zu 已完成"), progress->done, progress->planned);
    if (progress->failed > 0)
        add(out, width, SAY(ui, "%zu failed", "失败 %zu"), progress->failed);
    add(out, width, SAY(ui, "%zu in flight", "进行中 %zu"), progress->in_flight);
    if (progress->retried > 0)
        add(out, width, SAY(ui, "%llu retried", "重试 %llu"), (unsigned long long)progress->retried);
    if (progress->rate_limited > 0)
        add(out, width, SAY(ui, "%llu rate limits", "限流 %llu"), (unsigned long long)progress->rate_limited);
    if (seconds >= 0 && !progress->stopping)
        add(out, width, SAY(ui, "%s left", "还需 %s"), duration_text(seconds, left));
    add(out, width, SAY(ui, "%s tokens in, %s out", "词元：输入 %s，输出 %s"), count_text(progress->prompt_tokens, in),
        count_text(progress->completion_tokens, back));
    if (progress->cost > 0)
        add(out, width, SAY(ui, "cost %.4g%s%.*s", "花费 %.4g%s%.*s"), progress->cost, currency.len > 0 ? " " : "",
            STR_FORMAT(currency));
    if (rate > 0)
        add(out, width, SAY(ui, "%.1f replies/s", "%.1f 次回复/秒"), rate);
    add_latency(out, width, progress->meter);
}

uint64_t progress_interval(const struct ui *ui)
{
    return ui->quiet ? 0 : ui->err.interactive ? PROGRESS_TERMINAL_MS : PROGRESS_PLAIN_MS;
}

static void draw(struct progress_line *line, const struct run_progress *progress)
{
    const struct ui *ui = line->ui;
    struct buf text;
    buf_init(&text, 0);
    if (ui->err.interactive) {
        size_t width = terminal_columns(&ui->err) - 1; /* a line that wraps could not be wiped out */
        if (width >= BAR + TEXT_LEAST)
            add_bar(&text, progress);
        progress_text(ui, progress, line->currency, width, &text);
        fwrite(text.bytes, 1, text.len, ui->err.file);
        fflush(ui->err.file);
    } else {
        progress_text(ui, progress, line->currency, SIZE_MAX, &text);
        ui_note(ui, "%.*s", STR_FORMAT(buf_str(&text)));
    }
    buf_release(&text);
    line->drawn_ms = progress->now_ms;
}

void progress_show(const struct run_progress *progress, void *context)
{
    enum { FAILURES_SAID = 5 };
    struct progress_line *line = context;
    const struct ui *ui = line->ui;
    bool terminal = ui->err.interactive, fresh = line->drawn_ms == 0;
    uint64_t since = progress->now_ms - line->drawn_ms;
    bool failure = progress->why.len > 0 && !progress->stopping && line->failures_said < FAILURES_SAID;
    bool stop = progress->stopping && !line->stop_said;
    line->stop_said = line->stop_said || stop;
    if (ui->quiet && stop)
        progress_stopping(ui, progress->requests, progress->most_ms);
    if (ui->quiet)
        return;
    bool over = progress->done + progress->failed == progress->planned;
    if (fresh) /* the first call: a plain line is not due before its time has passed */
        line->drawn_ms = progress->now_ms;
    /* Conversations that the tape answers end by the thousand a second: nobody reads so many lines. */
    bool due = terminal ? fresh || failure || stop || over || since >= PROGRESS_TERMINAL_MS / 2
                        : !fresh && since + 100 >= PROGRESS_PLAIN_MS;
    if (terminal && due)
        fputs("\r\33[K", ui->err.file);
    if (failure) {
        line->failures_said++;
        ui_failure(ui, progress->last, progress->why);
    }
    if (stop)
        progress_stopping(ui, progress->requests, progress->most_ms);
    if (due && !over)
        draw(line, progress);
    else if (terminal && over)
        fflush(ui->err.file);
}

void progress_stopping(const struct ui *ui, size_t requests, uint64_t most_ms)
{
    if (requests > 0)
        ui_warn(ui,
                SAY(ui,
                    "stopping: requests in flight: %zu; their answers are waited for, %.4g s at most (--timeout); "
                    "Ctrl-C again stops at once and drops them",
                    "正在停止：进行中的请求有 %zu 个，等它们答完，最多 %.4g 秒（--timeout）；再按 Ctrl-C "
                    "则立即停止，丢弃这些答复"),
                requests, (double)most_ms / 1000);
}

void progress_end(const struct progress_line *line)
{
    if (line->ui->err.interactive && !line->ui->quiet) {
        fputs("\r\33[K", line->ui->err.file);
        fflush(line->ui->err.file);
    }
}
