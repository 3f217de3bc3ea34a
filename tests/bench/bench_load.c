/* make bench-load: what a request costs, beside a bare libcurl client at the same work against the same mock in the
 * same minute.
 *
 * Usage: bench_load [quick] [prompt file]. Conversations = 4 x in flight (one wave at 5000); the ideal schedule is
 * turns x latency x waves. CPU and memory are those of the client's own process. */
#include "bench.h"

#include "base/file.h"
#include "support/pem.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

typedef void runner(const struct load *load, struct result *result);

static void raise_file_limit(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

/* Runs `run` in a child and reads what it measured. */
static struct result in_child(runner *run, const struct load *load)
{
    struct result result = {0};
    int ends[2];
    if (pipe(ends) != 0)
        exit(3);
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        run(load, &result);
        _exit(write(ends[1], &result, sizeof result) == sizeof result ? 0 : 3);
    }
    close(ends[1]);
    if (read(ends[0], &result, sizeof result) != sizeof result)
        fprintf(stderr, "bench: a client gave no result\n");
    close(ends[0]);
    struct rusage usage;
    int status;
    wait4(child, &status, 0, &usage);
    result.cpu_s = (double)usage.ru_utime.tv_sec + (double)usage.ru_stime.tv_sec +
                   (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
    result.peak_kb = usage.ru_maxrss;
    return result;
}

static pid_t start_mock(uint16_t *port, const char *key, const char *certificate)
{
    int ends[2];
    if (pipe(ends) != 0)
        exit(3);
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        mock_serve(ends[1], key, certificate);
        _exit(0);
    }
    close(ends[1]);
    if (read(ends[0], port, sizeof *port) != sizeof *port)
        exit(3);
    close(ends[0]);
    return child;
}

struct floor {
    struct result bare, ours; /* one conversation alone: start-up's CPU and memory */
};

static double cpu_us(const struct result *result, const struct result *alone)
{
    return (result->cpu_s - alone->cpu_s) * 1e6 / (double)result->requests;
}

static double memory_kb(const struct result *result, const struct result *alone, size_t in_flight)
{
    return (double)(result->peak_kb - alone->peak_kb) / (double)in_flight;
}

static void measure(const struct load *base, const struct floor *alone, size_t in_flight, unsigned latency,
                    unsigned jitter, bool one_wave)
{
    struct load load = *base;
    load.in_flight = in_flight;
    load.conversations = one_wave ? in_flight : 4 * in_flight;
    load.latency_ms = latency;
    load.jitter_ms = jitter;
    struct result bare = in_child(bare_run, &load), ours = in_child(engine_run, &load);
    double ideal = (double)(BENCH_TURNS * latency) / 1000 * (double)(load.conversations / in_flight);
    double bare_cpu = cpu_us(&bare, &alone->bare), ours_cpu = cpu_us(&ours, &alone->ours);
    char title[32];
    snprintf(title, sizeof title, "%u ms%s", latency, jitter > 0 ? " +- jitter" : "");
    printf("%-15s %5zu %6zu | ", title, in_flight, load.conversations);
    if (latency > 0 && jitter == 0)
        printf("%+7.1f%% %+7.1f%% | ", 100 * (bare.wall_s / ideal - 1), 100 * (ours.wall_s / ideal - 1));
    else
        printf("%7.2fs %7.2fs | ", bare.wall_s, ours.wall_s);
    printf("%6.1f %6.1f %5.2f | %7.0f %7.0f | %6.1f %6.1f%s\n", bare_cpu, ours_cpu, ours_cpu / bare_cpu,
           (double)bare.requests / bare.wall_s, (double)ours.requests / ours.wall_s,
           memory_kb(&bare, &alone->bare, in_flight), memory_kb(&ours, &alone->ours, in_flight),
           bare.failures + ours.failures > 0 ? "  FAILURES" : "");
    fflush(stdout);
}

static void measure_tls(const struct load *base)
{
    struct pem pem;
    if (!pem_make(&pem)) {
        printf("over TLS: not measured, there is no openssl program to make a certificate with\n");
        return;
    }
    struct load load = *base;
    load.ca_file = pem.certificate_path;
    pid_t mock = start_mock(&load.port, pem.key.bytes, pem.certificate.bytes);
    struct floor alone = {in_child(bare_run, &load), in_child(engine_run, &load)};
    printf("the same over TLS\n");
    measure(&load, &alone, 128, 0, 0, false);
    measure(&load, &alone, 128, 200, 0, false);
    kill(mock, SIGKILL);
    waitpid(mock, NULL, 0);
    pem_release(&pem);
}

static void read_prompt(const char *path, struct buf *prompt)
{
    struct error err = {0};
    buf_init(prompt, 1 << 20);
    if (!file_read(path, prompt, &err)) {
        fprintf(stderr, "bench: %s\n", err.message);
        exit(2);
    }
    prompt->len = prompt->len < 6144 ? prompt->len : 6144; /* the size of a real callee half */
    while (prompt->len > 0 && ((unsigned char)prompt->bytes[prompt->len] & 0xc0) == 0x80)
        prompt->len--;
    prompt->bytes[prompt->len] = '\0';
}

int main(int argc, char **argv)
{
    bool quick = argc > 1 && strcmp(argv[1], "quick") == 0;
    struct buf prompt;
    char folder[] = "/tmp/fidelio-bench-XXXXXX";
    read_prompt(argc > 2 ? argv[2] : "personas/delivery-callback.md", &prompt);
    raise_file_limit();
    struct load load = {.conversations = 1, .in_flight = 1, .prompt = prompt.bytes, .folder = mkdtemp(folder)};
    pid_t mock = start_mock(&load.port, NULL, NULL);
    struct floor alone = {in_child(bare_run, &load), in_child(engine_run, &load)};
    printf("plain HTTP, %d turns a conversation, prompt of %zu bytes; bare = libcurl alone, ours = the exchange with "
           "its tape\n",
           BENCH_TURNS, prompt.len);
    printf("%-15s %5s %6s | %8s %8s | %6s %6s %5s | %7s %7s | %6s %6s\n", "latency", "in fl", "convs", "bare", "ours",
           "bare", "ours", "ratio", "bare", "ours", "bare", "ours");
    printf("%-15s %5s %6s | %17s | %19s | %15s | %13s\n", "", "", "", "over the ideal", "CPU us a request",
           "requests/s", "KB in flight");
    static const size_t many[] = {32, 128, 500, 1000};
    for (size_t i = 0; i < (quick ? 2 : 4); i++)
        measure(&load, &alone, many[i], 0, 0, false);
    for (size_t i = 0; i < (quick ? 2 : 4); i++)
        measure(&load, &alone, many[i], 200, 0, false);
    if (!quick)
        measure(&load, &alone, 5000, 200, 0, true);
    for (size_t i = 1; i < (quick ? 2 : 4); i++)
        measure(&load, &alone, many[i], 200, 150, false);
    kill(mock, SIGKILL);
    waitpid(mock, NULL, 0);
    measure_tls(&load);
    rmdir(folder);
    buf_release(&prompt);
    return 0;
}
