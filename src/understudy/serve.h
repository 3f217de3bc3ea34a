/* The understudy as a server: the OpenAI chat wire on loopback, so that everything between fidelio and a model is real.
 *
 *   POST /v1/chat/completions   whole or streamed (server-sent events)
 *   POST /v1/responses          the OpenAI responses wire
 *   POST /v1/messages           the Anthropic wire
 *   GET  /v1/models, /healthz
 *   GET  /understudy/stats      requests, answered, failed, unique exchanges, how often each was asked
 *
 * Deterministic for (seed, model, messages); the seed comes with the request, else from the options. Latency and faults
 * can be planned for tests. */
#ifndef FIDELIO_UNDERSTUDY_SERVE_H
#define FIDELIO_UNDERSTUDY_SERVE_H

#include "base/error.h"
#include "base/str.h"
#include "net/loop.h"

struct understudy;

struct understudy_options {
    uint16_t port;                  /* 0 = any free one */
    uint64_t seed;                  /* for requests that bring none */
    uint64_t latency_ms, jitter_ms; /* each answer waits latency + [0, jitter) */
    const char *fail;               /* a fault plan (understudy/faults.h); NULL = none */
};

struct understudy *understudy_open(struct loop *loop, const struct understudy_options *options, struct error *err);
void understudy_close(struct understudy *understudy);
uint16_t understudy_port(const struct understudy *understudy);

struct understudy_counts {
    uint64_t requests, answered, failed,
        unique; /* unique: different (wire, model, seed, messages) that were answered */
};
struct understudy_counts understudy_counts(const struct understudy *understudy);

#endif
