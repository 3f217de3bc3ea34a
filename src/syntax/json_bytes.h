/* Eight bytes of JSON text at a time: is one among them that a string must not hold as it is? Inner part of
 * syntax/json.
 *
 * Source of the method: https://graphics.stanford.edu/~seander/bithacks.html#ZeroInWord. */
#ifndef FIDELIO_SYNTAX_JSON_BYTES_H
#define FIDELIO_SYNTAX_JSON_BYTES_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

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

#endif
