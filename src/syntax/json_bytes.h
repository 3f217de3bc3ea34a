/* Eight bytes of JSON text at a time: is one among them that a string must not hold as it is? Inner part of
 * syntax/json.
 *
 * Source of the method: https://graphics.stanford.edu/~seander/bithacks.html#ZeroInWord. */
#ifndef FIDELIO_SYNTAX_JSON_BYTES_H
#define FIDELIO_SYNTAX_JSON_BYTES_H

#include "base/str.h"

#include <stdint.h>
#include <string.h>

struct arena;

enum { JSON_WORD = sizeof(uint64_t) };
#define JSON_EACH_BYTE(byte) (UINT64_MAX / 0xff * (byte))

static inline uint64_t json_word(const char *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return word;
}

static inline bool json_word_has(uint64_t word, unsigned char byte)
{
    uint64_t zero = word ^ JSON_EACH_BYTE(byte);
    return ((zero - JSON_EACH_BYTE(0x01)) & ~zero & JSON_EACH_BYTE(0x80)) != 0;
}

/* A quotation mark, a backslash or a control character below U+0020. */
static inline bool json_word_has_special(uint64_t word)
{
    uint64_t control = (word - JSON_EACH_BYTE(0x20)) & ~word & JSON_EACH_BYTE(0x80);
    return control != 0 || json_word_has(word, '"') || json_word_has(word, '\\');
}

enum { JSON_NUMBER_LENGTH = 63 }; /* bytes of a number at most */

bool json_read_hex4(struct str text, size_t at, unsigned *value); /* false: no four hexadecimal digits stand there */
/* What stands between the quotation marks of a string that is known to be well-formed. */
struct str json_unescape(struct arena *arena, struct str raw);
/* Of a well-formed number of at most JSON_NUMBER_LENGTH bytes; infinite when it is too large. */
double json_number_value(struct str text, bool is_integer);

#endif
