/* The load benchmark's parts: a mock endpoint, a bare libcurl client, and our own exchange doing the same work. Each
 * runs in a process of its own, so that CPU and memory are its own. */
#ifndef FIDELIO_TESTS_BENCH_H
#define FIDELIO_TESTS_BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { BENCH_TURNS = 8 };

struct load {
    size_t conversations, in_flight;
    unsigned latency_ms, jitter_ms; /* a reply takes latency +- jitter */
    uint16_t port;
    const char *ca_file; /* NULL = plain HTTP */
    const char *prompt;  /* the system prompt, NUL-terminated */
    const char *folder;  /* for the tape */
};

/* What a client's process reports. */
struct result {
    uint64_t requests, failures;
    double wall_s, cpu_s;
    long peak_kb;
};

/* Serves until it is killed; writes its port into `report`. */
void mock_serve(int report, const char *key, const char *certificate); /* NULL = plain HTTP */
void bare_run(const struct load *load, struct result *result);
void engine_run(const struct load *load, struct result *result);

/* What the caller says in turn number `turn`, from 0. */
const char *bench_caller(size_t turn);

#endif
