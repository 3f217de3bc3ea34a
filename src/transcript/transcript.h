/* A conversation as it was recorded: messages of both sides and how it ended. In and out as JSONL (fidelio.transcript/1 or any
 * OpenAI-style messages). Nothing a model said is ever edited. */
#ifndef FIDELIO_TRANSCRIPT_TRANSCRIPT_H
#define FIDELIO_TRANSCRIPT_TRANSCRIPT_H

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"
#include "base/vec.h"

#include <stdint.h>

struct json;
struct json_writer;

enum role { ROLE_CALLER, ROLE_PERSONA };
enum ended_by { ENDED_UNKNOWN, ENDED_PERSONA, ENDED_CALLER, ENDED_MAX_TURNS, ENDED_SILENCE, ENDED_BUDGET, ENDED_ERROR };
const char *ended_by_name(enum ended_by by); /* "persona", "max_turns", ..., "" for unknown */
enum ended_by ended_by_from(struct str name);

enum finish { FINISH_UNKNOWN, FINISH_STOP, FINISH_LENGTH, FINISH_CONTENT_FILTER, FINISH_TOOL_CALLS };

struct usage {
    uint64_t prompt_tokens, completion_tokens;
};

/* What the scripted caller did in a message of its own; kept in the record so that the still wing can attribute. */
struct move {
    struct str kind;   /* "opening", "step", "answer", "branch", "repeat", "noted", "identity", "probe", "closing" ...; "" = not known */
    size_t step;       /* from 1; 0 = none */
    size_t entry;      /* Q&A entry or branch, from 1; 0 = none */
    struct str fault;  /* "unanswered_question", "reasked", "repeated", "weak_match", "wrong_branch", "spoke_after_end" or "" */
};

struct message {
    enum role role;
    struct str content;   /* what was said; the hang-up marker is cut off */
    struct str raw;       /* as it came, marker and all; same as content when nothing was cut */
    struct str reasoning; /* reasoning_content or <think> part, never scored as speech; "" = none */
    bool hung_up;         /* the marker stood in it */
    enum finish finish;
    struct usage usage;
    uint32_t latency_ms;  /* 0 when not known; never part of a hash */
    struct move move;     /* of the scripted caller */
};

struct transcript {
    struct arena arena;
    struct str id, scenario, model, prompt, caller;
    uint32_t repeat;
    struct message *messages;
    size_t count, room;
    enum ended_by ended_by;
    struct str error;         /* why, when ended_by is error; one line */
    const struct json *extra; /* the whole record as it was read, NULL when made here: further keys are written back */
    size_t line;              /* in the file it was read from */
};

struct transcripts {
    struct transcript **items; /* owned */
    size_t count, room;
};

struct read_options {
    bool persona_is_user; /* --persona-role user: the simulated customer speaks as `user` */
    const char *const *markers; /* hang-up markers, NULL-terminated; NULL = the defaults ([挂断] [掛斷] [HANGS UP] and case, width variants) */
};

struct transcript *transcript_new(void);
void transcript_free(struct transcript *transcript);
struct message *transcript_add(struct transcript *transcript, enum role role, struct str content); /* copies; cleared otherwise */
/* One record (a line's JSON). Bad records: `err` names file and line. */
struct transcript *transcript_from_json(const struct json *record, const char *path, size_t line, const struct read_options *options,
                                        struct error *err);
/* A whole JSONL file. Each bad line is put into `bad` (path, line, message) and the rest is still read; false only when the file
 * itself cannot be read. Duplicate ids and an unterminated last line that does not parse are bad lines. */
struct bad_lines {
    struct error *items; /* owned */
    size_t count, room;
};
bool transcripts_read(const char *path, const struct read_options *options, struct transcripts *into, struct bad_lines *bad,
                      struct error *err);
void transcripts_release(struct transcripts *transcripts);
/* One line of fidelio.transcript/1, without the line end. `times` adds latency fields (left out of comparisons and hashes). */
void transcript_write(const struct transcript *transcript, struct json_writer *w, bool times);
void transcript_hash(const struct transcript *transcript, char hex[65]); /* roles, contents, markers, ended_by; no times */
/* Splits a hang-up marker off a reply's end or middle: content, raw and hung_up are set. Borrowed from `reply`. */
bool marker_split(struct str reply, const char *const *markers, struct str *content);

#endif
