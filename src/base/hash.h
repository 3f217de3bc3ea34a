/* SHA-256 (libcrypto) for what is written down, so that `sha256sum` agrees, and fast hashes of 64 bits for tables. */
#ifndef FIDELIO_BASE_HASH_H
#define FIDELIO_BASE_HASH_H

#include "base/str.h"

#include <stdint.h>

enum { HASH_HEX = 64 };

/* Incremental SHA-256. */
struct hash {
    unsigned char context[112]; /* opaque: libcrypto's */
    unsigned char held[512];    /* what is to be hashed next: short fields are taken in together */
    size_t held_len;
};
void hash_init(struct hash *hash);
void hash_add(struct hash *hash, struct str bytes);
void hash_add_field(struct hash *hash, struct str bytes); /* length first, so that fields cannot run together */
void hash_hex(struct hash *hash, char hex[HASH_HEX + 1]); /* ends it; lower case, NUL behind */

void hash_sha256(struct str bytes, char hex[HASH_HEX + 1]);

/* FNV-1a with a final avalanche, seeded. Not stable across versions of fidelio: never written to a file. */
uint64_t hash64(struct str bytes, uint64_t seed);
/* Eight bytes at a step, for a table that is asked often and by long texts: five times as fast, never seeded. */
uint64_t hash64_whole(struct str bytes);
/* hash64 in steps, for texts that begin alike: end(more(begin(seed), bytes)) is hash64(bytes, seed). */
static inline uint64_t hash64_begin(uint64_t seed)
{
    return 0xcbf29ce484222325u ^ seed * 0x9e3779b97f4a7c15u;
}
static inline uint64_t hash64_value(uint64_t h, uint32_t value)
{
    return (h ^ value) * 0x100000001b3u;
}
static inline uint64_t hash64_more(uint64_t h, struct str bytes)
{
    for (size_t i = 0; i < bytes.len; i++)
        h = hash64_value(h, (unsigned char)bytes.ptr[i]);
    return h;
}
static inline uint64_t hash64_end(uint64_t h)
{
    h = (h ^ h >> 32) * 0xd6e8feb86659fd93u;
    return h ^ h >> 32;
}

#endif
