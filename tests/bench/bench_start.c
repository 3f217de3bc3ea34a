/* How long a command takes from its start to its end when there is next to nothing to do: the median and the least of
 * some spawns, beside a program that does nothing at all. Run it on a quiet machine; the least is what load disturbs
 * least. Usage: bench_start PROGRAM EMPTY_PROGRAM [TIMES] */
#include <fcntl.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

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

/* One spawn, its output thrown away; less than 0 when it did not end well. */
static double spawn_once(char *const *argv, char **environment)
{
    posix_spawn_file_actions_t actions;
    pid_t pid;
    int status = -1;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    double from = now_ms();
    bool good = posix_spawn(&pid, argv[0], &actions, NULL, argv, environment) == 0 && waitpid(pid, &status, 0) == pid;
    double took = now_ms() - from;
    posix_spawn_file_actions_destroy(&actions);
    return good && WIFEXITED(status) && WEXITSTATUS(status) <= 1 ? took : -1;
}

/* False when the command cannot be run. */
static bool measure(const char *name, char *const *argv, size_t times)
{
    static char lang[] = "LANG=C.UTF-8", path[] = "PATH=/usr/bin:/bin", *environment[] = {lang, path, NULL};
    static double took[MOST];
    for (size_t i = 0; i < times; i++)
        if ((took[i] = spawn_once(argv, environment)) < 0) {
            fprintf(stderr, "bench_start: %s failed\n", name);
            return false;
        }
    qsort(took, times, sizeof *took, by_size);
    printf("%-10s %8.2f ms median %8.2f ms least\n", name, took[times / 2], took[0]);
    return true;
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
    static const char *const names[] = {"version", "check", "show", "rubric", "score", "score -s", "run"};
    bool good = measure("(empty)", empty, times);
    for (size_t i = 0; i < sizeof commands / sizeof *commands && good; i++)
        good = measure(names[i], commands[i], times);
    printf("target: at most %d ms\n", TARGET_MS);
    return good ? 0 : 1;
}
