/* One wire: what wire.c asks of it. Inner part of endpoint/. */
#ifndef FIDELIO_ENDPOINT_WIRE_OPS_H
#define FIDELIO_ENDPOINT_WIRE_OPS_H

#include "endpoint/wire.h"
#include "syntax/json.h"
#include "syntax/json_writer.h"

/* What an answer has said so far, whole or in pieces. */
struct gathered {
    const struct endpoint *endpoint; /* borrowed */
    struct buf content, reasoning, refusal;
    struct str model, fingerprint, id; /* in the arena */
    struct arena *arena;               /* borrowed */
    enum finish finish;
    struct usage usage;
    bool has_usage;
    bool has_message;             /* the answer held a message, be it empty */
    bool over;                    /* the stream said so */
    struct wire_failure *failure; /* borrowed; why[0] != 0: it failed */
};

struct wire_ops {
    const char *name;
    const char *reply_in;     /* the member that holds the reply, for messages */
    const char *path;         /* "/chat/completions" */
    const char *key_header;   /* "Authorization: Bearer " or "x-api-key: " */
    const char *fixed_header; /* sent with every request; NULL = none */
    size_t (*begin)(const struct endpoint *endpoint, bool prompt, struct buf *body);
    const char *tail; /* closes what begin opened */
    bool no_blanks;   /* it refuses messages without a word: they are left out */
    /* A 2xx body, parsed. Leaves has_message false when it is no answer of this wire. */
    void (*answer)(const struct json *answer, struct gathered *gathered);
    /* An event of a stream, its data parsed. */
    void (*event)(struct str event, const struct json *data, struct gathered *gathered);
};
const struct wire_ops *wire_ops_of(enum wire wire);
extern const struct wire_ops wire_openai_chat, wire_openai_responses, wire_anthropic_messages;

/* Shared by the wires. */
size_t wire_put_hole(struct json_writer *w, const char *key); /* a member without its value, whose place it returns */
void wire_put_sampling(const struct endpoint *endpoint,
                       struct json_writer *w); /* temperature, top_p, stream, parameters */
/* A string; or an array of parts with texts: those of a kind of thinking go to the reasoning, refusals to the refusal.
 */
void wire_gather_content(const struct json *content, struct gathered *gathered);
void wire_gather_names(const struct json *object, struct gathered *gathered); /* model, system_fingerprint, id */
struct finish_name {
    const char *name;
    enum finish finish;
};
/* What the wire calls the reason; the names end with NULL, and its finish is that of a reason that is none of them. */
enum finish wire_finish(const struct finish_name *names, struct str reason);
uint64_t wire_tokens(const struct json *usage, const char *key);
/* From an error member or body: fills the failure. Where the JSON has no words, or there is none (`body` NULL), `text`
 * is quoted: an HTML page's title, else its first line. */
void wire_gather_error(const struct endpoint *endpoint, unsigned status, const struct json *body, struct str text,
                       struct wire_failure *failure);
/* The server says itself that the reply is none: it was broken off, for `reason`. It may be whole next time. */
void wire_gather_broken(struct gathered *gathered, struct str reason);
/* The body ended too early, or holds what no JSON may: it may be whole next time. `why` may quote the server. */
void wire_explain_json(const struct endpoint *endpoint, unsigned status, const struct error *why,
                       struct wire_failure *failure);
/* What to look at besides: most addresses end in a version, and this one has none; "" otherwise. */
const char *wire_version_advice(const struct endpoint *endpoint);
bool wire_is_html(struct str content_type, struct str body);

#endif
