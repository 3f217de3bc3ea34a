/* The load benchmark's parts: a mock endpoint, a bare libcurl client, and our own code at the same work: the exchange
 * with its tape, and a whole run with recording and scoring. Each runs in a process of its own, so that CPU and memory
 * are its own. */
#ifndef FIDELIO_TESTS_BENCH_H
#define FIDELIO_TESTS_BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { BENCH_TURNS = 8, MOST_MOCKS = 8 };

struct load {
    size_t conversations, in_flight;
    unsigned latency_ms, jitter_ms; /* a reply takes latency +- jitter */
    uint16_t port;
    const char *ca_file;  /* NULL = plain HTTP */
    bool http2;           /* over TLS, where the server offers it; else 1.1 */
    const char *scenario; /* the document that a whole run plays */
    const char *prompt;   /* the system prompt of the others, NUL-terminated */
    const char *folder;   /* for what is recorded */
};

/* What a client's process reports. */
struct result {
    uint64_t requests, failures;
    double wall_s, cpu_s;
    double talk_cpu_s; /* of a whole run: of the thread that talks, until the last conversation ended; the rest is
                          scoring and writing */
    long peak_kb;      /* resident */
    long held_kb;      /* of a whole run: of its own, when last looked at before a conversation ended */
};
typedef void runner(const struct load *load, struct result *result);

/* Serves until it is killed; writes its port into `report`. Several may serve one port (0: any free one). */
void mock_serve(int report, uint16_t port);
void mock_serve_tls(int report, const char *key, const char *certificate);
void bare_run(const struct load *load, struct result *result);
void engine_run(const struct load *load, struct result *result);
void whole_run(const struct load *load, struct result *result);

/* What the mock answers, as a JSON body; its length. What the caller says. */
size_t mock_answer(size_t asked, char *into, size_t room);
const char *bench_caller(size_t turn);

/* The servers, as children. */
struct mocks {
    pid_t ids[MOST_MOCKS];
    size_t count;
    uint16_t port;
};
void mocks_start(struct mocks *mocks, size_t count);
void mocks_start_tls(struct mocks *mocks, const char *key, const char *certificate);
/* A real HTTP/2 server (nghttpd) that answers at once, always alike; false when there is none. */
bool mocks_start_http2(struct mocks *mocks, const char *key_path, const char *certificate_path, const char *folder);
void mocks_stop(struct mocks *mocks);

#endif
