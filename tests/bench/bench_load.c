/* make bench-load: what a request costs, beside a bare libcurl client at the same work against the same mock in the
 * same minutes.
 *
 * Usage: bench_load [quick | point IN_FLIGHT LATENCY JITTER WAVES] [scenario document]. Conversations = 4 x in flight
 * (one wave at 5000); the ideal schedule is turns x latency x waves. The clients take turns, each figure is the median
 * of its rounds, and a ratio the median of those within each round: a processor that others use too changes its speed
 * by half from one second to the next. CPU and memory are those of the client's own process, less those of one
 * conversation alone; in one wave a run's memory is what is its own (no pages of files) before a conversation ends. */
#include "bench.h"

#include "dialogue/dialogue.h"
#include "spec/scenario.h"
#include "support/pem.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CLIENTS = 3, BARE = 0, EXCHANGE, RUN, ALONE_ROUNDS = 9, MOST_ROUNDS = 31, MOST_TARGETS = 64 };
enum { ROUNDS_S = 4 }; /* a point gets more rounds than it must as long as they take no longer */
static runner *const clients[CLIENTS] = {bare_run, engine_run, whole_run};
static const char *const client_names[CLIENTS] = {"bare", "exchange", "run"};

/* One client at one point. */
struct figures {
    double over_ideal, wall_s, cpu_us, talk_cpu_us, requests_s, kb;
    double ratio; /* CPU, to the bare client's of the same round */
};
enum { FIGURES = sizeof(struct figures) / sizeof(double) };
struct point {
    struct figures of[CLIENTS];
    size_t rounds;
};

struct target {
    char what[80];
    double at_most, figure, bare; /* bare < 0: says nothing */
};

struct bench {
    struct load load;
    struct result alone[CLIENTS]; /* one conversation: start-up's CPU and memory */
    size_t rounds;                /* at least */
    struct target targets[MOST_TARGETS];
    size_t target_count;
};

static void raise_file_limit(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *place)
{
    (void)status, (void)kind, (void)place;
    return remove(path);
}

static void remove_folder(const char *folder)
{
    nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* Runs a client in a child, in a folder of its own, and reads what it measured. A run keeps what it wrote: removing it
 * is not the child's. */
static struct result in_child(size_t which, const struct load *shared)
{
    struct result result = {0};
    struct load load = *shared;
    char folder[64];
    int ends[2];
    snprintf(folder, sizeof folder, "%s/client", shared->folder);
    load.folder = folder;
    if (mkdir(folder, 0777) != 0 || pipe(ends) != 0)
        exit(3);
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        prctl(PR_SET_NAME, client_names[which]); /* for perf */
        clients[which](&load, &result);
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
    remove_folder(folder);
    return result;
}

static int by_size(const void *a, const void *b)
{
    double x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return (x > y) - (x < y);
}

static double median(double *values, size_t count)
{
    qsort(values, count, sizeof *values, by_size);
    return values[count / 2];
}

/* What is subtracted from each figure: one measure of it alone would be seen in them all. */
static void measure_alone(struct bench *bench)
{
    double cpu[ALONE_ROUNDS], talk_cpu[ALONE_ROUNDS], kb[ALONE_ROUNDS];
    bench->load.conversations = bench->load.in_flight = 1;
    bench->load.latency_ms = bench->load.jitter_ms = 0;
    for (size_t c = 0; c < CLIENTS; c++) {
        for (size_t r = 0; r < ALONE_ROUNDS; r++) {
            struct result result = in_child(c, &bench->load);
            cpu[r] = result.cpu_s;
            talk_cpu[r] = result.talk_cpu_s;
            kb[r] = (double)result.peak_kb;
        }
        bench->alone[c] = (struct result){.cpu_s = median(cpu, ALONE_ROUNDS),
                                          .talk_cpu_s = median(talk_cpu, ALONE_ROUNDS),
                                          .peak_kb = (long)median(kb, ALONE_ROUNDS)};
    }
    bench->load.latency_ms = 50; /* long enough to be looked at */
    for (size_t r = 0; r < ALONE_ROUNDS; r++)
        kb[r] = (double)in_child(RUN, &bench->load).held_kb;
    bench->alone[RUN].held_kb = (long)median(kb, ALONE_ROUNDS);
}

/* Of a conversation in flight. */
static double memory_of(const struct load *load, const struct result *result, const struct result *alone)
{
    if (alone->held_kb > 0 && load->conversations == load->in_flight && load->in_flight > 1)
        return (double)(result->held_kb - alone->held_kb) / (double)(load->in_flight - 1);
    return (double)(result->peak_kb - alone->peak_kb) / (double)load->in_flight;
}

static struct figures figures_of(const struct bench *bench, size_t client, const struct result *result)
{
    const struct load *load = &bench->load;
    const struct result *alone = &bench->alone[client];
    double requests = (double)result->requests;
    double ideal = (double)(BENCH_TURNS * load->latency_ms) / 1000 * (double)(load->conversations / load->in_flight);
    return (struct figures){
        .over_ideal = ideal > 0 ? 100 * (result->wall_s / ideal - 1) : 0,
        .wall_s = result->wall_s,
        .cpu_us = (result->cpu_s - alone->cpu_s) * 1e6 / requests,
        .talk_cpu_us = (result->talk_cpu_s - alone->talk_cpu_s) * 1e6 / requests,
        .requests_s = requests / result->wall_s,
        .kb = memory_of(load, result, alone),
    };
}

static struct figures one_run(const struct bench *bench, size_t client, double *took_s)
{
    struct result result = in_child(client, &bench->load);
    if (result.failures > 0 || result.requests != BENCH_TURNS * bench->load.conversations)
        printf("FAILURES: %s had %llu, and sent %llu requests instead of %zu\n", client_names[client],
               (unsigned long long)result.failures, (unsigned long long)result.requests,
               BENCH_TURNS * bench->load.conversations);
    *took_s += result.wall_s;
    return figures_of(bench, client, &result);
}

/* Rounds of all clients in turn, an odd number. */
static struct point measure(const struct bench *bench)
{
    struct point point = {.rounds = 0};
    double values[CLIENTS][FIGURES][MOST_ROUNDS], took_s = 0, bare_cpu_us = 0;
    while (point.rounds < bench->rounds || point.rounds % 2 == 0 || (took_s < ROUNDS_S && point.rounds < MOST_ROUNDS)) {
        for (size_t c = 0; c < CLIENTS; c++) {
            struct figures f = one_run(bench, c, &took_s);
            double all[FIGURES];
            bare_cpu_us = c == BARE ? f.cpu_us : bare_cpu_us;
            f.ratio = f.cpu_us / bare_cpu_us;
            memcpy(all, &f, sizeof all);
            for (size_t i = 0; i < FIGURES; i++)
                values[c][i][point.rounds] = all[i];
        }
        point.rounds++;
    }
    for (size_t c = 0; c < CLIENTS; c++) {
        double m[FIGURES];
        for (size_t i = 0; i < FIGURES; i++)
            m[i] = median(values[c][i], point.rounds);
        memcpy(&point.of[c], m, sizeof m);
    }
    return point;
}

static void print_head(void)
{
    printf("%-15s %5s %6s %6s | %-8s | %8s | %7s %5s %7s | %6s | %5s\n", "latency", "in fl", "convs", "rounds",
           "client", "wall", "CPU us", "ratio", "of that", "req/s", "KB in");
    printf("%-15s %5s %6s %6s | %-8s | %8s | %7s %5s %7s | %6s | %5s\n", "", "", "", "", "", "", "a req.", "",
           "scoring", "", "fl.");
}

static void print_point(const struct load *load, const struct point *point)
{
    char title[32], wall[16], scoring[16];
    snprintf(title, sizeof title, "%u ms%s", load->latency_ms, load->jitter_ms > 0 ? " +- jitter" : "");
    for (size_t c = 0; c < CLIENTS; c++) {
        const struct figures *f = &point->of[c];
        if (load->latency_ms > 0 && load->jitter_ms == 0)
            snprintf(wall, sizeof wall, "%+7.1f%%", f->over_ideal);
        else
            snprintf(wall, sizeof wall, "%7.2fs", f->wall_s);
        snprintf(scoring, sizeof scoring, c == RUN ? "%7.1f" : "", f->cpu_us - f->talk_cpu_us);
        if (c == 0)
            printf("%-15s %5zu %6zu %6zu | ", title, load->in_flight, load->conversations, point->rounds);
        else
            printf("%-15s %5s %6s %6s | ", "", "", "", "");
        printf("%-8s | %8s | %7.1f %5.2f %7s | %6.0f | %5.1f\n", client_names[c], wall, f->cpu_us, f->ratio, scoring,
               f->requests_s, f->kb);
    }
    fflush(stdout);
}

static void set_point(struct bench *bench, size_t in_flight, unsigned latency, unsigned jitter, bool one_wave)
{
    bench->load.in_flight = in_flight;
    bench->load.conversations = one_wave ? in_flight : 4 * in_flight;
    bench->load.latency_ms = latency;
    bench->load.jitter_ms = jitter;
}

static struct point at(struct bench *bench, size_t in_flight, unsigned latency, unsigned jitter, bool one_wave)
{
    set_point(bench, in_flight, latency, jitter, one_wave);
    struct point point = measure(bench);
    print_point(&bench->load, &point);
    return point;
}

static void aim(struct bench *bench, const char *what, size_t in_flight, double at_most, double figure, double bare)
{
    struct target *target = &bench->targets[bench->target_count++];
    *target = (struct target){.at_most = at_most, .figure = figure, .bare = bare};
    snprintf(target->what, sizeof target->what, "%s, %zu in flight", what, in_flight);
}

static void print_targets(const struct bench *bench)
{
    printf("\n%-48s | %8s | %8s %-5s | %8s\n", "target (a whole run: recorded, scored)", "at most", "run", "", "bare");
    for (size_t i = 0; i < bench->target_count; i++) {
        const struct target *t = &bench->targets[i];
        printf("%-48s | %8.1f | %8.2f %-5s | ", t->what, t->at_most, t->figure,
               t->figure <= t->at_most ? "holds" : "NO");
        if (t->bare < 0)
            printf("\n");
        else
            printf("%8.2f %-5s\n", t->bare, t->bare <= t->at_most ? "holds" : "NO");
    }
}

/* As many servers as it takes until one more makes the bare client no faster. */
static void choose_mocks(struct bench *bench, struct mocks *mocks)
{
    double before = 0;
    printf("mock servers:");
    for (size_t count = 1; count <= 4; count++) {
        double values[3];
        mocks_start(mocks, count);
        bench->load.port = mocks->port;
        set_point(bench, 128, 0, 0, false);
        for (size_t r = 0; r < 3; r++) {
            struct result result = in_child(BARE, &bench->load);
            values[r] = (double)result.requests / result.wall_s;
        }
        double speed = median(values, 3);
        printf(" %zu: %.0f requests/s;", count, speed);
        fflush(stdout);
        if (speed < before * 1.03) {
            printf(" %zu it is\n\n", count - 1);
            mocks_stop(mocks);
            mocks_start(mocks, count - 1);
            bench->load.port = mocks->port;
            return;
        }
        before = speed;
        if (count < 4)
            mocks_stop(mocks);
    }
    printf(" 4 it is\n\n");
}

static void measure_plain(struct bench *bench, bool quick)
{
    static const size_t many[] = {32, 128, 500, 1000};
    size_t count = quick ? 2 : 4;
    print_head();
    for (size_t i = 0; i < count; i++) {
        struct point p = at(bench, many[i], 0, 0, false);
        aim(bench, "CPU ratio to bare at 0 ms", many[i], 1.6, p.of[RUN].ratio, -1);
    }
    for (size_t i = 0; i < count; i++) {
        struct point p = at(bench, many[i], 200, 0, false);
        aim(bench, "CPU ratio to bare at 200 ms", many[i], 1.6, p.of[RUN].ratio, -1);
        if (many[i] == 128 || many[i] == 1000)
            aim(bench, "wall over ideal, per cent, 200 ms", many[i], many[i] == 128 ? 2 : 5, p.of[RUN].over_ideal,
                p.of[BARE].over_ideal);
    }
    for (size_t i = 1; i < count; i++)
        at(bench, many[i], 200, 150, false);
    printf("one wave: what is in flight is all there is, so memory is that of what is in flight\n");
    for (size_t i = 0; i < count; i++) {
        struct point p = at(bench, many[i], 200, 0, true);
        aim(bench, "KB a conversation in flight", many[i], 30, p.of[RUN].kb, p.of[BARE].kb);
    }
    if (!quick) {
        struct point p = at(bench, 5000, 200, 0, true);
        aim(bench, "wall over ideal, per cent, one wave", 5000, 50, p.of[RUN].over_ideal, p.of[BARE].over_ideal);
        aim(bench, "CPU ratio to bare, one wave", 5000, 1.6, p.of[RUN].ratio, -1);
        aim(bench, "KB a conversation in flight", 5000, 30, p.of[RUN].kb, p.of[BARE].kb);
    }
}

/* As limits.md's figures were taken: hardly any prompt. A whole run has its document's. */
static void measure_small(struct bench *bench)
{
    const char *prompt = bench->load.prompt;
    bench->load.prompt =
        "You are a customer on the phone. You are in a hurry, you doubt what you are told, and you say so "
        "in one or two short sentences. ";
    printf("\na prompt of %zu bytes for bare and exchange; the run keeps its own\n", strlen(bench->load.prompt));
    at(bench, 128, 0, 0, false);
    bench->load.prompt = prompt;
}

static void measure_tls(struct bench *bench, const char *folder)
{
    struct pem pem;
    struct mocks mocks;
    char key_path[600];
    if (!pem_make(&pem)) {
        printf("\nover TLS: not measured, there is no openssl program to make a certificate with\n");
        return;
    }
    bench->load.ca_file = pem.certificate_path;
    mocks_start_tls(&mocks, pem.key.bytes, pem.certificate.bytes);
    bench->load.port = mocks.port;
    measure_alone(bench);
    printf("\nthe same over TLS, HTTP/1.1\n");
    at(bench, 128, 0, 0, false);
    at(bench, 128, 200, 0, false);
    mocks_stop(&mocks);
    snprintf(key_path, sizeof key_path, "%s/key.pem", folder);
    FILE *file = fopen(key_path, "w");
    if (file != NULL && fputs(pem.key.bytes, file) >= 0 && fclose(file) == 0 &&
        mocks_start_http2(&mocks, key_path, pem.certificate_path, folder)) {
        bench->load.port = mocks.port;
        bench->load.http2 = true;
        measure_alone(bench);
        printf("\nHTTP/2 over TLS, against nghttpd\n");
        at(bench, 128, 0, 0, false);
        mocks_stop(&mocks);
    } else {
        printf("\nHTTP/2: not measured, there is no nghttpd (Debian: nghttp2-server)\n");
    }
    unlink(key_path);
    pem_release(&pem);
}

/* The prompt that a run of the document sends. */
static char *read_prompt(const char *path)
{
    struct error err = {0};
    struct arena arena;
    struct scenario *scenario = scenario_read(path, &err);
    if (scenario == NULL) {
        fprintf(stderr, "bench: %s\n", err.message);
        exit(2);
    }
    arena_init(&arena);
    struct str prompt = prompt_persona(&arena, scenario, prompt_marker(scenario->lang));
    char *copy = strndup(prompt.ptr, prompt.len);
    arena_release(&arena);
    scenario_free(scenario);
    return copy;
}

/* One point only, for a profiler. */
static void measure_point(struct bench *bench, char **numbers)
{
    struct mocks mocks;
    mocks_start(&mocks, 2);
    bench->load.port = mocks.port;
    measure_alone(bench);
    print_head();
    at(bench, (size_t)atoi(numbers[0]), (unsigned)atoi(numbers[1]), (unsigned)atoi(numbers[2]), atoi(numbers[3]) == 1);
    mocks_stop(&mocks);
}

int main(int argc, char **argv)
{
    bool quick = argc > 1 && strcmp(argv[1], "quick") == 0, point = argc > 5 && strcmp(argv[1], "point") == 0;
    int named = point ? 6 : 1 + quick;
    char folder[] = "/tmp/fidelio-bench-XXXXXX";
    struct mocks mocks;
    const char *scenario = argc > named ? argv[named] : "personas/delivery-callback.md";
    char *prompt = read_prompt(scenario);
    struct bench bench = {.rounds = quick ? 1 : 3,
                          .load = {.scenario = scenario, .prompt = prompt, .folder = mkdtemp(folder)}};
    raise_file_limit();
    if (point) {
        measure_point(&bench, argv + 2);
        remove_folder(folder);
        free(prompt);
        return 0;
    }
    choose_mocks(&bench, &mocks);
    measure_alone(&bench);
    printf("plain HTTP, %d turns a conversation, prompt of %zu bytes, median of %zu rounds or more; bare = libcurl "
           "alone, exchange = "
           "ours with its tape,\nrun = a whole run: scripted caller, tape, transcripts, scores, reports\n",
           BENCH_TURNS, strlen(prompt), bench.rounds);
    measure_plain(&bench, quick);
    measure_small(&bench);
    mocks_stop(&mocks);
    measure_tls(&bench, folder);
    print_targets(&bench);
    remove_folder(folder);
    free(prompt);
    return 0;
}
