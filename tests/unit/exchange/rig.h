/* An exchange with a tape in a folder of its own, against a server on the same loop that plays a plan. */
#ifndef FIDELIO_TESTS_EXCHANGE_RIG_H
#define FIDELIO_TESTS_EXCHANGE_RIG_H

#include "exchange/exchange.h"
#include "net/httpd.h"

/* A server that plays a plan: the n-th request gets the n-th answer, those after the last one the last. */
struct answer {
    unsigned status;
    const char *body; /* NULL: the connection is dropped */
    const char *retry_after;
    uint64_t delay_ms;
};

struct rig {
    struct loop *loop;
    struct httpd *httpd;
    char folder[64], tape_path[96], base_url[64];
    struct tape *tape;
    struct exchange *exchange;
    struct endpoint endpoint;
    const struct answer *plan;
    size_t plan_count, requests;
    char last_body[65536], last_key[128];
    size_t most_open;
    bool event_stream;
};

#define REPLY(text)                                                                                                    \
    "{\"id\":\"c1\",\"model\":\"m-1\",\"system_fingerprint\":\"fp\",\"choices\":[{\"index\":0,\"message\":{\"role\":"  \
    "\"assistant\","                                                                                                   \
    "\"content\":\"" text                                                                                              \
    "\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":100,\"completion_tokens\":10}}"

struct told {
    struct rig *rig;
    struct exchange_thread *thread;
    struct exchange_reply reply; /* texts below */
    char content[4096], why[1024], reasoning[256];
    int count;
    int *left; /* of a crowd; NULL = stop the loop after this one */
};

void rig_open(struct rig *rig, const struct answer *plan, size_t count, struct exchange_options options);
void rig_close(struct rig *rig);
/* The exchange and its tape alone: the server goes on. */
void rig_open_exchange(struct rig *rig, struct exchange_options options);
void rig_close_exchange(struct rig *rig);

/* Over TLS, with the certificate of `pem`, which must outlive the rig; NULL: plain HTTP. */
struct pem;
void rig_open_tls(struct rig *rig, const struct answer *plan, size_t count, struct exchange_options options,
                  const struct pem *pem);

struct exchange_thread *rig_thread(struct rig *rig, uint32_t repeat);
/* What exchange_ask is given, with a `struct told` as context. */
void rig_note(const struct exchange_reply *reply, void *context);
struct told rig_ask(struct rig *rig, struct exchange_thread *thread, struct str text); /* "" adds nothing */
struct told rig_ask_once(struct rig *rig, struct str text);
size_t rig_tape_count(const struct rig *rig, const char *needle); /* how often the tape holds it */

#endif
