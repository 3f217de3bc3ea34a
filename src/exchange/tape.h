/* The tape: an append-only journal of every exchange with an endpoint, a line each. Cache, resume and offline replay in
 * one.
 *
 * Invariants: a line is whole or it is not there (a torn last line is cut off when the tape is opened, a failed write
 * is taken back); only replies answer, failures are kept as events; the first of two replies with one key wins; one
 * writer at a time (flock).
 *
 * An exchange's key is a chain of hashes: over endpoint, wire, model, parameters, prompt, scenario and repeat, and then
 * each message. A line holds only the messages that came since the line whose key is `prev`. */
#ifndef FIDELIO_EXCHANGE_TAPE_H
#define FIDELIO_EXCHANGE_TAPE_H

#include "base/error.h"
#include "base/str.h"
#include "endpoint/wire.h"

struct tape;

enum { TAPE_KEY = 32 }; /* hexadecimal digits */
struct tape_key {
    char hex[TAPE_KEY + 1];
};
/* The chain's first link and each further one. `prompt_hash` is the SHA-256 of the system prompt: many conversations
 * share it. */
struct tape_key tape_key_start(const struct endpoint *endpoint, const char *prompt_hash, struct str scenario,
                               uint32_t repeat);
struct tape_key tape_key_next(const struct tape_key *last, bool from_model, struct str content);

struct tape_message {
    const char *role; /* "system", "user" or "assistant", as the endpoint sees it */
    struct str content;
    struct str quoted; /* instead of the content: as a JSON string; empty: not so */
};
struct tape_line {
    struct tape_key key, prev;           /* prev.hex[0] = 0: the conversation's first */
    struct str conversation;             /* name of conversation and party */
    size_t turn;                         /* from 1 */
    const struct tape_message *messages; /* since prev */
    size_t message_count;
    struct wire_reply reply;
    unsigned status, attempt; /* of HTTP; from 1 */
    uint32_t latency_ms;
    uint64_t wall_ms;
};
struct tape_failure {
    struct tape_key key;
    struct str conversation, why;
    size_t turn;
    unsigned status, attempt;
    bool retried;
    uint64_t wall_ms;
};

/* Offline only a tape can answer: is there one? Asked before anything is made. */
bool tape_is_there(const char *path, struct error *err);
/* Is there a reply on it, as far as can be told? One that cannot be read may have them; none has none. */
bool tape_holds_replies(const char *path);
/* Opens or makes PATH; an unterminated last line is cut off (*cut set; may be NULL), a bad line elsewhere is an error
 * with its number. `durable` syncs every line. */
struct tape *tape_open(const char *path, bool read_only, bool durable, bool *cut, struct error *err);
void tape_close(struct tape *tape);                   /* syncs what is not synced, as far as it can */
bool tape_sync(struct tape *tape, struct error *err); /* fdatasync now; before derived files are renamed into place */
bool tape_broken(const struct tape *tape, struct error *err); /* a write or sync failed: nothing more is taken */

bool tape_has(const struct tape *tape, const struct tape_key *key);
enum tape_found { TAPE_MISS, TAPE_HIT, TAPE_ERROR };
/* The reply with this key. The messages that are about to be sent must be those that were: else the tape was edited, or
 * two keys collide, and that is an error. All texts go into `arena`. The
 * message of an error is English: it becomes the reason that a transcript keeps. */
enum tape_found tape_find(struct tape *tape, const struct tape_key *key, const struct tape_message *messages,
                          size_t count, struct arena *arena, struct tape_line *line, struct error *err);
/* Lines that come together are written together: a line is held back until tape_write, and nothing may be done with
 * its reply before. */
void tape_hold(struct tape *tape, const struct tape_line *line, const struct endpoint *endpoint);
void tape_hold_failure(struct tape *tape, const struct tape_failure *failure);
size_t tape_held(const struct tape *tape); /* bytes of the lines that are held */
/* On return all that was held is written (not synced). On failure the tape keeps those that got through whole, and
 * takes no more: what cannot be recorded must not be asked. */
bool tape_write(struct tape *tape, struct error *err);

/* For syncing off the loop's thread: the descriptor to fdatasync, or -1 when nothing is unsynced; then its result. */
int tape_sync_begin(struct tape *tape);
bool tape_sync_end(struct tape *tape, int error_number, struct error *err);

#endif
