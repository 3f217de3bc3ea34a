/* JSON in: cJSON parses, what it lets through is refused here, and its tree becomes a plain one of ours in an arena.
 *
 * Refused with a place: trailing bytes, invalid UTF-8, lone surrogates and \u0000 in strings, the same key twice in an
 * object, numbers that JSON's grammar or a double has no room for, control characters, nesting deeper than 256. A byte
 * order mark is skipped. Keys are compared exactly (cJSON's look-up ignores case; ours does not). Method: one pass over
 * the bytes before cJSON, for what it lets through, and one beside its tree, for the places of keys and the spelling of
 * numbers. */
#ifndef FIDELIO_SYNTAX_JSON_H
#define FIDELIO_SYNTAX_JSON_H

#include "base/error.h"
#include "base/str.h"

struct arena;

enum json_kind { JSON_NULL, JSON_BOOL, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT };

enum { JSON_DEPTH = 256 };

struct json {
    enum json_kind kind;
    struct str key;  /* of a member of an object */
    struct str text; /* of a string; a number as it was written, so that no digit is lost when it is written back */
    size_t at;       /* byte offset in the text that was parsed: the value's first byte */
    double number;
    bool truth;
    size_t count;              /* children */
    struct json *first, *next; /* children in order; next sibling */
};

/* NULL and `err` on failure. `path` and `line` (of the text's first line, from 1) name the place in messages. Without a
 * path the text is no file of the user's but was sent by a program: the message may be kept, and is English. */
struct json *json_parse(struct arena *arena, struct str text, const char *path, size_t line, struct error *err);
/* A copy of the whole tree in another arena. */
struct json *json_dup(struct arena *arena, const struct json *json);
/* The member, or NULL when `object` is NULL, no object, or has none. */
const struct json *json_get(const struct json *object, const char *key);
struct str json_get_text(const struct json *object, const char *key); /* empty when missing or no string */
double json_get_number(const struct json *object, const char *key, double otherwise);
bool json_get_bool(const struct json *object, const char *key, bool otherwise);
const char *json_kind_name(enum json_kind kind); /* "string", "array", ... for messages */

#endif
