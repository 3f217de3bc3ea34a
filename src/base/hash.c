#include "base/hash.h"

/* libcrypto's SHA-256 itself: the wrapping that is recommended in its place (EVP) costs as much again as hashing a
 * message, and would bring the whole library into a program that starts in a millisecond. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>
#include <string.h>

_Static_assert(sizeof(SHA256_CTX) <= sizeof((struct hash){0}.context),
               "struct hash must hold the context of libcrypto");

void hash_init(struct hash *hash)
{
    SHA256_CTX context;
    SHA256_Init(&context);
    memcpy(hash->context, &context, sizeof context);
    hash->held_len = 0;
}

/* The context is copied in and out: no assumption on alignment. */
static void update(struct hash *hash, const void *bytes, size_t len)
{
    SHA256_CTX context;
    memcpy(&context, hash->context, sizeof context);
    SHA256_Update(&context, bytes, len);
    memcpy(hash->context, &context, sizeof context);
}

static void add_held(struct hash *hash)
{
    update(hash, hash->held, hash->held_len);
    hash->held_len = 0;
}

void hash_add(struct hash *hash, struct str bytes)
{
    if (bytes.len > sizeof hash->held - hash->held_len)
        add_held(hash);
    if (bytes.len > sizeof hash->held) {
        update(hash, bytes.ptr, bytes.len);
    } else if (bytes.len > 0) {
        memcpy(hash->held + hash->held_len, bytes.ptr, bytes.len);
        hash->held_len += bytes.len;
    }
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
    unsigned char digest[SHA256_DIGEST_LENGTH], digits[HASH_HEX];
    SHA256_CTX context;
    add_held(hash);
    memcpy(&context, hash->context, sizeof context);
    SHA256_Final(digest, &context);
    for (size_t i = 0; i < sizeof digest; i++) {
        digits[2 * i] = digest[i] >> 4;
        digits[2 * i + 1] = digest[i] & 15;
    }
    for (size_t i = 0; i < HASH_HEX; i++) /* computed, not looked up: sixteen at a step */
        hex[i] = (char)(digits[i] + (digits[i] < 10 ? '0' : 'a' - 10));
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

uint64_t hash64_whole(struct str bytes)
{
    uint64_t h = bytes.len, word = 0;
    size_t at = 0;
    for (; at + sizeof word <= bytes.len; at += sizeof word) {
        memcpy(&word, bytes.ptr + at, sizeof word);
        h = (h ^ word) * 0x9e3779b97f4a7c15u;
        h ^= h >> 32;
    }
    word = 0;
    for (; at < bytes.len; at++)
        word = word << 8 | (unsigned char)bytes.ptr[at];
    h = (h ^ word) * 0x9e3779b97f4a7c15u;
    return h ^ h >> 32;
}
