/* Two hashes: SHA-256 (libmd) for what is written down, so that `sha256sum` agrees, and a fast 64-bit one for tables.
 */
#ifndef FIDELIO_BASE_HASH_H
#define FIDELIO_BASE_HASH_H

#include "base/str.h"

#include <stdint.h>

enum { HASH_HEX = 64 };

/* Incremental SHA-256. */
struct hash {
    unsigned char state[256]; /* opaque: holds libmd's context */
};
void hash_init(struct hash *hash);
void hash_add(struct hash *hash, struct str bytes);
void hash_add_field(struct hash *hash, struct str bytes); /* length first, so that fields cannot run together */
void hash_hex(struct hash *hash, char hex[HASH_HEX + 1]); /* ends it; lower case, NUL behind */

void hash_sha256(struct str bytes, char hex[HASH_HEX + 1]);

/* FNV-1a with a final avalanche, seeded. Not stable across versions of fidelio: never written to a file. */
uint64_t hash64(struct str bytes, uint64_t seed);

#endif
