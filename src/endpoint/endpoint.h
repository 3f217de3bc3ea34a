/* Where a model lives and how to speak to it, as data. Pure: bytes to send out, bytes that came in, no network. */
#ifndef FIDELIO_ENDPOINT_ENDPOINT_H
#define FIDELIO_ENDPOINT_ENDPOINT_H

#include "base/arena.h"
#include "base/error.h"
#include "transcript/transcript.h"

enum wire { WIRE_OPENAI_CHAT, WIRE_OPENAI_RESPONSES, WIRE_ANTHROPIC_MESSAGES };

struct endpoint {
    struct str name;        /* as the user calls it; in transcripts and reports */
    enum wire wire;
    struct str base_url;    /* ".../v1" */
    struct str model;       /* as the server calls it */
    struct str api_key_env; /* name of the variable; "" = no key */
    double temperature, top_p; /* < 0 = not sent */
    size_t max_tokens;      /* 0 = not sent */
    bool has_seed;
    uint64_t seed;
    bool stream;
    double price_in, price_out; /* per million tokens; 0 = not known */
    struct str currency;
    const char *const *headers; /* extra, "Name: value", NULL-terminated; may be NULL */
    bool understudy;            /* the built-in stand-in: never ranked beside models, never blessed */
};

#endif
