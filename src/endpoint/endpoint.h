/* Where a model lives and how to speak to it, as data. Pure: bytes to send out, bytes that came in, no network.
 *
 * The key itself is never part of the data: the environment variable is named here and read only by endpoint_headers.
 */
#ifndef FIDELIO_ENDPOINT_ENDPOINT_H
#define FIDELIO_ENDPOINT_ENDPOINT_H

#include "base/arena.h"
#include "base/error.h"
#include "transcript/transcript.h"

enum wire { WIRE_OPENAI_CHAT, WIRE_OPENAI_RESPONSES, WIRE_ANTHROPIC_MESSAGES };

struct endpoint {
    struct str name; /* as the user calls it; in transcripts and reports */
    enum wire wire;
    struct str base_url;    /* ".../v1"; the wire's path is appended */
    struct str path;        /* instead of the wire's own ("/chat/completions"); "" = its own */
    struct str query;       /* behind the path: "api-version=2024-10-21"; "" = none */
    struct str model;       /* as the server calls it */
    struct str api_key_env; /* name of the variable; "" = no key */
    struct str
        key_header; /* header that carries the key; "" = the wire's own ("Authorization: Bearer ...", "x-api-key") */
    double temperature, top_p; /* < 0 = not sent */
    size_t max_tokens;         /* 0 = not sent */
    bool has_seed, no_seed;    /* no_seed: none is sent, whatever the run's is */
    uint64_t seed;
    bool stream;
    struct str parameters;      /* further members of the request, JSON without the braces: "\"top_k\":20"; "" = none */
    double price_in, price_out; /* per million tokens; < 0 = not known */
    double price_cached_in;     /* of what the server read from its cache; < 0 = price_in */
    struct str currency;
    const char *const
        *headers;     /* extra, "Name: value", NULL-terminated; may be NULL; ${NAME} is taken from the environment */
    size_t in_flight; /* at most, for this endpoint; 0 = only the run's own limit */
    size_t requests_per_minute, tokens_per_minute;          /* 0 = no limit */
    uint32_t connect_ms, first_byte_ms, stall_ms, total_ms; /* timeouts; 0 = the default */
    struct str proxy;                                       /* "http://host:port"; "" = the environment's */
    struct str ca_file;                                     /* certificates to trust, PEM; "" = the system's */
    bool http1_only;                                        /* else HTTP/2 where TLS offers it */
    bool understudy; /* the built-in stand-in: never ranked beside models, never blessed */
};

/* Nothing is sent but what must be: no temperature, no limit, no price. */
void endpoint_init(struct endpoint *endpoint);
/* For one that says nothing of a seed itself. */
void endpoint_default_seed(struct endpoint *endpoint, uint64_t seed);
const char *wire_name(enum wire wire);                 /* "openai-chat", "openai-responses", "anthropic-messages" */
bool wire_from_name(struct str name, enum wire *wire); /* these, and "openai", "chat", "responses", "anthropic" */

/* Does base_url name a host and hold no secret (user part, query), and is api_key_env the name of a variable, not a
 * key? Before anything of it is written or shown. */
bool endpoint_check_shown(const struct endpoint *endpoint, struct error *err);
/* "1.1", or "auto": HTTP/2 where TLS offers it. */
bool endpoint_set_http(struct endpoint *endpoint, struct str version);
/* Is it complete, and can it be used as it is? Also reads the variables of key and headers, to tell early when one
 * is missing. */
bool endpoint_check(const struct endpoint *endpoint, struct error *err);
char *endpoint_url(const struct endpoint *endpoint, struct arena *arena); /* base_url + path + query */
/* The URL without its query and user part, for messages. */
struct str endpoint_place(const struct endpoint *endpoint, struct arena *arena);
/* What goes into the tape's key besides name, wire and model: sampling parameters as text. The same for the same
 * parameters. */
struct str endpoint_parameters(const struct endpoint *endpoint, struct arena *arena);

/* The request's headers with the key in them, in memory that only this struct holds; the key is wiped by release. */
struct endpoint_secret {
    struct arena arena;
    const char *const *headers; /* "Name: value", NULL-terminated */
    char *key;                  /* within the arena; NULL = none */
    /* What may stand in no file, log or message: the key, what headers take from the environment, and their values
     * that look like keys. */
    struct str *texts; /* arena */
    size_t count;
};
bool endpoint_secret_init(struct endpoint_secret *secret, const struct endpoint *endpoint, struct error *err);
void endpoint_secret_release(struct endpoint_secret *secret);
/* Overwrites each occurrence of a secret text by '*'; true when there was one. In a model's own words (`speech`) only
 * secrets long enough to be no ordinary word are looked for: a server that wants no key is often given "test". */
bool endpoint_redact(const struct endpoint_secret *secret, char *bytes, size_t len, bool speech);

/* In the endpoint's currency; what no price is known of counts as nothing. */
double endpoint_cost(const struct endpoint *endpoint, struct usage usage);
/* Are both prices known, so that a limit of cost can be kept? */
bool endpoint_check_prices(const struct endpoint *endpoint, struct error *err);
/* A guess of the tokens of a text without the model's own tokeniser: two for three Han characters or kana, one for each
 * four bytes of the rest. For limits and dry runs only. DeepSeek's documentation reckons 0.6 tokens a Chinese
 * character, Qwen's 1.5 to 1.8 characters a token, OpenAI's o200k takes some 0.7 (its older cl100k more than one), and
 * all take about four letters of English. */
uint64_t endpoint_estimate_tokens(struct str text);

#endif
