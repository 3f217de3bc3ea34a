/* How long a command takes from its start to its end when there is next to nothing to do, and `run` until its first
 * request reaches the endpoint: what comes then is the endpoint's time. The median and the least of some spawns, beside
 * a program that does nothing at all. Run it on a quiet machine; the least is what load disturbs least.
 * Usage: bench_start PROGRAM EMPTY_PROGRAM [TIMES] */
#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { TIMES = 60, MOST = 1000, TARGET_MS = 10 };

static double now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static int by_size(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static bool spawn(char *const *argv, pid_t *pid)
{
    static char lang[] = "LANG=C.UTF-8", path[] = "PATH=/usr/bin:/bin", *environment[] = {lang, path, NULL};
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    bool good = posix_spawn(pid, argv[0], &actions, NULL, argv, environment) == 0;
    posix_spawn_file_actions_destroy(&actions);
    return good;
}

/* From spawn to exit; less than 0 when it did not end well. */
static double until_exit(char *const *argv)
{
    pid_t pid;
    int status = -1;
    double from = now_ms();
    bool good = spawn(argv, &pid) && waitpid(pid, &status, 0) == pid;
    double took = now_ms() - from;
    return good && WIFEXITED(status) && WEXITSTATUS(status) <= 1 ? took : -1;
}

/* An endpoint that never answers, and the folders of the runs that ask it: each its own, for a run that is there would
 * be gone on with. */
struct endpoint {
    int listening;
    char url[64], folder[64], out[96];
};

/* From spawn to the first byte that comes in; less than 0 when none came. */
static double until_request(char *const *argv, int listening)
{
    enum { PATIENCE_MS = 5000 };
    pid_t pid;
    char byte;
    double from = now_ms(), took = -1;
    if (!spawn(argv, &pid))
        return -1;
    if (poll(&(struct pollfd){.fd = listening, .events = POLLIN}, 1, PATIENCE_MS) == 1) {
        int peer = accept(listening, NULL, NULL);
        if (peer >= 0 && recv(peer, &byte, 1, 0) == 1)
            took = now_ms() - from;
        close(peer);
    }
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    return took;
}

/* `endpoint` NULL: until the command ends. False when the command cannot be run. */
static bool measure(const char *name, char *const *argv, struct endpoint *endpoint, size_t times)
{
    static double took[MOST];
    for (size_t i = 0; i < times; i++) {
        if (endpoint != NULL)
            snprintf(endpoint->out, sizeof endpoint->out, "%s/%zu", endpoint->folder, i);
        took[i] = endpoint == NULL ? until_exit(argv) : until_request(argv, endpoint->listening);
        if (took[i] < 0) {
            fprintf(stderr, "bench_start: %s failed\n", name);
            return false;
        }
    }
    qsort(took, times, sizeof *took, by_size);
    printf("%-14s %8.2f ms median %8.2f ms least\n", name, took[times / 2], took[0]);
    return true;
}

static bool endpoint_open(struct endpoint *endpoint)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof address;
    int fd = endpoint->listening = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    snprintf(endpoint->folder, sizeof endpoint->folder, "/tmp/fidelio-bench-XXXXXX");
    if (fd < 0 || bind(fd, (struct sockaddr *)&address, len) != 0 || listen(fd, 64) != 0 ||
        getsockname(fd, (struct sockaddr *)&address, &len) != 0 || mkdtemp(endpoint->folder) == NULL)
        return false;
    snprintf(endpoint->url, sizeof endpoint->url, "http://127.0.0.1:%d/v1", ntohs(address.sin_port));
    return true;
}

static bool measure_request(char *program, char *document, size_t times)
{
    struct endpoint endpoint;
    char run[] = "run", model[] = "--model", name[] = "m", base_url[] = "--base-url", out[] = "--out", remove[96];
    char *argv[] = {program, run, document, model, name, base_url, endpoint.url, out, endpoint.out, NULL};
    if (!endpoint_open(&endpoint))
        return false;
    bool good = measure("run to request", argv, &endpoint, times);
    close(endpoint.listening);
    snprintf(remove, sizeof remove, "rm -r %s", endpoint.folder);
    return system(remove) == 0 && good;
}

int main(int argc, char **argv)
{
    size_t times = argc > 3 ? strtoul(argv[3], NULL, 10) : TIMES;
    if (argc < 3 || times == 0 || times > MOST) {
        fprintf(stderr, "usage: bench_start PROGRAM EMPTY_PROGRAM [TIMES]\n");
        return 2;
    }
    char *program = argv[1], *empty[] = {argv[2], NULL};
    char document[] = "personas/delivery-callback.md", calls[] = "tests/data/import/openai.jsonl";
    char version[] = "version", check[] = "check", show[] = "show", score[] = "score", run[] = "run", as[] = "--as",
         rubric[] = "rubric", transcripts[] = "--transcripts", scenario[] = "--scenario", model[] = "--model",
         understudy[] = "understudy", dry_run[] = "--dry-run";
    char *commands[][8] = {{program, version, NULL},
                           {program, check, document, NULL},
                           {program, show, document, NULL},
                           {program, show, document, as, rubric, NULL},
                           {program, score, transcripts, calls, NULL},
                           {program, score, scenario, document, transcripts, calls, NULL},
                           {program, run, document, model, understudy, dry_run, NULL}};
    static const char *const names[] = {"version", "check", "show", "rubric", "score", "score -s", "run --dry-run"};
    bool good = measure("(empty)", empty, NULL, times);
    for (size_t i = 0; i < sizeof commands / sizeof *commands && good; i++)
        good = measure(names[i], commands[i], NULL, times);
    good = good && measure_request(program, document, times);
    printf("target: at most %d ms\n", TARGET_MS);
    return good ? 0 : 1;
}
