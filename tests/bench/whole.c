/* What `fidelio run` does: a document's scripted caller, the dialogue, the exchange with its tape, transcripts, scores
 * and reports. Without the preflight, which makes any run longer by one reply. */
#include "bench.h"

#include "run/derived.h"
#include "run/pipeline.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

enum { WATCH_MS = 100 }; /* twice as often as a terminal is drawn, and half a turn at 200 ms */

static double cpu_now(void)
{
    struct rusage usage;
    getrusage(RUSAGE_THREAD, &usage);
    return (double)usage.ru_utime.tv_sec + (double)usage.ru_stime.tv_sec +
           (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

/* Memory of its own now. Pages of files (libraries, the program's tables) come and go by what the kernel maps around a
 * fault: at 32 in flight they made of 28 KB a conversation 35 in one run and 55 in the next. */
static long anonymous_kb(void)
{
    char line[128];
    long kb = 0;
    FILE *file = fopen("/proc/self/status", "r");
    while (file != NULL && fgets(line, sizeof line, file) != NULL && sscanf(line, "RssAnon: %ld", &kb) != 1)
        ;
    if (file != NULL)
        fclose(file);
    return kb;
}

/* Of conversations in flight as long as none has ended: those that have are kept until the reports are written, and
 * their scores are made. */
static void watch_memory(const struct run_progress *progress, void *context)
{
    struct result *result = context;
    if (progress->done == 0)
        result->held_kb = anonymous_kb();
}

static bool plan_it(const struct load *load, struct experiment *experiment, struct plan *plan, struct error *err)
{
    char url[128];
    snprintf(url, sizeof url, "%s://127.0.0.1:%u/%u/%u", load->ca_file != NULL ? "https" : "http", (unsigned)load->port,
             load->latency_ms, load->jitter_ms);
    experiment_init(experiment);
    experiment->repeats = load->conversations;
    experiment->max_turns = BENCH_TURNS;
    if (!experiment_add_scenarios(experiment, load->scenario, err))
        return false;
    struct endpoint *model =
        experiment_add_model(experiment, "mock", arena_printf(&experiment->arena, "%s", url), NULL, err);
    if (model == NULL)
        return false;
    model->temperature = 0.7;
    return plan_make(plan, experiment, err);
}

static bool hold(const struct load *load, const char *path, struct result *result, struct error *err)
{
    struct experiment experiment;
    struct plan plan;
    struct folder folder;
    struct pipeline_result held;
    struct derived derived;
    struct pipeline_options options = {.exchange = {.in_flight = load->in_flight, .ca_file = load->ca_file}};
    if (!plan_it(load, &experiment, &plan, err) || !derived_open(&derived, &plan, 0, err) ||
        !folder_open(&folder, path, &plan, 0, err))
        return false;
    options.results = &derived.results;
    if (load->conversations == load->in_flight) { /* else nobody asks for it, and looking costs CPU */
        options.progress = watch_memory;
        options.progress_ms = WATCH_MS;
        options.context = result;
    }
    if (!derived_begin(&derived, &plan, &folder, false, err) || !pipeline_run(&plan, &folder, &options, &held, err))
        return false;
    result->talk_cpu_s = cpu_now();
    result->requests = held.counts.sent;
    result->failures = held.counts.failed + held.counts.retried;
    return derived_write_all(&derived, &plan, &folder, &held, err);
}

void whole_run(const struct load *load, struct result *result)
{
    struct error err = {0};
    char path[512];
    snprintf(path, sizeof path, "%s/run", load->folder);
    uint64_t begin = loop_now_us();
    if (!hold(load, path, result, &err)) {
        fprintf(stderr, "bench: %s\n", err.message);
        exit(3);
    }
    result->wall_s = (double)(loop_now_us() - begin) / 1e6;
}
