#include "base/hash.h"

/* libcrypto's SHA-256 itself: the wrapping that is recommended in its place (EVP) costs as much again as hashing a
 * message, and would bring the whole library into a program that starts in a millisecond. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include <endian.h>
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
    hash->len = 0;
}

/* Hashes the first bytes held: whole blocks, so that libcrypto keeps none for later. The context is copied in and out:
 * no assumption on alignment. */
static SHA256_CTX take_in(struct hash *hash, size_t len)
{
    SHA256_CTX context;
    memcpy(&context, hash->context, sizeof context);
    SHA256_Update(&context, hash->held, len);
    memcpy(hash->context, &context, sizeof context);
    return context;
}

void hash_add(struct hash *hash, struct str bytes)
{
    for (size_t from = 0, some; from < bytes.len; from += some) {
        const size_t left = bytes.len - from, room = HASH_HELD - hash->held_len;
        some = left < room ? left : room;
        memcpy(hash->held + hash->held_len, bytes.ptr + from, some);
        hash->held_len += some;
        if (hash->held_len == HASH_HELD) {
            take_in(hash, HASH_HELD);
            hash->len += HASH_HELD;
            hash->held_len = 0;
        }
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

/* FIPS 180-4, 5.1.1: a bit, zeros up to a block's last eight bytes, and there the length in bits. Returns the bytes. */
static size_t pad(struct hash *hash)
{
    const uint64_t bits = htobe64((hash->len + hash->held_len) * 8);
    const size_t end = (hash->held_len + sizeof bits) / 64 * 64 + 64;
    hash->held[hash->held_len] = 0x80;
    memset(hash->held + hash->held_len + 1, 0, end - hash->held_len - 1);
    memcpy(hash->held + end - sizeof bits, &bits, sizeof bits);
    return end;
}

void hash_hex(struct hash *hash, char hex[HASH_HEX + 1])
{
    const SHA256_CTX context = take_in(hash, pad(hash));
    unsigned char digest[SHA256_DIGEST_LENGTH], digits[HASH_HEX];
    for (size_t i = 0; i < sizeof digest / sizeof(uint32_t); i++) {
        const uint32_t word = htobe32((uint32_t)context.h[i]);
        memcpy(digest + i * sizeof word, &word, sizeof word);
    }
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
