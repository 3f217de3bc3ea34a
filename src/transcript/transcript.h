/* A conversation as it was recorded: messages of both sides and how it ended. In and out as JSONL (fidelio.transcript/1
 * or any OpenAI-style messages). Nothing a model said is ever edited. */
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
bool ended_broken_off(enum ended_by by); /* by an endpoint or the budget: the call was not held to its end */

enum finish { FINISH_UNKNOWN, FINISH_STOP, FINISH_LENGTH, FINISH_CONTENT_FILTER, FINISH_TOOL_CALLS };
const char *finish_name(enum finish finish); /* OpenAI's words: "stop", "length", ..., "" for unknown */
enum finish finish_from(struct str name);

struct usage {
    uint64_t prompt_tokens, completion_tokens;
    uint64_t cached_tokens; /* of the prompt's: read from the server's cache */
};
void usage_add(struct usage *sum, struct usage usage);
/* As members of an open object; cached_tokens where there are any. */
void usage_put(struct json_writer *w, struct usage usage);

/* What the scripted caller did in a message of its own; kept in the record so that the still wing can attribute. */
struct move {
    struct str kind; /* "opening", "step", "answer", "branch", "repeat", "noted", "identity", "probe", "closing" ...; ""
                        = not known */
    size_t step;     /* from 1; 0 = none */
    size_t entry;    /* Q&A entry or branch, from 1; 0 = none */
    struct str
        fault; /* "unanswered_question", "reasked", "repeated", "weak_match", "wrong_branch", "spoke_after_end" or "" */
    struct str chooser; /* what a chooser's model said to this turn: "picked", "none", "unusable", "failed" (the last
                           two: the matcher without a model decided); "" = none was asked */
};

struct message {
    enum role role;
    uint32_t index;       /* its place in the record's `messages`, from 0: differs from its place here when the record
                             also holds system or tool messages, which nobody says */
    struct str content;   /* what was said; the hang-up marker is cut off */
    struct str raw;       /* as it came, marker and all; same as content when nothing was cut */
    struct str reasoning; /* reasoning_content or <think> part, never scored as speech; "" = none */
    bool hung_up;         /* the marker stood in it */
    enum finish finish;
    struct usage usage;
    uint32_t latency_ms; /* 0 when not known; never part of a hash */
    struct move move;    /* of the scripted caller */
};

/* Bytes of one message that is read, and messages of one conversation, in which each reply is held against all before
 * it; more is an error of that record. */
enum { MESSAGE_CEILING = 1 << 20, MESSAGES_MOST = 10000 };

struct transcript {
    struct arena arena;
    struct str id, scenario, model, prompt, caller;
    uint32_t repeat;
    bool understudy;          /* its server said that the understudy plays, whatever the model is called here */
    struct message *messages; /* owned; moves when one is added */
    size_t count, room;
    enum ended_by ended_by;
    struct str error; /* why, when ended_by is error; one line */
    const struct json
        *extra;  /* arena; the whole record as it was read, NULL when made here: further keys are written back */
    size_t line; /* in the file it was read from */
};

struct transcripts {
    struct transcript **items; /* owned */
    size_t count, room;
};

struct read_options {
    bool persona_is_user;       /* --persona-role user: the simulated customer speaks as `user` */
    const char *const *markers; /* hang-up markers, NULL-terminated; NULL = the defaults ([挂断] [掛斷] [HANGS UP] and
                                   case, width variants) */
    /* Who speaks in plain text under a name of his own ("张三：…"): texts that name the persona and the caller, such as
     * their roles in the document; empty when nothing is known. A name that is in one of them only tells the side. */
    struct str persona_names, caller_names;
};

struct transcript *transcript_new(void);
void transcript_free(struct transcript *transcript); /* NULL is fine */
/* Played by the built-in stand-in, by its model's name or by what its server said: never ranked beside models. */
bool transcript_by_understudy(const struct transcript *transcript);
/* Adds a message: content = raw = a copy of `content`. The pointer is good until the next addition. */
struct message *transcript_add(struct transcript *transcript, enum role role, struct str content);
/* The same for what a model said: a hang-up marker is split off (markers as in read_options). */
struct message *transcript_add_raw(struct transcript *transcript, enum role role, struct str raw,
                                   const char *const *markers);
/* One record (a line's JSON), copied. Roles: user, assistant (also human, bot, caller, persona); system, developer,
 * tool and function messages and bare tool calls are skipped. Bad records: NULL, `err` names file, line and message. */
struct transcript *transcript_from_json(const struct json *record, const char *path, size_t line,
                                        const struct read_options *options, struct error *err);

/* What was wrong with single lines or records. kind ERROR_NONE is a warning: the record was read all the same. */
struct bad_lines {
    struct error *items; /* owned */
    size_t count, room;
    size_t unlisted; /* bad lines beyond the first BAD_LINES_LISTED */
};
enum { BAD_LINES_LISTED = 1000 };
void bad_lines_add(struct bad_lines *bad, const struct error *err); /* copies; bad NULL: nothing happens */
void bad_lines_release(struct bad_lines *bad);
size_t bad_lines_count(const struct bad_lines *bad); /* without the warnings, with the unlisted */

/* A whole JSONL file ("-" is standard input). Each bad line is put into `bad` (path, line, message; NULL = not wanted)
 * and the rest is still read; false only when the file itself cannot be read. Duplicate ids and an unterminated last
 * line that does not parse are bad lines, also when an earlier file holds the id; two replies of the persona in a row
 * are kept and are a warning. A record without an id is called "line-N". */
bool transcripts_read(const char *path, const struct read_options *options, struct transcripts *into,
                      struct bad_lines *bad, struct error *err);
/* The same from memory. */
void transcripts_read_text(const char *path, struct str text, const struct read_options *options,
                           struct transcripts *into, struct bad_lines *bad);
void transcripts_release(struct transcripts *transcripts);

/* One line of fidelio.transcript/1, without the line end. `times` adds latency fields (left out of comparisons and
 * hashes). */
void transcript_write(const struct transcript *transcript, struct json_writer *w, bool times);
void transcript_hash(const struct transcript *transcript,
                     char hex[65]); /* roles, contents, markers, ended_by; no ids, no times */

/* Cuts hang-up markers out of a reply, wherever they stand: true when there was one. *content is the rest, the text on
 * both sides kept: borrowed from `reply` when the marker stood at an end, else in `arena`. Compared without case,
 * width, white space, kind of bracket and Traditional forms; emphasis around the marker goes with it. NULL markers =
 * the defaults. */
bool marker_split(struct arena *arena, struct str reply, const char *const *markers, struct str *content);

#endif
