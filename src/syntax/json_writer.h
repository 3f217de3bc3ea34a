/* JSON out: raw UTF-8, one writer, the same bytes on every machine and locale.
 *
 * Numbers: integers as they are; others by the shortest of %.1f ... %.17g that reads back equal, '.' whatever the
 * locale; not a number or infinite becomes null. Strings: only `"`, `\` and control characters are escaped (also
 * U+2028, U+2029, U+007F); invalid UTF-8 is written as U+FFFD. `key` is NULL inside arrays and at the top. */
#ifndef FIDELIO_SYNTAX_JSON_WRITER_H
#define FIDELIO_SYNTAX_JSON_WRITER_H

#include "base/buf.h"

#include <stdint.h>
#include <string.h>

struct json;

struct json_writer {
    struct buf *out; /* borrowed */
    int indent;      /* spaces a level; 0 = one line */
    int depth;
    bool first; /* nothing written in the open object or array yet */
};

void json_writer_init(struct json_writer *w, struct buf *out, int indent);

/* What values are put with: comma and line break, then the key if there is one, then the value itself. */
void json_next(struct json_writer *w);
void json_next_named(struct json_writer *w, struct str key);
void json_next_plain(struct json_writer *w, struct str key); /* needs no escape */
void json_add_string(struct buf *out, struct str value);
void json_add_plain(struct buf *out, struct str value); /* needs no escape */
void json_add_integer(struct buf *out, int64_t value);
void json_add_number(struct buf *out, double value);
void json_open(struct json_writer *w, char bracket);
void json_close(struct json_writer *w, char bracket);
/* Most keys are literals that need no escape: that, and how long they are, is known when their caller is compiled. */
static inline bool json_key_is_plain_literal(const char *key)
{
    return __builtin_constant_p(strlen(key)) && strpbrk(key, "\"\\\n\r\t\x7f") == NULL;
}
static inline void json_lead(struct json_writer *w, const char *key)
{
    if (key == NULL)
        json_next(w);
    else if (json_key_is_plain_literal(key))
        json_next_plain(w, (struct str){key, strlen(key)});
    else
        json_next_named(w, (struct str){key, strlen(key)});
}

static inline void json_open_object(struct json_writer *w, const char *key)
{
    json_lead(w, key);
    json_open(w, '{');
}
static inline void json_close_object(struct json_writer *w)
{
    json_close(w, '}');
}
static inline void json_open_array(struct json_writer *w, const char *key)
{
    json_lead(w, key);
    json_open(w, '[');
}
static inline void json_close_array(struct json_writer *w)
{
    json_close(w, ']');
}
static inline void json_put_string(struct json_writer *w, const char *key, struct str value)
{
    json_lead(w, key);
    json_add_string(w->out, value);
}
static inline void json_put_integer(struct json_writer *w, const char *key, int64_t value)
{
    json_lead(w, key);
    json_add_integer(w->out, value);
}
static inline void json_put_number(struct json_writer *w, const char *key, double value)
{
    json_lead(w, key);
    json_add_number(w->out, value);
}
/* Already JSON: a value, or members. */
static inline void json_put_raw(struct json_writer *w, const char *key, struct str json)
{
    json_lead(w, key);
    buf_add(w->out, json);
}
static inline void json_put_bool(struct json_writer *w, const char *key, bool value)
{
    json_put_raw(w, key, value ? STR("true") : STR("false"));
}
static inline void json_put_null(struct json_writer *w, const char *key)
{
    json_put_raw(w, key, STR("null"));
}
/* It needs no escape: a name of our own, a hash, a time. */
static inline void json_put_name(struct json_writer *w, const char *key, const char *name)
{
    json_lead(w, key);
    json_add_plain(w->out, (struct str){name, strlen(name)});
}
/* NULL is written as null. */
static inline void json_put_cstring(struct json_writer *w, const char *key, const char *value)
{
    if (value == NULL)
        json_put_null(w, key);
    else
        json_put_string(w, key, (struct str){value, strlen(value)});
}
/* As it was read, keys included. */
void json_put_tree(struct json_writer *w, const char *key, const struct json *value);

#endif
