#include "base/hash.h"

#include <nettle/sha2.h>
#include <string.h>

_Static_assert(sizeof(struct sha256_ctx) <= sizeof(struct hash), "struct hash must hold the context of nettle");

/* The context is copied in and out: no assumption on alignment. */
void hash_init(struct hash *hash)
{
    struct sha256_ctx context;
    sha256_init(&context);
    memcpy(hash->state, &context, sizeof context);
}

void hash_add(struct hash *hash, struct str bytes)
{
    struct sha256_ctx context;
    if (bytes.len == 0)
        return;
    memcpy(&context, hash->state, sizeof context);
    sha256_update(&context, bytes.len, (const uint8_t *)bytes.ptr);
    memcpy(hash->state, &context, sizeof context);
}

void hash_add_field(struct hash *hash, struct str bytes)
{
    char length[24];
    size_t at = sizeof length;
    length[--at] = ':';
    for (size_t rest = bytes.len; at == sizeof length - 1 || rest > 0; rest /= 10)
        length[--at] = (char)('0' + rest % 10);
    hash_add(hash, (struct str){length + at, sizeof length - at});
    hash_add(hash, bytes);
}

void hash_hex(struct hash *hash, char hex[HASH_HEX + 1])
{
    uint8_t digest[SHA256_DIGEST_SIZE];
    struct sha256_ctx context;
    memcpy(&context, hash->state, sizeof context);
    sha256_digest(&context, sizeof digest, digest);
    for (size_t i = 0; i < sizeof digest; i++) {
        hex[2 * i] = "0123456789abcdef"[digest[i] >> 4];
        hex[2 * i + 1] = "0123456789abcdef"[digest[i] & 15];
    }
    hex[HASH_HEX] = '\0';
}

void hash_sha256(struct str bytes, char hex[HASH_HEX + 1])
{
    struct hash hash;
    hash_init(&hash);
    hash_add(&hash, bytes);
    hash_hex(&hash, hex);
}

uint64_t hash64(struct str bytes, uint64_t seed)
{
    return hash64_end(hash64_more(hash64_begin(seed), bytes));
}
