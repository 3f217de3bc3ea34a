/* The three wires that the understudy speaks, pure: a request's bytes in, a reply's bytes out.
 *
 * OpenAI chat completions, OpenAI responses, Anthropic messages; each whole or as server-sent events. Times in replies
 * are 0 and ids are hashes, so that the same request gets the same bytes. */
#ifndef FIDELIO_UNDERSTUDY_WIRE_H
#define FIDELIO_UNDERSTUDY_WIRE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "understudy/brain.h"

enum spoken_wire { SPOKEN_CHAT, SPOKEN_RESPONSES, SPOKEN_ANTHROPIC, SPOKEN_WIRES };

struct wire_request {
    enum spoken_wire wire;
    struct str model, system;
    struct brain_message *messages;
    size_t count;
    bool has_seed, stream, include_usage;
    uint64_t seed;
    uint64_t hash; /* of wire, model, seed, system prompt and messages: the exchange's name */
};
/* Everything in `arena`. False and `err` (a sentence for the client) when the body is none of this wire's requests. */
bool wire_read(struct arena *arena, enum spoken_wire wire, struct str body, struct wire_request *request,
               struct error *err);

struct wire_reply {
    struct str text;
    const char *finish; /* "stop", "length", "content_filter"; NULL = "stop" */
    bool null_content;  /* content: null */
    bool no_choices;
};
/* The whole body. */
void wire_write(const struct wire_request *request, const struct wire_reply *reply, struct buf *out);
/* The events of a stream, each a piece that may be sent on its own, in `arena`. */
size_t wire_stream(struct arena *arena, const struct wire_request *request, const struct wire_reply *reply,
                   struct str **pieces);
/* The wire's error body. `type` and `code` are the wire's own words; code may be NULL. */
void wire_error(enum spoken_wire wire, const char *type, const char *code, struct str message, struct buf *out);

/* Used by the wires' files. */
struct wire_usage {
    int64_t in, out;
};
struct wire_usage wire_usage_of(const struct wire_request *request,
                                struct str text); /* estimated: an ideograph a token, else four letters */
size_t wire_cut(struct arena *arena, struct str text, struct str **parts); /* a reply as it trickles in */

struct json_writer;
void wire_chat_write(const struct wire_request *request, const struct wire_reply *reply, struct json_writer *w);
void wire_responses_write(const struct wire_request *request, const struct wire_reply *reply, struct json_writer *w);
void wire_anthropic_write(const struct wire_request *request, const struct wire_reply *reply, struct json_writer *w);

struct events { /* a stream in the making */
    struct arena *arena;
    struct str *pieces;
    size_t count, room;
};
void events_add(struct events *events, const char *name, struct str data); /* "event: name" when not NULL */
void wire_chat_stream(const struct wire_request *request, const struct wire_reply *reply, struct events *events);
void wire_responses_stream(const struct wire_request *request, const struct wire_reply *reply, struct events *events);
void wire_anthropic_stream(const struct wire_request *request, const struct wire_reply *reply, struct events *events);

#endif
