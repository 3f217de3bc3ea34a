/* JSON out: raw UTF-8, one writer, the same bytes on every machine and locale.
 *
 * Numbers: integers as they are; others by the shortest of %.1f ... %.17g that reads back equal, '.' whatever the
 * locale; not a number or infinite becomes null. Strings: only `"`, `\` and control characters are escaped (also
 * U+2028, U+2029, U+007F); invalid UTF-8 is written as U+FFFD. `key` is NULL inside arrays and at the top. */
#ifndef FIDELIO_SYNTAX_JSON_WRITER_H
#define FIDELIO_SYNTAX_JSON_WRITER_H

#include "base/buf.h"

#include <stdint.h>

struct json;

struct json_writer {
    struct buf *out; /* borrowed */
    int indent;      /* spaces a level; 0 = one line */
    int depth;
    bool first; /* nothing written in the open object or array yet */
};

void json_writer_init(struct json_writer *w, struct buf *out, int indent);
void json_open_object(struct json_writer *w, const char *key);
void json_close_object(struct json_writer *w);
void json_open_array(struct json_writer *w, const char *key);
void json_close_array(struct json_writer *w);
void json_put_string(struct json_writer *w, const char *key, struct str value);
void json_put_cstring(struct json_writer *w, const char *key, const char *value); /* NULL is written as null */
void json_put_integer(struct json_writer *w, const char *key, int64_t value);
void json_put_number(struct json_writer *w, const char *key, double value);
void json_put_bool(struct json_writer *w, const char *key, bool value);
void json_put_null(struct json_writer *w, const char *key);
void json_put_tree(struct json_writer *w, const char *key,
                   const struct json *value);                               /* as it was read, keys included */
void json_put_raw(struct json_writer *w, const char *key, struct str json); /* already JSON: a value, or members */

#endif
