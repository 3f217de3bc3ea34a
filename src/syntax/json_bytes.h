/* Eight bytes of JSON text at a time: which is the first that a string must not hold as it is? Inner part of
 * syntax/json.
 *
 * Source of the method: https://graphics.stanford.edu/~seander/bithacks.html#ZeroInWord. */
#ifndef FIDELIO_SYNTAX_JSON_BYTES_H
#define FIDELIO_SYNTAX_JSON_BYTES_H

#include <endian.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { JSON_WORD = sizeof(uint64_t) };
#define JSON_EACH_BYTE(byte) (UINT64_MAX / 0xff * (byte))

static inline uint64_t json_word(const char *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return le64toh(word); /* the first byte is the lowest on any machine */
}

/* Its bytes' high bits tell zeros: the lowest that is set is surely one. */
static inline uint64_t json_word_zero(uint64_t word)
{
    return (word - JSON_EACH_BYTE(0x01)) & ~word;
}

static inline bool json_word_has(uint64_t word, unsigned char byte)
{
    return (json_word_zero(word ^ JSON_EACH_BYTE(byte)) & JSON_EACH_BYTE(0x80)) != 0;
}

/* The high bit of the first byte that is a quotation mark, a backslash or a control character below U+0020, and perhaps
 * bits above it; 0: there is none. */
static inline uint64_t json_word_special(uint64_t word)
{
    uint64_t control = (word - JSON_EACH_BYTE(0x20)) & ~word;
    return (control | json_word_zero(word ^ JSON_EACH_BYTE('"')) | json_word_zero(word ^ JSON_EACH_BYTE('\\'))) &
           JSON_EACH_BYTE(0x80);
}

/* The place, from 0, of the byte whose high bit is the lowest in `bits`, which are not 0. */
static inline size_t json_word_first(uint64_t bits)
{
    return (size_t)__builtin_ctzll(bits) / 8;
}

#endif
